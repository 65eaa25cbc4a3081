"""How well two people suit each other by taste, and how well for both.

The similarity S adds up what they share; every term of it belongs to something that can be named:

- artists: trust x overlap of the rarity-weighted shares;
- genre and sound, as a background that fades as artists are trusted: the mean of those that both
  have, of centred cosines, nothing where they point apart;
- tags and roles that both have, and roles that one has and the other looks for.

The reciprocal score R is the harmonic mean of how good each is for the other beside the best that
other can get (after L. Pizzato et al., RECON, RecSys 2010). R is 1 where both are as good for each
other as the mean of what each could have best.
"""

import math
from collections.abc import Iterable, Iterator, Mapping
from enum import Enum
from heapq import nlargest
from typing import Any, Final, NamedTuple

import attrs

from phantom_core.kernel import UserId
from phantom_core.matching.profile import TasteProfile
from phantom_core.matching.statistics import TasteStatistics
from phantom_core.matching.taste import GenreLeaning, Taste, read_taste
from phantom_core.matching.weights import FORMULA_VERSION, WEIGHTS, Weights

__all__ = ["Facet", "Part", "Scorer", "Similarity"]

_FEWEST_REACHED: Final = 3


class Facet(Enum):
    """What two people may have in common."""

    ARTISTS = "artists"
    GENRES = "genres"
    SOUND = "sound"
    TAGS = "tags"
    ROLES = "roles"
    SOUGHT = "sought"


class Part(NamedTuple):
    """One term of a similarity.

    Attributes:
        item: the artist, genre, tag or role; None for what has no name to tell.
        value: what it adds; below 0 only where genres differ and others are alike.
        wisher: whose wish it meets; nobody else may learn of it.
    """

    facet: Facet
    item: str | None
    value: float
    wisher: UserId | None = None


@attrs.frozen(kw_only=True)
class Similarity:
    """How alike two people are, and what makes them so.

    Attributes:
        score: S, at least 0; the sum of the parts.
        formula_version: the formula it was made with.
        statistics_version: the counts it was made with.
    """

    score: float
    parts: tuple[Part, ...]
    formula_version: int = FORMULA_VERSION
    statistics_version: int


@attrs.frozen
class Scorer:
    """The formula under some statistics."""

    statistics: TasteStatistics
    weights: Weights = WEIGHTS

    def taste(self, profile: TasteProfile) -> Taste:
        """A profile made ready; worth keeping where it is compared with many."""
        return read_taste(profile, self.statistics, self.weights)

    def similarity(self, a: TasteProfile | Taste, b: TasteProfile | Taste) -> Similarity:
        """S with its parts; the same for both sides."""
        parts = tuple(self._parts(self._ready(a), self._ready(b)))
        return Similarity(
            score=_sum(parts), parts=parts, statistics_version=self.statistics.version
        )

    def score(self, a: TasteProfile | Taste, b: TasteProfile | Taste) -> float:
        """S alone."""
        return _sum(self._parts(self._ready(a), self._ready(b)))

    def reach(self, scores: Iterable[float]) -> float:
        """How good a match somebody can get: the mean of their best, r.

        Args:
            scores: S with everybody who suits them, or at least with the best of these.
        """
        few = math.ceil(self.statistics.people * self.weights.reach_share)
        counted = min(self.weights.reach, max(_FEWEST_REACHED, few))
        best = nlargest(counted, scores)
        mean = math.fsum(best) / len(best) if best else 0.0
        return max(self.weights.lowest_reach, mean)

    def reciprocal(
        self,
        score: float,
        reach_a: float,
        reach_b: float,
        liking_ab: float = 1.0,
        liking_ba: float = 1.0,
    ) -> float:
        """R: the harmonic mean of how good each is for the other.

        Args:
            score: S of the two.
            reach_a: what a can get, by `reach`.
            liking_ab: how far b is what a wishes for, above 0 and at most 1; see `policy.liking`.
        """
        return 2 * score / (reach_a / liking_ab + reach_b / liking_ba)

    def _ready(self, one: TasteProfile | Taste) -> Taste:
        return one if isinstance(one, Taste) else self.taste(one)

    def _parts(self, a: Taste, b: Taste) -> Iterator[Part]:
        weights = self.weights
        trust = a.artist_trust * b.artist_trust
        if trust:
            yield from _overlap(Facet.ARTISTS, trust, a.artists, b.artists)
        yield from self._background(a, b, weights.background * (1 - weights.fading * trust))
        if a.tags and b.tags:
            yield from _overlap(
                Facet.TAGS, weights.tags * (a.tag_trust * b.tag_trust), a.tags, b.tags
            )
        if a.roles and b.roles:
            yield from _overlap(Facet.ROLES, weights.roles, a.roles, b.roles)
        yield from self._sought(a, b)

    def _background(self, a: Taste, b: Taste, whole: float) -> Iterator[Part]:
        genres, sounds = a.genres and b.genres, a.sound and b.sound
        weight = whole / 2 if genres and sounds else whole
        if a.genres and b.genres:
            yield from self._genres(a.genres, b.genres, weight)
        if sounds:
            cosine = math.fsum(map(float.__mul__, a.sound, b.sound))
            if cosine > 0:
                yield Part(Facet.SOUND, None, weight * cosine)

    def _genres(self, a: GenreLeaning, b: GenreLeaning, weight: float) -> Iterator[Part]:
        scale = a.inverse_length * b.inverse_length
        mean = a.mean_product * b.inverse_length + b.mean_product * a.inverse_length
        shared = [root * b.roots[genre] for genre, root in a.roots.items() if genre in b.roots]
        cosine = math.fsum(shared) - mean + self.statistics.genre_square * scale
        if cosine <= 0:
            return
        both = {
            genre: place * b.above[genre] for genre, place in a.above.items() if genre in b.above
        }
        for genre, value in both.items():
            yield Part(Facet.GENRES, genre, weight * value)
        yield Part(Facet.GENRES, None, weight * (cosine - math.fsum(both.values())))

    def _sought(self, a: Taste, b: Taste) -> Iterator[Part]:
        wishing = bool(a.sought) + bool(b.sought)
        for seeker, other in ((a, b), (b, a)):
            met = [role for role in seeker.sought if role in other.roles]
            for role in met:
                value = self.weights.sought / wishing / len(met)
                yield Part(Facet.SOUGHT, role, value, seeker.user_id)


def _overlap(
    facet: Facet, weight: float, a: Mapping[Any, float], b: Mapping[Any, float]
) -> Iterator[Part]:
    few, many = (a, b) if len(a) <= len(b) else (b, a)
    for item, place in few.items():
        if item in many:
            yield Part(facet, item, weight * (place * many[item]))


def _sum(parts: Iterable[Part]) -> float:
    # Rounded once and at the end, the sum is the same from either side.
    return max(0.0, math.fsum(part.value for part in parts))
