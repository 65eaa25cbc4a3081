"""Storage over SQL: calls go to lanes and come back as answers."""

import asyncio
from collections.abc import Callable, Sequence
from contextlib import suppress
from typing import TYPE_CHECKING, Any, Final, TypeVar, cast

from sqlalchemy import String, bindparam, column, select, table
from sqlalchemy.dialects.postgresql import insert

from phantom_adapters.clock import Ratchet
from phantom_adapters.sql.calls import Call
from phantom_adapters.sql.errors import Unreachable, outcome_unknown
from phantom_adapters.sql.fence import Fence
from phantom_adapters.sql.kept import Kept
from phantom_adapters.sql.lanes import Lanes, Line
from phantom_adapters.sql.migrations import REVISIONS
from phantom_adapters.sql.running import PATIENCE, Reader, Writer
from phantom_adapters.sql.session import Database
from phantom_adapters.sql.standby import Standby, StandbyReader, standby_on
from phantom_adapters.sql.statement import Statement
from phantom_adapters.sql.tables.kernel import meta
from phantom_adapters.sql.taste_following import FollowingIndex
from phantom_adapters.sql.unit import SqlUnit
from phantom_adapters.sql.upsert import upsert
from phantom_adapters.sql.watch import Watch
from phantom_core.kernel import (
    SYSTEM,
    Committed,
    Invocation,
    Storage,
    Topic,
    Unavailable,
    UnitOfWork,
)
from phantom_core.registry import Registry

if TYPE_CHECKING:
    from phantom_adapters.sql.standby_session import StandbyDatabase

__all__ = ["SqlStorage", "storage_on"]

T = TypeVar("T")

_REVISION: Final = Statement(
    select(column("version_num", String)).select_from(table("alembic_version"))
)
# Who begins at the same time waits for this, also where there is no row yet.
_SIGNED: Final = Statement(
    insert(meta)
    .values(name=bindparam("name"), value=bindparam("value"))
    .on_conflict_do_update(index_elements=[meta.c.name], set_={"value": meta.c.value})
    .returning(meta.c.value)
)
_SIGN: Final = Statement(upsert(meta))
_LONGEST_LINE: Final = 5_000
_GROUP: Final = 200


class SqlStorage(Storage):
    """A database behind two sets of lanes: one that writes and one that reads.

    Cancelling a call stops the waiting; what a lane has begun it ends.

    Attributes:
        standby: what answers people in place of the lanes that read, where it can.
        fence: keeps it away from a database that another one has taken over from; `None` where
            there can be no other.
    """

    def __init__(
        self,
        writers: Lanes,
        readers: Lanes,
        kept: Kept,
        watch: Watch | None = None,
        standby: Standby | None = None,
        fence: Fence | None = None,
    ) -> None:
        self._writers = writers
        self._readers = readers
        self._kept = kept
        self._watch = watch
        self.standby = standby
        self.fence = fence
        self._calls: dict[Call, Lanes] = {}

    async def write(
        self,
        invocation: Invocation,
        body: Callable[[UnitOfWork], T],
        *,
        hot_topic: Topic | None = None,
    ) -> Committed:
        """Run `body` in a transaction: all or nothing."""
        return cast(
            "Committed", await self._through(self._writers, Call(invocation, body, hot_topic))
        )

    async def read(self, invocation: Invocation, body: Callable[[UnitOfWork], T]) -> T:
        """Run `body` on one consistent state.

        The system's queries go to the primary alone: they ask how it is, and who somebody is.
        """
        if self.standby is not None and not invocation.actor.is_system:
            with suppress(Unavailable):
                return cast("T", await self.standby.read(invocation, body))
        return cast("T", await self._through(self._readers, Call(invocation, body)))

    async def schema(self) -> str:
        """How the tables stand: `ok`, or `newer` than what this version knows.

        Raises: Unavailable, if they are behind, or cannot be asked for.
        """
        row = await self.read(Invocation(SYSTEM, 0), _standing)
        if row is None or row[0] in REVISIONS[:-1]:
            raise Unreachable(f"the tables stand at {row}, and should at {REVISIONS[-1]}")
        return "ok" if row[0] == REVISIONS[-1] else "newer"

    async def note_signer(self, name: str) -> str:
        """Keep the `name` of the key that a server signs with, and answer that of the one before.

        The first is told its own. Raises: Unavailable.
        """

        def exchange(work: UnitOfWork) -> str:
            tx = cast("SqlUnit", work)._tx  # noqa: SLF001 - as `_standing`
            (before,) = tx.rows(_SIGNED, name="signer", value=name)
            tx.run(_SIGN, name="signer", value=name)
            return str(before[0])

        return cast("str", (await self.write(Invocation(SYSTEM, 0), exchange)).value)

    @property
    def lanes(self) -> Sequence[Lanes]:
        """What carries the calls: those that write, and those that read."""
        lanes = (self._writers, self._readers)
        return lanes if self.standby is None else (*lanes, self.standby.lanes)

    @property
    def away(self) -> bool:
        """Whether the database does not answer."""
        return self._watch is not None and self._watch.away

    async def close(self) -> None:
        """Finish what was begun, end the threads, close the connections."""
        if self.standby is not None:
            await self.standby.close()
        await self._writers.close()
        await self._readers.close()
        if self._watch is not None:
            await asyncio.to_thread(self._watch.close)
        await asyncio.to_thread(self._kept.tastes.close)

    def give_up(self) -> None:
        """Tell all who wait that the database is away; from whatever thread."""
        for call, lanes in list(self._calls.items()):
            call.give_up(_away(maybe_done=call.begun and lanes is self._writers))

    async def _through(self, lanes: Lanes, call: Call) -> Any:
        if self._watch is not None:
            self._watch.enforce()
        lanes.join(call)
        self._calls[call] = lanes
        try:
            return await call.outcome
        finally:
            del self._calls[call]
            call.let_go()


def storage_on(
    database: Database,
    *,
    registry: Registry,
    patience: float = PATIENCE,
    standby: "StandbyDatabase | None" = None,
) -> SqlStorage:
    """A storage on a database that is migrated already.

    Args:
        database: where it is.
        registry: the events, tasks and commands that may be stored.
        patience: seconds for which a database is waited for that does not answer.
        standby: what follows it, if people are to be answered there.
    """
    ratchet, watch = Ratchet(), database.watch()
    kept = Kept(FollowingIndex(database, watch))
    writing = [
        Writer(database.session(writing=True, watch=watch), registry, ratchet, kept, patience)
        for _ in range(database.writers)
    ]
    reading = [
        Reader(database.session(writing=False, watch=watch), registry, ratchet, kept, patience)
        for _ in range(database.readers)
    ]
    storage = SqlStorage(
        Lanes("writer", Line(database.shared, longest=_LONGEST_LINE, most=_GROUP), writing),
        Lanes("reader", Line(lambda _: None, longest=_LONGEST_LINE), reading),
        kept,
        watch,
        None
        if standby is None
        else standby_on(
            standby,
            lambda session: StandbyReader(session, registry, ratchet, kept),
            primary=watch,
            patience=patience,
        ),
        database.fence,
    )
    if watch is not None:
        watch.begin(patience, storage.give_up)
    return storage


def _standing(work: UnitOfWork) -> Any:
    return cast("SqlUnit", work)._tx.row(_REVISION)  # noqa: SLF001 - it is no repository's


def _away(*, maybe_done: bool) -> Unreachable:
    """An error of one caller's own. What has begun to write may be done all the same."""
    reason = "the database does not answer"
    return outcome_unknown(reason) if maybe_done else Unreachable(reason)
