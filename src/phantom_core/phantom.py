"""Phantom: the whole of it, as one object with two methods."""

from collections.abc import Callable, Sequence
from typing import TypeVar

from phantom_core.kernel.actor import Actor
from phantom_core.kernel.chance import draw_seed
from phantom_core.kernel.commands import Command, Query
from phantom_core.kernel.doing import Doer, Outcome
from phantom_core.kernel.performing import Note, Reactions, perform, reply
from phantom_core.kernel.ports import Committed, Storage
from phantom_core.kernel.work import Invocation, UnitOfWork

__all__ = ["Observer", "Outcome", "Phantom"]

R = TypeVar("R")

Observer = Callable[[Committed], None]
"""Is told of every commit, after it. It must not block; what it raises is logged."""


class Phantom(Doer):
    """Does commands and answers queries, for an actor, on a storage.

    This is the one place where a command becomes a transaction: it is retried there when a race
    was lost, answered from memory when its idempotency key is known, and told to observers once
    it is committed.
    """

    def __init__(
        self,
        storage: Storage,
        *,
        observers: Sequence[Observer] = (),
        reactions: Reactions | None = None,
        seed: Callable[[], int] = draw_seed,
    ) -> None:
        self._storage = storage
        self._observers = [*observers]
        self._reactions = _the_table() if reactions is None else reactions
        self._note = _the_noting() if reactions is None else None
        self._seed = seed

    async def do(
        self, command: Command[R], *, actor: Actor, idempotency_key: str | None = None
    ) -> Outcome[R]:
        """Do what a command says: all of it, durably, or nothing.

        Raises: what the command's docstring names; NotAuthenticated and Forbidden by its access;
        KeyReused; AnswerLost; Unavailable, when the store does not answer.
        """

        def body(work: UnitOfWork) -> R:
            return perform(command, work, self._reactions, self._note)

        invocation = Invocation(actor, self._seed(), idempotency_key)
        committed = await self._storage.write(invocation, body, hot_topic=command.hot_topic)
        self._tell(committed)
        return Outcome(value=committed.value, events=committed.events)

    async def ask(self, query: Query[R], *, actor: Actor) -> R:
        """Answer a query. Raises: what the query's docstring names; Unavailable."""

        def body(work: UnitOfWork) -> R:
            return reply(query, work)

        return await self._storage.read(Invocation(actor, self._seed()), body)

    def observe(self, observer: Observer) -> None:
        """Tell somebody of every commit from now on."""
        self._observers.append(observer)

    def _tell(self, committed: Committed) -> None:
        """What is committed has not failed, whatever those say who are told of it."""
        for observe in self._observers:
            try:
                observe(committed)
            except Exception:
                import logging  # noqa: PLC0415 - keeps `import phantom_core` light

                logging.getLogger(__name__).exception("An observer of commits failed.")


def _the_table() -> Reactions:
    """The table of Phantom's reactions; it knows every context, so only those wait who need it."""
    from phantom_core.reactions import REACTIONS  # noqa: PLC0415 - keeps `import phantom_core` light

    return REACTIONS


def _the_noting() -> Note:
    """What writes acts of office down; it knows contexts too."""
    from phantom_core.acts import note_act  # noqa: PLC0415 - keeps `import phantom_core` light

    return note_act
