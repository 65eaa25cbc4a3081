"""Reading when somebody wants a booking to be."""

from datetime import datetime, tzinfo

from phantom_core.booking.ports import TimeZones
from phantom_core.booking.slot import Slot, in_utc
from phantom_core.kernel import Fault, Invalid

_UTC = "UTC"


def slot_of(
    zones: TimeZones, start: datetime | None, end: datetime | None, time_zone: str | None
) -> Slot | None:
    """The time that is said; `None` if none is.

    Raises: Invalid, naming each of the three that is missing, not to be understood, or no zone.
    """
    zone = _zone(zones, time_zone)
    if start is None and end is None:
        return None
    faults: list[Fault] = []
    begin = _instant("start_time", start, zone, faults)
    finish = _instant("end_time", end, zone, faults)
    if begin is None or finish is None:
        raise Invalid(*faults)
    return Slot(start_time=begin, end_time=finish, time_zone=time_zone or _UTC)


def _zone(zones: TimeZones, name: str | None) -> tzinfo | None:
    if name is None:
        return None
    zone = zones.find(name)
    if zone is None:
        message = "must be the IANA name of a time zone, such as Europe/Berlin"
        raise Invalid(Fault("time_zone", message))
    return zone


def _instant(
    path: str, moment: datetime | None, zone: tzinfo | None, faults: list[Fault]
) -> datetime | None:
    if moment is None:
        faults.append(Fault(path, "is required where the other end of the time is said"))
        return None
    try:
        return in_utc(path, moment, zone)
    except Invalid as error:
        faults.extend(error.faults)
        return None
