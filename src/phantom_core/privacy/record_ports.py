"""Where what is held about a person is read, whatever context holds it."""

from collections.abc import Collection, Sequence
from typing import Protocol

from phantom_core.kernel import UserId, Work
from phantom_core.privacy.record import HeldRecord, Place
from phantom_core.privacy.record_kinds import RecordKind

__all__ = ["PersonalRecords", "RecordsWork"]


class PersonalRecords(Protocol):
    """The records of all contexts, by whose they are. Nothing is held."""

    def page(
        self, kind: RecordKind, user_id: UserId, *, after: Place | None, limit: int
    ) -> Sequence[HeldRecord]:
        """Up to `limit` of somebody's records of a kind, in the order of their places.

        - Only those whose places come after `after`, which need not be there any more. A place is
          what the kind's `Shape` names as its key, and is compared by code point.
        - Their fields are those that the `Shape` names.
        - `MESSAGES` are those that somebody has sent, and none that Phantom wrote about them.
        - `PEOPLE` are those active ones who share a chat with somebody that is no room's, and who
          are not apart from them.
        """

    def apart(self, user_id: UserId, among: Collection[UserId]) -> Collection[UserId]:
        """Those of some people who are not there for somebody: either has blocked the other."""


class RecordsWork(Work, Protocol):
    """The unit of work of whoever reads them."""

    personal_records: PersonalRecords
