"""What is being done now, and for whom: so that every line of the log can tell.

A request, a frame of the socket, begins something; whatever it calls finds it here, without being
handed it.
"""

import re
import secrets
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any, Final

import attrs

from phantom_adapters.jobs import Handler
from phantom_core.kernel import Actor, Lease, Operation

__all__ = [
    "REQUEST_ID",
    "Doing",
    "current",
    "doing",
    "note_actor",
    "note_operation",
    "request_id_of",
    "under_its_id",
]

REQUEST_ID: Final = b"x-request-id"
"""The header in which a client, or a proxy before us, may name a request."""

_SANE: Final = re.compile(rb"[A-Za-z0-9][A-Za-z0-9._-]{0,63}")
_MOST: Final = 8
_CURRENT: ContextVar["Doing | None"] = ContextVar("phantom_doing", default=None)


@attrs.define
class Doing:
    """One thing that is being done.

    Attributes:
        request_id: what it is called in logs and answers.
        actor: the id of whom it is done for, once that is known.
        operations: the names of the commands and queries that it has come to, the first few.
    """

    request_id: str
    actor: str | None = None
    operations: list[str] = attrs.field(factory=list)


def request_id_of(headers: Iterable[tuple[bytes, bytes]]) -> str:
    """The id that a request brings, or one that is made, where it brings none that is sane."""
    for name, value in headers:
        if name.lower() == REQUEST_ID and _SANE.fullmatch(value):
            return value.decode()
    return secrets.token_hex(8)


def current() -> Doing | None:
    """What is being done, if anything is."""
    return _CURRENT.get()


@contextmanager
def doing(request_id: str) -> Iterator[Doing]:
    """Do something under an id."""
    now = Doing(request_id)
    token = _CURRENT.set(now)
    try:
        yield now
    finally:
        _CURRENT.reset(token)


def under_its_id(handler: Handler) -> Handler:
    """A handler of jobs whose lines tell which job it does."""

    async def handle(lease: Lease, task: Any) -> None:
        with doing(f"job-{lease.job_id}"):
            await handler(lease, task)

    return handle


def note_actor(actor: Actor) -> None:
    """Say for whom it is done what is being done."""
    now = _CURRENT.get()
    if now is not None and actor.user_id is not None:
        now.actor = actor.user_id


def note_operation(operation: Operation[Any], actor: Actor) -> None:
    """Say that what is being done has come to a command or query."""
    now = _CURRENT.get()
    if now is None:
        return
    note_actor(actor)
    if len(now.operations) < _MOST:
        now.operations.append(type(operation).__name__)
