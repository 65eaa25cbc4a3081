"""A project to work in: what one does stands at once, and reaches the others when it can."""

import asyncio
from base64 import b64decode, b64encode
from collections.abc import AsyncIterator, Callable, Mapping, Sequence
from contextlib import asynccontextmanager
from typing import Any, Final

from phantom_adapters.client.changes import change_told
from phantom_adapters.client.client import Client
from phantom_adapters.client.items import Event, Fresh, Item
from phantom_adapters.client.refusals import Disconnected
from phantom_core.kernel import Conflict, RateLimited, Unavailable
from phantom_core.sync import (
    Accepted,
    Change,
    Edit,
    Problem,
    Refused,
    Repeated,
    Replica,
    ReplicaId,
    Verdict,
    batch_of,
    changes_of,
    pack,
    unpack,
)

__all__ = ["Workspace", "workspace"]

_BREATH: Final = 0.05
"""How long a lost connection is left to be noticed, in seconds."""

_ROOM: Final = 1_000_000
"""How much a frame carries; servers read frames of a MiB."""


class Workspace:
    """A replica that is kept in step with its project on a server.

    Work goes on while there is no connection; nothing of it is lost when the program ends, if
    the replica's store is durable.

    Attributes:
        project_id: which project.
        replica: what one works on. To be edited by the methods here, which send what it has.
        notices: called with all else that the project's topic tells: who comes and goes, cursors,
            what is played, conflicts with their ids.
    """

    def __init__(self, client: Client, project_id: str, replica: Replica) -> None:
        self.project_id = project_id
        self.replica = replica
        self.notices: list[Callable[[Item], None]] = []
        self._client = client
        self._topic = f"project:{project_id}"
        self._work = asyncio.Event()
        self._turn = asyncio.Condition()
        self._end: BaseException | None = None

    # --- working

    def edit(self, *edits: Edit, gesture: str | None = None) -> Change:
        """Make a change; see `Replica.edit`."""
        change = self.replica.edit(*edits, now_ms=self._now_ms(), gesture=gesture)
        self._work.set()
        return change

    def undo(self) -> Change | None:
        """Take back one's own latest step; see `Replica.undo`."""
        return self._sent(self.replica.undo(now_ms=self._now_ms()))

    def redo(self) -> Change | None:
        """Do it again; see `Replica.redo`."""
        return self._sent(self.replica.redo(now_ms=self._now_ms()))

    async def saved(self) -> None:
        """Wait until the server has decided of all that was made here.

        Raises: PhantomError, if that will not come to be.
        """
        await self.until(lambda: not self.replica.pending)

    async def until(self, holds: Callable[[], bool]) -> None:
        """Wait until something holds that is looked at after each news from the server.

        Raises: PhantomError, once no more news will come.
        """
        async with self._turn:
            while not holds():
                if self._end is not None:
                    raise self._end
                await self._turn.wait()

    def _sent(self, change: Change | None) -> Change | None:
        if change is not None:
            self._work.set()
        return change

    def _now_ms(self) -> int:
        return int(self._client.server_time())

    # --- keeping in step

    async def keep_in_step(self) -> None:
        """Follow the project and send what is made, until cancelled. Raises: PhantomError."""
        self._work.set()
        try:
            async with asyncio.TaskGroup() as group:
                group.create_task(self._follow())
                group.create_task(self._send())
        except BaseExceptionGroup as group_of_errors:
            self._end = group_of_errors.exceptions[0]
            raise self._end from None
        finally:
            self._end = self._end or Unavailable("The workspace is closed.")
            await self._told()

    async def _told(self) -> None:
        async with self._turn:
            self._turn.notify_all()

    async def _follow(self) -> None:
        seq = await self._pull()
        async with self._client.topic(self._topic, since=seq) as topic:
            async for item in topic:
                await self._hear(item)

    async def _hear(self, item: Item) -> None:
        if isinstance(item, Fresh) or not self._take(item) or self.replica.needs_pull:
            await self._pull()
        for notice in self.notices:
            notice(item)
        await self._told()

    def _take(self, item: Item) -> bool:
        """Take the change that an item tells, if any; not, if it cannot be read."""
        try:
            told = change_told(item.data, self.project_id) if isinstance(item, Event) else None
        except (KeyError, TypeError, ValueError):
            # A server of another version tells it otherwise; it can still be asked for.
            return False
        if told is not None:
            self.replica.receive([told])
        return True

    async def _pull(self) -> int:
        """Take all that the server has and this replica has not; as of which event."""
        known = self.replica.vector.counters
        try:
            seq = await self._take_since(known)
        except ValueError:
            # What the replica builds on was compacted otherwise: it begins anew.
            seq = await self._take_since({})
        self._work.set()
        await self._told()
        return seq

    async def _take_since(self, known: Mapping[ReplicaId, int]) -> int:
        answer = await self._asked("project.pull", {"vector": dict(known)})
        packed = b64decode(answer["packed"])
        if unpack(packed).since:
            self.replica.merge(packed)
        else:
            self.replica.load(packed)
        seq: int = answer["seq"]
        return seq

    async def _send(self) -> None:
        while True:
            await self._work.wait()
            self._work.clear()
            while changes := self.replica.outgoing():
                await self._push(changes)

    async def _push(self, batch: Sequence[Change]) -> None:
        changes, packed = _as_many_as_fit(batch)
        answer = await self._asked("project.push", {"packed": packed})
        standing = {
            (each.replica, each.counter): each
            for each in changes_of(unpack(b64decode(answer["packed"])))
        }
        self.replica.acknowledge(_verdicts(changes, answer["verdicts"], standing))
        self.replica.receive(standing.values())
        if self.replica.problem is not None:
            raise Conflict(self.replica.problem.detail)
        if self.replica.needs_snapshot or self.replica.needs_pull:
            await self._pull()
        await self._told()

    async def _asked(self, kind: str, data: Mapping[str, Any]) -> Any:
        while True:
            try:
                return await self._client.ask(kind, self._topic, data)
            except Disconnected:
                await asyncio.sleep(_BREATH)
            except (RateLimited, Unavailable) as later:
                await asyncio.sleep(later.retry_after)


