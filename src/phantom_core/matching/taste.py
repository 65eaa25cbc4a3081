"""A profile made ready for comparing: each facet as a vector whose inner products are likenesses.

Facets of items are square roots of shares, after A. Bhattacharyya (1943): the inner product of two
is 1 for equal shares and 0 where nothing is shared, and its terms tell what made it. Each share is
weighted by the square of the item's rarity first.
"""

import math
from collections.abc import Mapping, Sequence
from typing import Final, TypeVar

import attrs

from phantom_core.kernel import Id, UserId
from phantom_core.matching.profile import TasteProfile
from phantom_core.matching.statistics import TasteStatistics, shares
from phantom_core.matching.weights import Weights

__all__ = ["GenreLeaning", "Taste", "rare_first", "read_taste"]

_Item = TypeVar("_Item", Id, str)
_NO_LEANING: Final = 1e-9


@attrs.frozen(kw_only=True)
class GenreLeaning:
    """How somebody's genres differ from everybody's: a unit vector, of which few places are kept.

    The vector is (root - mean) / length in all genres. Kept are the roots of the genres somebody
    has and what the others come to, so that an inner product costs what two people have.

    Attributes:
        roots: square roots of the shares, divided by the length.
        above: the places of the vector that are above 0: what they like more than others do.
        mean_product: inner product of `roots` with everybody's mean.
        inverse_length: 1 / length.
    """

    roots: Mapping[Id, float]
    above: Mapping[Id, float]
    mean_product: float
    inverse_length: float


@attrs.frozen(kw_only=True)
class Taste:
    """A profile made ready for comparing under some statistics.

    Attributes:
        artists: unit vector of the artists that count; empty where too few are named.
        artist_trust: root of how far the artists are trusted, 0 to 1.
        genres: None where no genre is known.
        sound: unit vector of the centred embedding; empty where there is none.
        tags: unit vector of the tags.
        tag_trust: root of how far the tags are trusted, 0 to 1.
        roles: unit vector of the roles.
        sought: the roles they look for.
    """

    user_id: UserId
    artists: Mapping[Id, float]
    artist_trust: float
    genres: GenreLeaning | None
    sound: tuple[float, ...]
    tags: Mapping[str, float]
    tag_trust: float
    roles: Mapping[str, float]
    sought: tuple[str, ...]


def read_taste(profile: TasteProfile, statistics: TasteStatistics, weights: Weights) -> Taste:
    """Make a profile ready."""
    having = statistics.artists
    known = [pair for pair in profile.artists if pair[0] in having]
    world = statistics.world
    telling = sum(having.get(artist, 0) < world for artist, _ in profile.artists)
    enough = telling >= weights.fewest_artists
    artists = rare_first(known, having, statistics) if enough else {}
    tags = rare_first([(tag, 1.0) for tag in profile.tags], statistics.tags, statistics)
    roles = rare_first([(role, 1.0) for role in profile.roles], statistics.roles, statistics)
    return Taste(
        user_id=profile.user_id,
        artists=artists,
        artist_trust=_trust(len(artists), weights.half_known),
        genres=_leaning(profile, statistics),
        sound=_centred(profile.sound, statistics),
        tags=tags,
        tag_trust=_trust(len(tags), weights.half_known),
        roles=roles,
        sought=profile.traits.wishes.roles,
    )


def rare_first(
    weights: Sequence[tuple[_Item, float]],
    having: Mapping[_Item, int],
    statistics: TasteStatistics,
) -> dict[_Item, float]:
    """The unit vector of weighted items: roots of their shares, once rarity has had its part.

    Args:
        having: how many people have each item; what is not in it, nobody had when it was counted.
    """
    if not weights:
        return {}
    highest = max(weight for _, weight in weights)
    parts = {
        item: weight / highest * statistics.rarity(having.get(item, 0)) ** 2
        for item, weight in weights
    }
    whole = math.fsum(parts.values())
    return {item: math.sqrt(part / whole) for item, part in parts.items() if part > 0}


def _trust(items: int, half_known: float) -> float:
    return math.sqrt(items / (items + half_known))


def _leaning(profile: TasteProfile, statistics: TasteStatistics) -> GenreLeaning | None:
    mean = statistics.genres
    known = [(genre, share) for genre, share in shares(profile.genres) if genre in mean]
    roots = {genre: math.sqrt(share) for genre, share in known}
    product = math.fsum(root * mean[genre] for genre, root in roots.items())
    squares = math.fsum(share for _, share in known)
    square = squares - 2 * product + statistics.genre_square
    if not known or square < _NO_LEANING:
        return None
    length = math.sqrt(square)
    above = {genre: (root - mean[genre]) / length for genre, root in roots.items()}
    return GenreLeaning(
        roots={genre: root / length for genre, root in roots.items()},
        above={genre: place for genre, place in above.items() if place > 0},
        mean_product=product / length,
        inverse_length=1 / length,
    )


def _centred(sound: tuple[float, ...], statistics: TasteStatistics) -> tuple[float, ...]:
    if not sound or len(sound) != len(statistics.sound):
        return ()
    measured = zip(sound, statistics.sound, statistics.spread, strict=True)
    scores = [(number - mean) / spread for number, mean, spread in measured]
    length = math.hypot(*scores)
    return tuple(score / length for score in scores) if length > _NO_LEANING else ()
