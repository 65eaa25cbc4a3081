"""The same world on every storage, asked the same things at the same time with the same chance."""

import asyncio
import random
from collections.abc import Callable, Iterable, Mapping, Sequence
from enum import Enum
from typing import Any

import attrs

from phantom_core.kernel import Actor, Command, PhantomError, Query, Storage, StoredEvent
from phantom_core.phantom import Phantom

__all__ = ["Answer", "Worlds"]

Answer = tuple[str, Any]
"""How an operation ended: its value, or the class and facts of its refusal."""


class Worlds:
    """One Phantom for each storage, in step.

    Args:
        storages: by name; the first is the model.
        runner: runs what is asynchronous.
    """

    def __init__(self, storages: Mapping[str, Storage], runner: asyncio.Runner) -> None:
        self._runner = runner
        self._phantoms = {
            name: Phantom(storage, seed=_seeds()) for name, storage in storages.items()
        }

    def do(self, command: Command[Any], actor: Actor, key: str | None = None) -> Any:
        """Do a command everywhere; all must agree on the outcome. Answers the value, or `None`."""
        return self._agreed(command, lambda phantom: _done(phantom, command, actor, key))

    def ask(self, query: Query[Any], actor: Actor) -> Any:
        """Ask a query everywhere; all must agree on the answer, which is answered."""
        return self._agreed(query, lambda phantom: _asked(phantom, query, actor))

    def _agreed(self, asked: object, ask: Callable[[Phantom], Any]) -> Any:
        answers = {name: self._runner.run(ask(phantom)) for name, phantom in self._phantoms.items()}
        (model, expected), *others = answers.items()
        for name, found in others:
            assert plain(found) == plain(expected), (
                f"on {asked}\n{name} says {found}\nand {model} says {expected}"
            )
        outcome, value, _ = expected
        return value if outcome == "answered" else None


async def _done(phantom: Phantom, command: Command[Any], actor: Actor, key: str | None) -> Any:
    try:
        outcome = await phantom.do(command, actor=actor, idempotency_key=key)
    except PhantomError as error:
        return _refusal(error)
    return "answered", outcome.value, _told(outcome.events)


async def _asked(phantom: Phantom, query: Query[Any], actor: Actor) -> Any:
    try:
        return "answered", await phantom.ask(query, actor=actor), ()
    except PhantomError as error:
        return _refusal(error)


def _refusal(error: PhantomError) -> Any:
    return "refused", type(error).__name__, vars(error)


def _told(events: Sequence[StoredEvent]) -> Sequence[StoredEvent]:
    return sorted(events, key=lambda event: (event.topic, event.seq))


def _seeds() -> Callable[[], int]:
    chance = random.Random(0)
    return lambda: chance.getrandbits(128)


def plain(value: Any) -> Any:
    """A value without the difference between one kind of sequence and another."""
    if attrs.has(type(value)):
        fields = attrs.fields(type(value))
        return type(value).__name__, [plain(getattr(value, field.name)) for field in fields]
    if isinstance(value, Mapping):
        return {plain(key): plain(each) for key, each in value.items()}
    if isinstance(value, str | bytes | Enum) or not isinstance(value, Iterable):
        return value
    return [plain(each) for each in value]
