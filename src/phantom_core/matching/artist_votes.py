"""Artists that people of similar taste have and somebody does not have yet."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from heapq import nlargest

import attrs

from phantom_core.kernel import Id
from phantom_core.matching.profile import TasteProfile
from phantom_core.matching.scorer import Facet, Similarity
from phantom_core.matching.statistics import TasteStatistics
from phantom_core.matching.weights import WEIGHTS, Weights

__all__ = ["ArtistVote", "Neighbour", "vote_for_artists"]

_BECAUSE = 3


@attrs.frozen(kw_only=True)
class Neighbour:
    """Somebody of similar taste.

    Attributes:
        closeness: how much their vote counts: the reciprocal score.
        similarity: what they have in common with the one who asks.
    """

    profile: TasteProfile
    closeness: float
    similarity: Similarity


@attrs.frozen(kw_only=True)
class ArtistVote:
    """An artist, and what speaks for them.

    Attributes:
        score: comparable within one answer only.
        because: the artists of one's own that those who voted like too, the most telling first.
    """

    artist_id: Id
    score: float
    because: tuple[Id, ...]


def vote_for_artists(
    known: TasteProfile,
    neighbours: Iterable[Neighbour],
    statistics: TasteStatistics,
    wanted: int,
    weights: Weights = WEIGHTS,
) -> tuple[ArtistVote, ...]:
    """The artists that neighbours vote for, best first; each has one vote for each of theirs.

    Votes are divided by a root of how many have the artist, so that it is not always the same few
    who win. Artists that `known` has, or that fewer than the floor have, are left out. Reasons are
    one's own artists and never a person.
    """
    voters: defaultdict[Id, list[Neighbour]] = defaultdict(list)
    own = {artist for artist, _ in known.artists}
    for neighbour in neighbours:
        for artist, _ in neighbour.profile.artists:
            if artist in statistics.artists and artist not in own:
                voters[artist].append(neighbour)

    scores = {
        artist: sum(each.closeness for each in for_it)
        / statistics.artists[artist] ** weights.vote_damping
        for artist, for_it in voters.items()
    }
    best = nlargest(wanted, scores, key=lambda artist: (scores[artist], artist))
    return tuple(
        ArtistVote(artist_id=artist, score=scores[artist], because=_because(voters[artist]))
        for artist in best
    )


def _because(voters: Sequence[Neighbour]) -> tuple[Id, ...]:
    shared: defaultdict[Id, float] = defaultdict(float)
    for voter in voters:
        for part in voter.similarity.parts:
            if part.facet is Facet.ARTISTS and part.item:
                shared[Id(part.item)] += voter.closeness * part.value
    return tuple(nlargest(_BECAUSE, shared, key=lambda artist: (shared[artist], artist)))
