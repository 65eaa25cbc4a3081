"""A taste as one sparse vector, whose inner products come near S: what an index stores."""

import math
from collections.abc import Iterator
from typing import Final, NewType

from phantom_core.matching.profile import TasteProfile
from phantom_core.matching.statistics import TasteStatistics
from phantom_core.matching.taste import Taste, read_taste
from phantom_core.matching.weights import WEIGHTS, Weights

__all__ = ["Term", "taste_vector"]

Term = NewType("Term", str)
"""What two may share: `a:` and an artist, `g:` and a genre, `t:` and a tag, `r:` and a role had or
looked for, `s:` and a place of the embedding with its sign."""

_TELLING: Final = 3


def taste_vector(
    profile: TasteProfile, statistics: TasteStatistics, weights: Weights = WEIGHTS
) -> tuple[tuple[Term, float], ...]:
    """The vector of a profile, ordered by term; all values are above 0.

    Artists, tags and roles come out exactly as in S. Of genres only those are in it that somebody
    likes more than others do, of an embedding only its most telling places, and the background
    fades by the mean of both trusts: so it finds candidates, and does not judge them.
    """
    taste = read_taste(profile, statistics, weights)
    return tuple(sorted((Term(term), value) for term, value in _places(taste, weights)))


def _places(taste: Taste, weights: Weights) -> Iterator[tuple[str, float]]:
    trust = taste.artist_trust
    if trust:
        yield from ((f"a:{artist}", trust * place) for artist, place in taste.artists.items())
    background = math.sqrt(weights.background * (1 - weights.fading * trust**2))
    genres = taste.genres.above if taste.genres else {}
    yield from ((f"g:{genre}", background * place) for genre, place in genres.items())
    telling = sorted(enumerate(taste.sound), key=lambda each: -abs(each[1]))[:_TELLING]
    for place, number in telling:
        if not number:
            break  # they come by their size, and what is left says nothing
        yield f"s:{place}{'+' if number > 0 else '-'}", background * abs(number)
    tags = math.sqrt(weights.tags) * taste.tag_trust
    yield from ((f"t:{tag}", tags * place) for tag, place in taste.tags.items())
    roles = {role: math.sqrt(weights.roles) * place for role, place in taste.roles.items()}
    sought = math.sqrt(weights.sought / max(1, len(taste.sought)))
    for role in sorted({*roles, *taste.sought}):
        yield f"r:{role}", max(roles.get(role, 0.0), sought if role in taste.sought else 0.0)
