"""Asking for an export of one's data, and looking at how it stands."""

from datetime import timedelta
from typing import ClassVar, Final, Protocol

import attrs

from phantom_core.blobs import BlobKey
from phantom_core.identity.ports import IdentityWork
from phantom_core.identity.user import LOGIN
from phantom_core.kernel import (
    NOBODY_WAITS,
    Access,
    Checked,
    Command,
    Conflict,
    NotFound,
    Page,
    PageRequest,
    Query,
    RateLimited,
    Task,
    UserId,
    ruled,
)
from phantom_core.privacy.data_export import DataExport, DataExportId, ExportState, export_of
from phantom_core.privacy.export_events import ExportFailed
from phantom_core.privacy.export_ports import ExportWork
from phantom_core.privacy.use_cases._expiring import forget_exports

__all__ = [
    "EXPORTS_A_DAY",
    "EXPORT_LIFE",
    "AskForDataExport",
    "ExportData",
    "FetchDataExport",
    "ForgetDataExports",
    "GetDataExport",
    "GiveUpDataExport",
    "ListDataExports",
    "NoteDataExport",
    "ReviveDataExport",
]

EXPORTS_A_DAY: Final = 5
"""So many exports may one person ask for within 24 hours, unless operators say otherwise."""

EXPORT_LIFE: Final = timedelta(days=7)
"""How long an export is kept once it is over, unless operators say otherwise."""

_DAY: Final = timedelta(days=1)
_BATCH: Final = 100
_BROKE_OFF: Final = "The export broke off again and again. Ask for another one later."


@attrs.frozen(kw_only=True)
class GiveUpDataExport(Command[None]):
    """Say that an export came to no end. One that did stays as it is."""

    access = Access.SYSTEM
    export_id: DataExportId

    def run(self, work: ExportWork) -> None:
        """Tell whose it is."""
        found = work.data_exports.find(self.export_id)
        if found is None or found.state.is_over:
            return
        work.data_exports.put(found.failed(_BROKE_OFF, work.now, work.now + EXPORT_LIFE))
        work.record(ExportFailed(user_id=found.user_id, export_id=found.id, reason=_BROKE_OFF))


@attrs.frozen(kw_only=True)
class ExportData(Task):
    """Write an export that somebody has asked for."""

    name: ClassVar[str] = "privacy.export"
    export_id: DataExportId

    def given_up(self, reason: str) -> GiveUpDataExport:  # noqa: ARG002 - the log has more of it
        """The command that says so."""
        return GiveUpDataExport(export_id=self.export_id)

    def awaited_again(self) -> "ReviveDataExport":
        """The command that has it wait again."""
        return ReviveDataExport(export_id=self.export_id)


@attrs.frozen(kw_only=True)
class ReviveDataExport(Command[bool]):
    """Await an export again that came to no end.

    Raises: Conflict, if its person asks for another one at this moment.
    """

    access = Access.SYSTEM
    export_id: DataExportId

    def run(self, work: ExportWork) -> bool:
        """Answer whether it is awaited: not once it is forgotten, done, or asked for anew."""
        found = work.data_exports.find(self.export_id)
        if found is None or found.state is ExportState.DONE:
            return False
        if not found.state.is_over:
            return True
        if work.data_exports.running(found.user_id) is not None:
            return False
        waiting = DataExport(id=found.id, user_id=found.user_id, asked_at=found.asked_at)
        work.data_exports.put(waiting)
        return True


