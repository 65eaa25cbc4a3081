"""What is common and what is rare among all who take part, counted now and then.

Rarity is the inverse document frequency of K. Sparck Jones (1972) with one added on both sides.
The counts may be somewhat old: with those over a random half of real listeners, .233 of their
friends were found among the first 20, and .239 with all. So a job counts anew, and every score
names the version it was made with.
"""

import math
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cached_property, lru_cache
from typing import Final

import attrs

from phantom_core.kernel import Id
from phantom_core.matching.profile import TasteProfile

__all__ = [
    "SMALLEST_WORLD",
    "TasteCount",
    "TasteStatistics",
    "count_tastes",
    "floor_for",
    "shares",
]

SMALLEST_WORLD: Final = 50
"""With fewer people, rarity is told as among so many: what all of ten like is not common yet."""

_PRIOR: Final = 10
_UNIT: Final = 1 << 40
_LEAST: Final = 1e-6
_HIGHEST_FLOOR: Final = 5
_LOWEST_FLOOR: Final = 2
_PEOPLE_PER_FLOOR: Final = 1000


@attrs.frozen(kw_only=True)
class TasteStatistics:
    """What the scorer knows of everybody together; of numbers and ids only.

    Attributes:
        version: which count this is, from 1; 0 is the one of nobody.
        people: how many profiles were counted.
        floor: an artist or genre that fewer people have is in no score and no reason.
        artists: how many people have each artist, where they are at least `floor`.
        genre_people: how many people have each genre, where they are at least `floor`.
        genres: mean square root of each genre's share, drawn towards 0 among few people.
        tags: how many people have each tag, where they are at least `floor`: what one person alone
            says of themself is not kept here.
        roles: how many people have each role, likewise.
        sound: mean of each number of the embeddings, drawn towards 0 among few recordings.
        spread: their standard deviations, drawn towards 1.
    """

    version: int = 0
    people: int = 0
    floor: int = _LOWEST_FLOOR
    artists: Mapping[Id, int] = attrs.field(factory=dict)
    genre_people: Mapping[Id, int] = attrs.field(factory=dict)
    genres: Mapping[Id, float] = attrs.field(factory=dict)
    tags: Mapping[str, int] = attrs.field(factory=dict)
    roles: Mapping[str, int] = attrs.field(factory=dict)
    sound: tuple[float, ...] = ()
    spread: tuple[float, ...] = ()

    @cached_property
    def genre_square(self) -> float:
        """The squared length of `genres`."""
        return math.fsum(mean * mean for mean in self.genres.values())

    @cached_property
    def world(self) -> int:
        """Among how many people rarity is told; what so many have tells nothing."""
        return max(self.people, SMALLEST_WORLD)

    def rarity(self, having: int) -> float:
        """How much it tells that somebody has what so many have; 0 for what all have."""
        return _rarity(having, self.world)

    def outdated(self, people: int) -> bool:
        """Whether a tenth or more have come or gone since, so that it is time to count anew."""
        return abs(people - self.people) * 10 >= max(self.people, 1)


@lru_cache(maxsize=1 << 16)
def _rarity(having: int, world: int) -> float:
    return max(0.0, math.log((world + 1) / (having + 1)))


def floor_for(people: int) -> int:
    """How many must have an artist for it to count: 2 up to 2,000 people, 5 from 4,001 on.

    Among few people most artists have few listeners, and nothing would be left; among many a
    floor of 5 costs nothing and keeps what only a handful has from being read off the scores.
    """
    return min(_HIGHEST_FLOOR, max(_LOWEST_FLOOR, math.ceil(people / _PEOPLE_PER_FLOOR)))


def count_tastes(
    profiles: Iterable[TasteProfile], version: int, floor: int | None = None
) -> TasteStatistics:
    """Count over all profiles; in whatever order they come.

    Args:
        floor: how many must have an artist or genre for it to count; by default `floor_for`.
    """
    count = TasteCount()
    for profile in profiles:
        count.add(profile)
    return count.total(version, floor)


def shares(weights: Sequence[tuple[Id, float]]) -> Iterator[tuple[Id, float]]:
    """Weights as parts of their sum."""
    highest = max((weight for _, weight in weights), default=1.0)
    parts = [(item, weight / highest) for item, weight in weights]
    whole = math.fsum(part for _, part in parts)
    return ((item, part / whole) for item, part in parts)


class TasteCount:
    """A count under way; sums are kept as integers, which no order of adding changes."""

    def __init__(self) -> None:
        self._people = 0
        self._listeners = 0
        self._artists: Counter[Id] = Counter()
        self._tags: Counter[str] = Counter()
        self._roles: Counter[str] = Counter()
        self._genre_people: Counter[Id] = Counter()
        self._genre_roots: Counter[Id] = Counter()
        self._sounds: dict[int, _Moments] = {}

    def add(self, profile: TasteProfile) -> None:
        """Count somebody in."""
        self._people += 1
        self._artists.update(artist for artist, _ in profile.artists)
        self._tags.update(profile.tags)
        self._roles.update(profile.roles)
        self._listeners += bool(profile.genres)
        for genre, share in shares(profile.genres):
            self._genre_people[genre] += 1
            self._genre_roots[genre] += round(math.sqrt(share) * _UNIT)
        if length := len(profile.sound):
            self._sounds.setdefault(length, _Moments(length)).add(profile.sound)

    def total(self, version: int, floor: int | None = None) -> TasteStatistics:
        """The statistics of all who were counted in; as `count_tastes`."""
        least = floor_for(self._people) if floor is None else floor
        genres = {key: having for key, having in self._genre_people.items() if having >= least}
        whole = _UNIT * (self._listeners + _PRIOR)
        moments = max(self._sounds.values(), key=_Moments.importance, default=_Moments(0))
        sound, spread = moments.shrunk()
        return TasteStatistics(
            version=version,
            people=self._people,
            floor=least,
            artists={key: having for key, having in self._artists.items() if having >= least},
            genre_people=genres,
            genres={genre: self._genre_roots[genre] / whole for genre in genres},
            tags={word: having for word, having in self._tags.items() if having >= least},
            roles={word: having for word, having in self._roles.items() if having >= least},
            sound=sound,
            spread=spread,
        )


class _Moments:
    """Sums and sums of squares of embeddings of one length."""

    def __init__(self, length: int) -> None:
        self._people = 0
        self._sums = [0] * length
        self._squares = [0] * length

    def importance(self) -> tuple[int, int]:
        return self._people, len(self._sums)

    def add(self, sound: tuple[float, ...]) -> None:
        self._people += 1
        for place, number in enumerate(sound):
            self._sums[place] += round(number * _UNIT)
            self._squares[place] += round(number * number * _UNIT)

    def shrunk(self) -> tuple[tuple[float, ...], tuple[float, ...]]:
        """Means and deviations, as if so many more had a mean of 0 and a deviation of 1."""
        whole = _UNIT * (self._people + _PRIOR)
        means = tuple(each / whole for each in self._sums)
        squares = (each / whole + _PRIOR * _UNIT / whole for each in self._squares)
        pairs = zip(squares, means, strict=True)
        return means, tuple(math.sqrt(max(square - mean * mean, _LEAST)) for square, mean in pairs)
