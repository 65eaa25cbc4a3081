"""How an operation runs inside its transaction: admission, idempotency, reactions."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import timedelta
from itertools import count
from typing import Any, Final, TypeVar

from phantom_core.kernel.access import admit
from phantom_core.kernel.commands import Command, Query, fingerprint
from phantom_core.kernel.errors import Conflict, Fault, Invalid
from phantom_core.kernel.events import Event
from phantom_core.kernel.ports import Answer
from phantom_core.kernel.work import UnitOfWork

__all__ = [
    "KEY_LIFE",
    "AnswerLost",
    "KeyReused",
    "Note",
    "Reaction",
    "Reactions",
    "perform",
    "reply",
    "told_again",
]

R = TypeVar("R")

Reaction = Callable[[Any], Command[Any] | None]
"""Turns an event into the command that must follow from it, if one must."""

Reactions = Mapping[type[Event], Sequence[Reaction]]
"""What follows from what."""

Note = Callable[[Command[Any], Any, UnitOfWork], None]
"""Is told of a command that has run, what it answered, and the unit of work that it ran in."""

KEY_LIFE: Final = timedelta(hours=24)
"""How long an idempotency key is good for."""

_LONGEST_KEY: Final = 255
_DEEPEST: Final = 3


class KeyReused(Conflict):
    """An idempotency key was used for something else before."""

    rule = "idempotency-key-reused"

    def __init__(self) -> None:
        super().__init__("This idempotency key was used for a different request.")


class AnswerLost(Conflict):
    """A command was done under this key, by a version whose answers this one cannot read."""

    rule = "idempotency-answer-lost"

    def __init__(self) -> None:
        super().__init__("This was done, but its answer can no longer be read.")


def reply(query: Query[R], work: UnitOfWork) -> R:
    """Run a query for its actor."""
    admit(work.actor, query.access)
    return query.run(work)


def perform(
    command: Command[R], work: UnitOfWork, reactions: Reactions, note: Note | None = None
) -> R:
    """Run a command and what follows from it; or answer what it answered before.

    Args:
        reactions: what follows from what.
        note: is told of the command once it has run, in its transaction, if anybody is.

    Raises: whatever the command refuses with; KeyReused; AnswerLost; AssertionError, if reactions
    go deeper than three: nothing that must follow is left out.
    """
    admit(work.actor, command.access)
    key = work.invocation.idempotency_key
    if key is None:
        return _run(command, work, reactions, note)
    _check_key(key)
    owner, mark = work.actor.person, fingerprint(command)
    known = work.answers.recall(owner, key, mark, command.answer_type())
    if known is not None and known.stands(work.now):
        same: R = told_again(known, mark)
        return same
    value = _run(command, work, reactions, note)
    answer = Answer(fingerprint=mark, value=value, expires_at=work.now + KEY_LIFE)
    work.answers.keep(owner, key, answer)
    return value


def told_again(known: Answer, mark: str) -> Any:
    """What was answered under a key to the call of that fingerprint.

    Raises: KeyReused, if it was another call; AnswerLost.
    """
    if known.fingerprint != mark:
        raise KeyReused
    if known.lost:
        raise AnswerLost
    return known.value


def _run(command: Command[R], work: UnitOfWork, reactions: Reactions, note: Note | None) -> R:
    value = command.run(work)
    if note is not None:
        note(command, value, work)
    seen = 0
    for depth in count():
        fresh, seen = work.recorded[seen:], len(work.recorded)
        follow_ups = [each for event in fresh for each in _follow_ups(event, reactions)]
        if not follow_ups:
            break
        if depth == _DEEPEST:
            raise AssertionError(f"reactions go deeper than {_DEEPEST}, to {follow_ups}")
        with work.as_system():
            for follow_up in follow_ups:
                follow_up.run(work)
    return value


def _follow_ups(event: Event, reactions: Reactions) -> Iterator[Command[Any]]:
    for reaction in reactions.get(type(event), ()):
        follow_up = reaction(event)
        if follow_up is not None:
            yield follow_up


def _check_key(key: str) -> None:
    if not 1 <= len(key) <= _LONGEST_KEY or not key.isprintable() or not key.isascii():
        fault = f"must be 1 to {_LONGEST_KEY} printable ASCII characters"
        raise Invalid(Fault("idempotencyKey", fault))