@attrs.frozen(kw_only=True)
class AskForDataExport(Command[DataExport]):
    """Have all that is held about the actor written into one zip.

    One is written at a time: who asks again meanwhile is answered with that one.

    Attributes:
        most_a_day: how many anybody may ask for within 24 hours.

    Raises: RateLimited; Conflict, if another one ends at the same moment.
    """

    access = Access.PERSON
    most_a_day: int = EXPORTS_A_DAY

    def run(self, work: ExportWork) -> DataExport:
        """Answer the export, which waits or runs."""
        me = work.actor.person
        running = work.data_exports.running(me)
        if running is not None:
            return running
        self._check_pace(work, me)
        export = DataExport(id=DataExportId(work.new_id()), user_id=me, asked_at=work.now)
        if not work.data_exports.add(export):
            return self._begun_meanwhile(work, me)
        work.enqueue(ExportData(export_id=export.id))
        return export

    @staticmethod
    def _begun_meanwhile(work: ExportWork, me: UserId) -> DataExport:
        found = work.data_exports.running(me)
        if found is None:
            raise Conflict("Another export has just ended; ask again.")
        return found

    def _check_pace(self, work: ExportWork, me: UserId) -> None:
        lately = work.data_exports.asked_since(me, work.now - _DAY)
        if len(lately) >= self.most_a_day:
            free_at = lately[-self.most_a_day] + _DAY if self.most_a_day else work.now + _DAY
            detail = f"At most {self.most_a_day} exports may be asked for within 24 hours."
            raise RateLimited((free_at - work.now).total_seconds(), detail)


@attrs.frozen(kw_only=True)
class GetDataExport(Query[DataExport]):
    """Look at one's own export. Raises: NotFound."""

    access = Access.PERSON
    export_id: DataExportId

    def run(self, work: ExportWork) -> DataExport:
        """Answer it."""
        found = work.data_exports.find(self.export_id)
        if found is None or found.user_id != work.actor.person or _is_expired(found, work):
            raise NotFound("export", self.export_id)
        return found


@attrs.frozen(kw_only=True)
class ListDataExports(Query[Page[DataExport]]):
    """List one's own exports, the latest first. Raises: Invalid."""

    access = Access.PERSON
    page: PageRequest = PageRequest()

    def run(self, work: ExportWork) -> Page[DataExport]:
        """Answer a page of them."""
        return work.data_exports.page(work.actor.person, self.page)


@attrs.frozen(kw_only=True)
class FetchDataExport(Query[DataExport]):
    """Find the export that a zip belongs to, for somebody who wants to read it now.

    Raises: NotFound, if it is not theirs, or is no more.
    """

    access = Access.SYSTEM
    blob: BlobKey
    reader: UserId | None

    def run(self, work: ExportWork) -> DataExport:
        """Answer it."""
        export_id = export_of(self.blob)
        found = None if export_id is None else work.data_exports.find(export_id)
        if found is None or found.blob != self.blob or found.user_id != self.reader:
            raise NotFound("export")
        if _is_expired(found, work):
            raise NotFound("export")
        return found


@attrs.frozen(kw_only=True)
class ForgetDataExports(Command[int]):
    """Forget exports whose time is over, up to a hundred, and let their zips go."""

    access = Access.SYSTEM
    patience = NOBODY_WAITS
    one_waits = True

    def run(self, work: ExportWork) -> int:
        """Answer how many they were."""
        count = forget_exports(work, work.now, _BATCH)
        if count == _BATCH:
            work.enqueue(ForgetDataExports())
        return count


class _NotingWork(ExportWork, IdentityWork, Protocol):
    """Exports, and accounts."""


@attrs.frozen(kw_only=True)
class NoteDataExport(Checked, Command[UserId]):
    """Write down that an operator takes somebody's data away, found by user name or address.

    Raises: NotFound, Invalid.
    """

    access = Access.SYSTEM
    username: str = ruled(LOGIN)

    def run(self, work: _NotingWork) -> UserId:
        """Answer whose data it is."""
        found = work.users.named(self.username)
        if found is None:
            raise NotFound("user", self.username)
        by = work.actor.user_id
        work.export_audit.note(work.new_id(), at=work.now, by=by, user_id=found.id)
        return found.id


def _is_expired(export: DataExport, work: ExportWork) -> bool:
    """Whether its time is over, though it is not forgotten yet."""
    return export.expires_at is not None and export.expires_at <= work.now
