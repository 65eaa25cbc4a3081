"""Which days of birth belong to which ages."""

from datetime import date, timedelta
from typing import Final

from phantom_core.matching.profile import ADULT

__all__ = ["born_between"]

_OLDEST: Final = 1_000


def born_between(ages: tuple[int, int] | None, today: date) -> tuple[date, date]:
    """The first and the last day of birth of those who are of age, and of the wished ages."""
    youngest, oldest = ages or (ADULT, _OLDEST)
    latest = _last_birthday(today, max(youngest, ADULT))
    earliest = _last_birthday(today, oldest + 1)
    return (earliest if earliest == date.min else earliest + timedelta(days=1)), latest


def _last_birthday(today: date, years: int) -> date:
    """The last day on which one may be born to be so many years old."""
    if years >= today.year:
        return date.min
    try:
        return today.replace(year=today.year - years)
    except ValueError:
        return date(today.year - years, 2, 28)
