"""What speaks for a person or a room besides taste: who else is there."""

import math
from collections.abc import Iterable, Sequence

import attrs

from phantom_core.kernel import Id
from phantom_core.matching.profile import TasteProfile
from phantom_core.matching.scorer import Scorer, Similarity
from phantom_core.matching.weights import WEIGHTS, Weights

__all__ = ["common_friends", "room_score", "room_similarity"]


def common_friends(degrees: Iterable[int], weights: Weights = WEIGHTS) -> float:
    """What common acquaintances add to the reciprocal score (L. Adamic and E. Adar, 2003).

    Args:
        degrees: how many people each common acquaintance is tied to, the two included. Only ties
            that the viewer may see belong in it.
    """
    return weights.friends * math.fsum(1 / math.log(max(degree, 2)) for degree in degrees)


def room_similarity(
    scorer: Scorer,
    listener: TasteProfile,
    artists: Sequence[tuple[Id, float]],
    genres: Sequence[tuple[Id, float]] = (),
) -> Similarity:
    """How well what a room plays suits a listener, with its parts.

    What a room plays is heard by all in it, so that it counts from the first artist on.

    Args:
        artists: what is queued and was played, each artist once, by how often.
    """
    open_weights = attrs.evolve(scorer.weights, fewest_artists=1)
    room = TasteProfile(user_id=listener.user_id, artists=tuple(artists), genres=tuple(genres))
    heard = attrs.evolve(room, artists=listener.artists, genres=listener.genres)
    return Scorer(scorer.statistics, open_weights).similarity(heard, room)


def room_score(similarity: float, matches: int, weights: Weights = WEIGHTS) -> float:
    """What a room is ranked by: its music, and how many of the listener's matches are in it.

    Args:
        matches: only those whom the listener may see there.
    """
    return similarity + weights.company * matches / (matches + 2)
