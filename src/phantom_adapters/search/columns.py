"""Traits of many people in columns of numbers, so that a filter asks them all at once."""

from collections.abc import Hashable, Sequence
from datetime import date
from typing import Final, Generic, NamedTuple, TypeVar

import attrs
import numpy as np
import numpy.typing as npt

from phantom_adapters.search.ages import born_between
from phantom_core.matching.profile import ADULT, Traits, age

__all__ = ["Admission", "TraitCodes", "TraitColumns"]

_Mask = npt.NDArray[np.bool_]
_Codes = npt.NDArray[np.uint32]
_Places = npt.NDArray[np.int64]

_UNKNOWN: Final = 0
_OPEN: Final = 255
K = TypeVar("K", bound=Hashable)


class TraitColumns(NamedTuple):
    """Traits, a row for each person.

    Attributes:
        kinds: (people,) codes of a gender and the genders wished for.
        youngest: (people,) the lowest age wished for, in years.
        oldest: (people,) the highest age wished for; 255 where any is.
        births: (people,) days of birth, counted from the year 1; 0 where it is not told.
        regions: (people,) codes of regions; 0 for none.
        sought: (people,) codes of the regions wished for; 0 for any.
    """

    kinds: _Codes
    youngest: npt.NDArray[np.uint8]
    oldest: npt.NDArray[np.uint8]
    births: npt.NDArray[np.int32]
    regions: _Codes
    sought: _Codes

    def take(self, rows: npt.NDArray[np.int64]) -> "TraitColumns":
        """Some of the rows."""
        return TraitColumns(
            self.kinds[rows],
            self.youngest[rows],
            self.oldest[rows],
            self.births[rows],
            self.regions[rows],
            self.sought[rows],
        )

    @staticmethod
    def joined(parts: "Sequence[TraitColumns]") -> "TraitColumns":
        """The rows of several, one after the other."""
        return TraitColumns(*map(np.concatenate, zip(*parts, strict=True)))


class _Table(Generic[K]):
    """Values with their codes, in the order in which they were first seen."""

    def __init__(self, first: K) -> None:
        self.values = [first]
        self.codes = {first: 0}

    def code(self, value: K) -> int:
        """The code of a value."""
        found = self.codes.get(value)
        if found is None:
            # The value first: whoever reads beside this finds no code without one.
            self.values.append(value)
            found = self.codes[value] = len(self.values) - 1
        return found


@attrs.frozen
class Admission:
    """Says who suits somebody, and whom that one suits, by their rows.

    Attributes:
        kinds: whether each kind does.
        age: the seeker's own in years; `None` where it is not told.
        born: the first and the last day of birth that does.
        untold: whether those do who do not tell when they were born.
        regions: whether each region does; `None` where all do.
        sought: whether each wish for regions does; `None` where all do.
    """

    kinds: _Mask
    age: int | None
    born: tuple[int, int]
    untold: bool
    regions: _Mask | None
    sought: _Mask | None

    def passing(self, columns: TraitColumns, slots: _Codes) -> _Places:
        """The places, among some slots, of those who pass; most are told apart by their age."""
        births = columns.births[slots]
        fitting = (births >= self.born[0]) & (births <= self.born[1])
        if self.untold:
            fitting |= births == _UNKNOWN
        places = np.flatnonzero(fitting)
        for fits in (self._kinds_fit, self._ages_fit, self._regions_fit):
            places = places[np.flatnonzero(fits(columns, slots[places]))]
        return places

    def _kinds_fit(self, columns: TraitColumns, slots: _Codes) -> _Mask:
        return self.kinds[columns.kinds[slots]]

    def _ages_fit(self, columns: TraitColumns, slots: _Codes) -> _Mask:
        oldest = columns.oldest[slots]
        if self.age is None:
            fitting: _Mask = oldest == _OPEN
            return fitting
        return (columns.youngest[slots] <= self.age) & (oldest >= self.age)

    def _regions_fit(self, columns: TraitColumns, slots: _Codes) -> _Mask:
        fitting = np.ones(len(slots), np.bool_)
        if self.regions is not None:
            fitting &= self.regions[columns.regions[slots]]
        if self.sought is not None:
            fitting &= self.sought[columns.sought[slots]]
        return fitting


class TraitCodes:
    """Turns traits into rows, and a seeker into what passes rows."""

    def __init__(self) -> None:
        self._kinds: _Table[tuple[str | None, tuple[str, ...]]] = _Table((None, ()))
        self._regions: _Table[str | None] = _Table(None)
        self._sought: _Table[tuple[str, ...]] = _Table(())

    def columns(self, people: Sequence[Traits]) -> TraitColumns:
        """The rows of some people."""
        ages = [_limits(each.wishes.ages) for each in people]
        kinds = [self._kinds.code((each.gender, each.wishes.genders)) for each in people]
        return TraitColumns(
            np.array(kinds, np.uint32),
            np.array([lowest for lowest, _ in ages], np.uint8),
            np.array([highest for _, highest in ages], np.uint8),
            np.array([_day(each.birth_date) for each in people], np.int32),
            np.array([self._regions.code(each.region) for each in people], np.uint32),
            np.array([self._sought.code(each.wishes.regions) for each in people], np.uint32),
        )

    def admission(self, seeker: Traits, today: date) -> Admission | None:
        """Who suits somebody, and whom they suit: `policy.suits` without the roles.

        `None` where nobody does, as for one who is not of age.
        """
        years = None if seeker.birth_date is None else age(seeker.birth_date, today)
        if years is not None and years < ADULT:
            return None
        earliest, latest = born_between(seeker.wishes.ages, today)
        kinds = [_suit(kind, seeker) for kind in self._kinds.values]
        return Admission(
            np.array(kinds, np.bool_),
            None if years is None else min(years, _OPEN),
            (earliest.toordinal(), latest.toordinal()),
            seeker.wishes.ages is None,
            self._fitting_regions(seeker.wishes.regions),
            self._fitting_wishes(seeker.region),
        )

    def _fitting_regions(self, wished: tuple[str, ...]) -> _Mask | None:
        if not wished:
            return None
        codes = self._regions.codes
        fitting = np.zeros(len(self._regions.values), np.bool_)
        fitting[[0, *(codes[each] for each in wished if each in codes)]] = True
        return fitting

    def _fitting_wishes(self, region: str | None) -> _Mask | None:
        if region is None or len(self._sought.values) == 1:
            return None
        wishes = [not each or region in each for each in self._sought.values]
        return np.array(wishes, np.bool_)


def _limits(ages: tuple[int, int] | None) -> tuple[int, int]:
    lowest, highest = ages or (0, _OPEN)
    return min(lowest, _OPEN), min(highest, _OPEN)


def _day(born: date | None) -> int:
    return _UNKNOWN if born is None else born.toordinal()


def _suit(kind: tuple[str | None, tuple[str, ...]], seeker: Traits) -> bool:
    gender, wished = kind
    theirs = seeker.wishes.genders
    return (not theirs or gender in theirs) and (not wished or seeker.gender in wished)
