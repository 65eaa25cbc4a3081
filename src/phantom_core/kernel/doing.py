"""Doing commands and asking queries, as those see it who only need it done."""

from collections.abc import Sequence
from typing import Generic, Protocol, TypeVar

import attrs

from phantom_core.kernel.actor import Actor
from phantom_core.kernel.commands import Command, Query
from phantom_core.kernel.events import StoredEvent

__all__ = ["Doer", "Outcome"]

R = TypeVar("R")


@attrs.frozen(kw_only=True)
class Outcome(Generic[R]):
    """What a command did.

    Attributes:
        value: what it answers.
        events: what happened, each with its topic and `seq`.
    """

    value: R
    events: Sequence[StoredEvent] = ()


class Doer(Protocol):
    """Whoever does commands and answers queries: `Phantom`, for the flows below it."""

    async def do(
        self, command: Command[R], *, actor: Actor, idempotency_key: str | None = None
    ) -> Outcome[R]:
        """Do what a command says: all of it, durably, or nothing."""
        ...

    async def ask(self, query: Query[R], *, actor: Actor) -> R:
        """Answer a query."""
        ...
