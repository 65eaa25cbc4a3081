"""What privacy needs of storage, beside what every context has."""

from collections.abc import Callable, Collection, Mapping, Sequence
from datetime import datetime
from typing import Any, Protocol

import attrs

from phantom_core.chat import ChatMessage
from phantom_core.kernel import Event, Id, Topic, UserId
from phantom_core.privacy.erasure import Erasure, ErasureId, Receipt

__all__ = ["Aged", "AgedRows", "Ageing", "Erasures", "PersonalRows", "Stretch"]


@attrs.frozen(kw_only=True)
class Stretch:
    """A stretch of a table that was looked through.

    Attributes:
        changed: how many rows are otherwise now.
        end: where the next one begins; empty, if this was the last.
    """

    changed: int
    end: str


@attrs.frozen(kw_only=True)
class Ageing:
    """Which rows age, and from when on.

    Attributes:
        table: their table, by its name in SQL.
        since: the column with the time from which on they do; where it has none, they do not.
        only: what other columns must be, one of each.
        spared: with what texts columns begin in rows that stay.
    """

    table: str
    since: str
    only: Mapping[str, tuple[Any, ...]] = attrs.field(factory=dict)
    spared: Mapping[str, tuple[str, ...]] = attrs.field(factory=dict)


@attrs.frozen(kw_only=True)
class Aged:
    """How many rows have aged, and since when the oldest has."""

    count: int
    oldest_at: datetime | None


class AgedRows(Protocol):
    """Rows as what they are: old."""

    def look(self, ageing: Ageing, before: datetime) -> Aged:
        """How many rows age since before a time."""

    def drop(self, ageing: Ageing, before: datetime, limit: int) -> int:
        """Delete up to `limit` of them, and say how many.

        Those go first that have aged for longest; of those that have for as long, by their keys.
        """


class Erasures(Protocol):
    """Erasures, and their receipts."""

    def add(self, erasure: Erasure) -> None:
        """Store a new one. Raises: Conflict, if its id is in use, or its user is erased already."""

    def get(self, erasure_id: ErasureId) -> Erasure:
        """Find one, and hold it. Raises: NotFound."""

    def of_user(self, user_id: UserId) -> Erasure | None:
        """That of a user; nothing is held."""

    def put(self, erasure: Erasure) -> None:
        """Store one's new state. Raises: NotFound."""

    def receipt(self, erasure_id: ErasureId, kind: str) -> Receipt | None:
        """What was done so far about a kind of data."""

    def keep_receipt(self, receipt: Receipt) -> None:
        """Store a receipt, in place of the one for its kind."""

    def receipts(self, erasure_id: ErasureId) -> Sequence[Receipt]:
        """All receipts of an erasure, by the time of the last thing done, then by kind."""


class PersonalRows(Protocol):
    """Rows as what they are: somebody's, or naming somebody.

    Tables and columns go by their names in SQL, as the inventory has them.
    """

    def count(self, table: str, columns: Collection[str], value: Id) -> int:
        """How many rows of a table have an id in any of some columns."""

    def ids(
        self, table: str, wanted: str, column: str, value: Id, *, after: str = "", limit: int
    ) -> Sequence[Id]:
        """The ids in a column of the rows that have an id in another, in their order.

        At the most `limit` of them, greater than `after`.
        """

    def drop(self, table: str, columns: Collection[str], value: Id, limit: int) -> int:
        """Delete up to `limit` such rows, and say how many."""

    def drop_events(self, topic: Topic, limit: int) -> int:
        """Delete up to `limit` events of a topic, the first first, and say how many.

        The topic's numbers go on where they stood.
        """

    def drop_jobs(self, marks: Collection[str], limit: int) -> int:
        """Delete up to `limit` jobs that do not run, in which any of some texts stands."""

    def spoil_answers(self, mark: str, limit: int) -> int:
        """Make up to `limit` answers under idempotency keys unreadable in which a text stands.

        The keys stay taken: what was done is not done again.
        """

    def reword_events(
        self, mark: str, reword: Callable[[Event], Event], after: str, limit: int
    ) -> Stretch:
        """Change what is told, in up to `limit` events that come next, where a text stands in it.

        An event that this version cannot read is emptied.
        """

    def reword_messages(
        self, mark: str, reword: Callable[[ChatMessage], ChatMessage], after: str, limit: int
    ) -> Stretch:
        """Change what is said, in up to `limit` messages that come next that name an id."""