@asynccontextmanager
async def workspace(client: Client, project_id: str, replica: Replica) -> AsyncIterator[Workspace]:
    """Work in a project for a while, in step with everybody who does.

    Args:
        client: a client that is connected; it comes back by itself after a lost connection.
        project_id: which project.
        replica: the place where one works; its author is the client's user.

    Raises: on leaving, what has ended the keeping in step, if anything has: NotFound, for a
        project that one may not see; Forbidden, once one makes a change where one may only look
        because everybody may; Conflict, where the server takes nothing from this replica.
    """
    work = Workspace(client, project_id, replica)
    keeping = asyncio.create_task(work.keep_in_step())
    try:
        yield work
    finally:
        keeping.cancel()
        (outcome,) = await asyncio.gather(keeping, return_exceptions=True)
    if isinstance(outcome, Exception):
        raise outcome


def _as_many_as_fit(batch: Sequence[Change]) -> tuple[Sequence[Change], str]:
    """The first changes of a batch that one frame has room for, one at least, and their text."""
    changes, packed = batch, b64encode(pack(batch_of(batch)))
    while len(packed) > _ROOM and len(changes) > 1:
        changes = changes[: len(changes) // 2]
        packed = b64encode(pack(batch_of(changes)))
    return changes, packed.decode()


def _verdicts(
    changes: Sequence[Change],
    told: Sequence[Mapping[str, Any]],
    standing: Mapping[tuple[ReplicaId, int], Change],
) -> list[Verdict]:
    """What the server has decided of changes; one that is refused and stands does nothing."""
    verdicts: list[Verdict] = []
    for change, verdict in zip(changes, told, strict=True):
        stands = standing.get((change.replica, change.counter))
        problem = verdict.get("problem")
        if problem is not None:
            verdicts.append(Refused(change=change, problem=_problem(problem), void=stands))
        elif stands is None:
            verdicts.append(Repeated(change=change))
        else:
            verdicts.append(Accepted(change=stands))
    return verdicts


def _problem(told: Mapping[str, Any]) -> Problem:
    faults = told.get("errors") or [{"path": "", "message": ""}]
    detail = told["detail"] or faults[0]["message"]
    rule = told["type"].rpartition(":")[2]
    return Problem(rule=rule, detail=detail, path=faults[0]["path"])
