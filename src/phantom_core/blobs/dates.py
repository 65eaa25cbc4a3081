"""Dates as HTTP writes them (RFC 9110, 5.6.7)."""

import re
from datetime import UTC, datetime
from functools import lru_cache
from typing import Final

__all__ = ["http_date", "parse_http_date"]

_DAYS: Final = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
_MONTHS: Final = (
    "Jan",
    "Feb",
    "Mar",
    "Apr",
    "May",
    "Jun",
    "Jul",
    "Aug",
    "Sep",
    "Oct",
    "Nov",
    "Dec",
)
_DAY: Final = "|".join(_DAYS)
_LONG_DAY: Final = "Monday|Tuesday|Wednesday|Thursday|Friday|Saturday|Sunday"
_MONTH: Final = rf"(?P<month>{'|'.join(_MONTHS)})"
_TIME: Final = r"(?P<hour>[0-9]{2}):(?P<minute>[0-9]{2}):(?P<second>[0-9]{2})"
_FORMS: Final = (
    re.compile(rf"(?:{_DAY}), (?P<day>[0-9]{{2}}) {_MONTH} (?P<year>[0-9]{{4}}) {_TIME} GMT"),
    re.compile(rf"(?:{_LONG_DAY}), (?P<day>[0-9]{{2}})-{_MONTH}-(?P<year>[0-9]{{2}}) {_TIME} GMT"),
    re.compile(rf"(?:{_DAY}) {_MONTH} (?P<day>[0-9]{{2}}| [0-9]) {_TIME} (?P<year>[0-9]{{4}})"),
)


@lru_cache(maxsize=4096)
def http_date(moment: datetime) -> str:
    """Write an aware UTC instant in the preferred form: `Sun, 06 Nov 1994 08:49:37 GMT`.

    It is remembered: each piece of a recording that a player asks for tells the same date.
    """
    day, month = _DAYS[moment.weekday()], _MONTHS[moment.month - 1]
    return f"{day}, {moment:%d} {month} {moment.year:04} {moment:%H:%M:%S} GMT"


def parse_http_date(text: str, *, now: datetime) -> datetime | None:
    """Read a date in any of the three forms, or None when it is none.

    `now` places the two-digit years of the oldest form: one that seems more than 50 years
    ahead is taken for the past. A leap second is read as the second before it.
    """
    match = next((match for form in _FORMS if (match := form.fullmatch(text.strip()))), None)
    if match is None:
        return None
    year = _year(match["year"], now.year)
    month = _MONTHS.index(match["month"]) + 1
    hour, minute, second = (int(match[part]) for part in ("hour", "minute", "second"))
    try:
        return datetime(year, month, int(match["day"]), hour, minute, min(second, 59), tzinfo=UTC)
    except ValueError:
        return None


def _year(digits: str, this_year: int) -> int:
    if len(digits) != len("94"):
        return int(digits)
    year = this_year - this_year % 100 + int(digits)
    return year - 100 if year > this_year + 50 else year
