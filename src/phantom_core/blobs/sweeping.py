"""Values of a sweep: what it may do, what it has done, and what it refuses to do."""

from datetime import timedelta

import attrs

from phantom_core.blobs.drift import DriftReport
from phantom_core.kernel.errors import Conflict

__all__ = ["EmptyLedger", "SweepOutcome", "SweepRules", "TooManyStrays", "WrongStore"]


class EmptyLedger(Conflict):
    """The ledger keeps nothing while the store holds blobs: one of them is the wrong one."""

    rule = "empty-ledger"

    def __init__(self, objects: int) -> None:
        super().__init__(
            f"The ledger keeps no blob at all, and the store has {objects}: one of them is the "
            "wrong one, so nothing is taken for a stray."
        )


class WrongStore(Conflict):
    """Most of what the ledger keeps is not in the store."""

    rule = "wrong-store"

    def __init__(self, missing: int, kept: int) -> None:
        super().__init__(
            f"{missing} of {kept} kept blobs are not in the store: it may be the wrong one, or the "
            "wrong prefix, so nothing is taken for a stray."
        )


class TooManyStrays(Conflict):
    """Most of the store would be taken for strays."""

    rule = "too-many-strays"

    def __init__(self, strays: int, objects: int) -> None:
        super().__init__(
            f"{strays} of {objects} blobs in the store seem to be strays: the database may be the "
            "wrong one, or an old one, so none is quarantined."
        )


@attrs.frozen(kw_only=True)
class SweepRules:
    """What a sweep goes by.

    Attributes:
        grace: how old an object without line and row must be to count as a stray; longer than any
            upload and any URL lives, and than clocks of database and store differ.
        quarantine: how long a stray is left where it is before it is deleted.
    """

    grace: timedelta
    quarantine: timedelta


@attrs.frozen(kw_only=True)
class SweepOutcome:
    """What a sweep found, and what it did about it.

    Attributes:
        report: what there was before it acted.
        dry_run: whether it only looked.
        deleted: objects that were due to be deleted, and are gone.
        quarantined: strays that are in quarantine now.
        aborted: open uploads in parts that were given up.
        leftovers: what broken-off work had left, and is gone.
    """

    report: DriftReport
    dry_run: bool
    deleted: int = 0
    quarantined: int = 0
    aborted: int = 0
    leftovers: int = 0
