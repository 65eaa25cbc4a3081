"""Reading what is held about a person."""

from collections.abc import Sequence

import attrs

from phantom_core.kernel import Access, Query, UserId
from phantom_core.privacy.handing_out import handed_out, ids_in
from phantom_core.privacy.record import PersonalRecord, Place
from phantom_core.privacy.record_kinds import RecordKind
from phantom_core.privacy.record_ports import RecordsWork

__all__ = ["ReadRecords"]


@attrs.frozen(kw_only=True)
class ReadRecords(Query[Sequence[PersonalRecord]]):
    """Read some of what is held about a person, as it is handed to them.

    Others stand there by their ids alone, but in `PEOPLE`. Where one of them and the person are
    not there for each other, because either has blocked the other, there is `None` in place of
    the id; but whom the person has blocked is theirs to know.

    Attributes:
        after: the place of the last record that was read; `None` at the beginning.
        limit: how many at the most.
    """

    access = Access.SYSTEM
    kind: RecordKind
    user_id: UserId
    after: Place | None = None
    limit: int = 500

    def run(self, work: RecordsWork) -> Sequence[PersonalRecord]:
        """Answer them, in the order of their places."""
        records = work.personal_records
        page = records.page(self.kind, self.user_id, after=self.after, limit=self.limit)
        named = {each for record in page for each in ids_in(self.kind, record)}
        own = self.kind is RecordKind.BLOCKED
        apart = () if own else records.apart(self.user_id, named - {self.user_id})
        return [handed_out(self.kind, record, apart=apart) for record in page]
