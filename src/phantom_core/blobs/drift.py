"""How a blob store and the rows of the domain may differ, and what a look at both has found."""

from datetime import datetime
from enum import Enum
from typing import Final, Self

import attrs

from phantom_core.blobs.uses import BlobUse
from phantom_core.kernel.quantities import ByteCount

__all__ = ["EXAMPLES", "Drift", "DriftReport", "Finding", "Found", "PrefixCount", "Severity"]

EXAMPLES: Final = 100
"""How many findings of each kind a report names; it counts them all."""


class Severity(Enum):
    """What a finding asks for."""

    EXPLAINED = "explained"
    """Nothing: it is as it should be, or goes by itself."""

    CLEARABLE = "clearable"
    """A sweep that acts."""

    LOSS = "loss"
    """People: something that is wanted is not there."""


class Drift(Enum):
    """What may be found.

    Attributes:
        severity: what it asks for.
        meaning: what it is, for people.
    """

    severity: Severity
    meaning: str

    def __new__(cls, value: str, severity: Severity, meaning: str) -> Self:
        """A member by its value alone."""
        member = object.__new__(cls)
        member._value_, member.severity, member.meaning = value, severity, meaning
        return member

    MISSING = "missing", Severity.LOSS, "The ledger keeps it, and the store does not have it."
    UNKEPT = "unkept", Severity.LOSS, "A row names it, and the ledger does not keep it."
    STRAY = "stray", Severity.CLEARABLE, "It has neither line nor row, and is older than the grace."
    OPEN_UPLOAD = "openUpload", Severity.CLEARABLE, "Parts were begun, and nobody sends any more."
    LEFTOVER = "leftover", Severity.CLEARABLE, "A put or a deletion broke off, and left it behind."
    YOUNG = (
        "young",
        Severity.EXPLAINED,
        "It has neither line nor row, and is too young to tell.",
    )
    EXPECTED = "expected", Severity.EXPLAINED, "It may still come."
    FORSAKEN = "forsaken", Severity.EXPLAINED, "It was expected in vain; workers delete it soon."
    DOOMED = "doomed", Severity.EXPLAINED, "It was deleted; workers take the object away soon."
    QUARANTINED = "quarantined", Severity.EXPLAINED, "It was a stray, and is deleted in the end."
    UNUSED = "unused", Severity.EXPLAINED, "The ledger keeps it, and no row names it."
    FOREIGN = "foreign", Severity.EXPLAINED, "It is no blob, and not ours; it is never touched."


@attrs.frozen(kw_only=True)
class Finding:
    """One thing that was found.

    Attributes:
        name: the blob's key, or the name of what is no blob.
        size: how many bytes the store has of it; `None` if it has none.
        at: when it was last written, or, of a line with a time, when that is.
        uses: the rows that name it, where that matters.
    """

    kind: Drift
    name: str
    size: ByteCount | None = None
    at: datetime | None = None
    uses: tuple[BlobUse, ...] = ()

    @property
    def prefix(self) -> str:
        """The first segment of its name; none, if it has but one."""
        first, slash, _ = self.name.partition("/")
        return first if slash else ""


@attrs.frozen(kw_only=True)
class PrefixCount:
    """How much of one kind there is below one first segment.

    Attributes:
        size: bytes.
        oldest_at, newest_at: the earliest and the latest time among them; see `Finding`.
    """

    prefix: str
    count: int
    size: ByteCount
    oldest_at: datetime | None = None
    newest_at: datetime | None = None


@attrs.frozen(kw_only=True)
class Found:
    """All findings of one kind: counted by prefix, and the first of them.

    Attributes:
        examples: the first `EXAMPLES`, in the order of their names.
    """

    kind: Drift
    prefixes: tuple[PrefixCount, ...]
    examples: tuple[Finding, ...]

    @property
    def count(self) -> int:
        """How many there are."""
        return sum(each.count for each in self.prefixes)

    @property
    def size(self) -> ByteCount:
        """How many bytes they have together."""
        return ByteCount(sum(each.size for each in self.prefixes))


@attrs.frozen(kw_only=True)
class DriftReport:
    """What a look at store, ledger and rows has found.

    Attributes:
        at: when it began, by the clock of the ledger.
        put_before: what was put before this, by the clock of the store, is older than the grace.
        objects: how many blobs the store has.
        size: how many bytes they have together.
        kept: how many lines say that a blob is kept; of those the store has all but the missing.
        found: what else there is, by kind; kinds of which nothing was found are left out.
    """

    at: datetime
    put_before: datetime
    objects: int
    size: ByteCount
    kept: int
    found: tuple[Found, ...] = ()

    def of(self, kind: Drift) -> Found:
        """What was found of one kind."""
        nothing = Found(kind=kind, prefixes=(), examples=())
        return next((each for each in self.found if each.kind is kind), nothing)

    @property
    def severity(self) -> Severity:
        """What the worst finding asks for."""
        seen = {each.kind.severity for each in self.found}
        for severity in (Severity.LOSS, Severity.CLEARABLE):
            if severity in seen:
                return severity
        return Severity.EXPLAINED
