"""What is asked of storages that read on a standby."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, Final

import anyio
from sqlalchemy import func, select

from phantom_adapters.contracts.kernel_examples import ADA, WALL, Said, invocation
from phantom_adapters.sql.standby import Standby
from phantom_adapters.sql.statement import Statement
from phantom_adapters.sql.storage import SqlStorage
from phantom_core.kernel import Actor, UnitOfWork
from tests.postgres_server import PostgresServer

__all__ = [
    "PATIENCE",
    "SOON",
    "answered",
    "beside",
    "heard",
    "held_up",
    "is_standby",
    "until_answered_there",
]

SOON: Final = 30
"""Seconds in which whatever is awaited comes; only what hangs takes longer."""
PATIENCE: Final = 3.0
"""Longer than is the default: machines that run tests are slow."""
_WHERE: Final = Statement(select(func.pg_is_in_recovery()))


def is_standby(work: UnitOfWork) -> bool:
    """Whether this runs on a standby."""
    return bool(work._tx.row(_WHERE)[0])  # type: ignore[attr-defined]


def beside(storage: SqlStorage) -> Standby:
    """The standby of a storage that has one."""
    assert storage.standby is not None
    return storage.standby


async def heard(storage: SqlStorage, actor: Actor = ADA) -> tuple[bool, list[Any]]:
    """Whether a standby answers somebody, and all that was said on the wall."""

    def body(work: UnitOfWork) -> tuple[bool, list[Any]]:
        said = [stored.event for stored in work.log.after(WALL, 0, 10_000)]
        return is_standby(work), [each.text for each in said if isinstance(each, Said)]

    with anyio.fail_after(SOON):
        return await storage.read(invocation(actor), body)


async def answered(storage: SqlStorage, times: int = 20) -> list[bool]:
    """Ask many times, and answer who answered what was said: the standby, or not."""
    answers = [await heard(storage) for _ in range(times)]
    assert all(said == ["hello"] for _, said in answers)
    return [there for there, _ in answers]


async def until_answered_there(storage: SqlStorage) -> None:
    """Wait until a standby answers."""
    with anyio.fail_after(SOON):
        while not (await heard(storage))[0]:  # noqa: ASYNC110 - nobody tells
            await anyio.sleep(0.05)


@contextmanager
def held_up(standby: PostgresServer) -> Iterator[None]:
    """A standby that receives everything, and replays nothing for a while."""
    standby.ask("SELECT pg_wal_replay_pause()::text")
    try:
        yield
    finally:
        standby.ask("SELECT pg_wal_replay_resume()::text")
