"""A sweep that somebody in office has asked for, and what came of it."""

from datetime import datetime
from typing import Final, NewType

import attrs

from phantom_core.blobs.sweeping import SweepOutcome
from phantom_core.kernel.actor import UserId
from phantom_core.kernel.ids import Id
from phantom_core.kernel.paging import Cursor, PageRequest, cursor_after, identifier_in, position

__all__ = ["SweepRun", "SweepRunId", "run_before", "run_cursor"]

SweepRunId = NewType("SweepRunId", Id)
"""The id of a sweep that was asked for."""

_RUNS: Final = "sweeps"


@attrs.frozen(kw_only=True)
class SweepRun:
    """A sweep, from the moment it was asked for.

    Attributes:
        dry_run: whether it only looks.
        ended_at: when it was over; `None` while it waits or runs.
        outcome: what came of it, unless it was refused.
        refusal: why it did not act, as a sentence.
    """

    id: SweepRunId
    asked_by: UserId
    asked_at: datetime
    dry_run: bool
    ended_at: datetime | None = None
    outcome: SweepOutcome | None = None
    refusal: str | None = None


def run_cursor(run: SweepRun) -> Cursor:
    """The place after a sweep in the list of them, the latest first."""
    return cursor_after(_RUNS, run.id)


def run_before(page: PageRequest) -> Id | None:
    """The id before which a page's ids are; `None` for the first page. Raises: Invalid."""
    keys = position(page, _RUNS, str)
    return None if keys is None else identifier_in(keys[0])
