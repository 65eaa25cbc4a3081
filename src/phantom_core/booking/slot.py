"""When a booking is: instants, and the time zone that people meant.

An instant is what counts. The zone is kept to show the time as it was agreed on: should a country
move its clocks otherwise one day, what is agreed stays at its instant.
"""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta, tzinfo
from typing import Final

import attrs

from phantom_core.kernel import Fault, Invalid, to_millisecond

__all__ = ["LONGEST", "Slot", "in_utc"]

LONGEST: Final = timedelta(days=366)
"""The longest time for which somebody is booked at once."""


@attrs.frozen(kw_only=True)
class Slot:
    """A stretch of time, its end not included.

    Attributes:
        start_time: in UTC, to the millisecond.
        end_time: as that; later.
        time_zone: the IANA name of the zone that people meant: `Europe/Berlin`.
    """

    start_time: datetime
    end_time: datetime
    time_zone: str = "UTC"

    def __attrs_post_init__(self) -> None:
        """Have it go forwards, and not for ever. Raises: Invalid."""
        faults = [Fault("end_time", message) for message in self._faults()]
        if faults:
            raise Invalid(*faults)

    def _faults(self) -> Iterator[str]:
        if self.end_time <= self.start_time:
            yield "must be later than the start"
        elif self.end_time - self.start_time > LONGEST:
            yield f"must be at most {LONGEST.days} days later than the start"

    def overlaps(self, other: "Slot") -> bool:
        """Whether they have some time in common; where one begins as the other ends, they do not.

        It is symmetric, and every slot overlaps itself.
        """
        return self.start_time < other.end_time and other.start_time < self.end_time


def in_utc(path: str, moment: datetime, zone: tzinfo | None) -> datetime:
    """A moment as an instant; one without an offset is what clocks show in a zone.

    Args:
        path: what the moment is called.
        moment: as somebody has said it.
        zone: where they look at the clock, if they have said so.

    Raises: Invalid, for a time that clocks never show there, or show twice, because they are put
        forward or back then (PEP 495 tells the two apart); for one that has neither offset nor
        zone; for one that is too near to the end of all time.
    """
    if moment.tzinfo is None:
        moment = _on_the_clock(path, moment, zone)
    try:
        return to_millisecond(moment.astimezone(UTC))
    except OverflowError:
        raise Invalid(Fault(path, "must be a time that can be told in UTC")) from None


def _on_the_clock(path: str, local: datetime, zone: tzinfo | None) -> datetime:
    if zone is None:
        message = "must say its offset, as in 2026-01-31T12:00:00Z, or come with its time zone"
        raise Invalid(Fault(path, message))
    early, late = (local.replace(tzinfo=zone, fold=fold) for fold in (0, 1))
    before, after = early.utcoffset(), late.utcoffset()
    if before == after:
        return early
    if before is not None and after is not None and before > after:
        message = f"is shown twice by clocks in {zone}, which are put back then; say its offset"
    else:
        message = f"is never shown by clocks in {zone}, which are put forward then"
    raise Invalid(Fault(path, message))
