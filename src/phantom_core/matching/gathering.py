"""A taste profile, gathered from what the other contexts know of a person."""

import math
from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import date
from typing import TypeVar

from phantom_core.kernel import ArtistId, GenreId, Id
from phantom_core.matching.facts import Facts
from phantom_core.matching.profile import ADULT, TasteProfile, Traits, Wishes, age

__all__ = ["gathered", "takes_part"]

_Item = TypeVar("_Item", ArtistId, GenreId)


def takes_part(facts: Facts, today: date) -> bool:
    """Whether somebody may be matched: here, willing, to be found, and not known to be a minor."""
    minor = facts.birth_date is not None and age(facts.birth_date, today) < ADULT
    return facts.active and facts.consents and facts.discoverable and not minor


def gathered(facts: Facts) -> TasteProfile:
    """What the scorer sees of somebody.

    Favourites weigh 1/rank. A genre weighs what it does as a favourite, and as much as the
    favourite artists do that are of it.
    """
    artists = _ranked(facts.artist_ids)
    genres: defaultdict[Id, float] = defaultdict(float)
    weights, genres_of = dict(artists), dict(facts.genres_of)
    for artist, genre in genres_of.items():
        genres[genre] += weights.get(artist, 0.0)
    for favourite, weight in _ranked(facts.genre_ids):
        genres[favourite] += weight
    return TasteProfile(
        user_id=facts.user_id,
        artists=artists,
        genres=tuple(sorted((genre, weight) for genre, weight in genres.items() if weight > 0)),
        tags=facts.tags,
        roles=facts.roles,
        sound=_mean(facts.sounds),
        traits=_traits(facts),
    )


def _traits(facts: Facts) -> Traits:
    wishes = Wishes(
        genders=facts.genders,
        ages=facts.ages,
        roles=facts.wanted_roles,
        regions=facts.regions,
    )
    return Traits(
        gender=facts.gender, birth_date=facts.birth_date, region=facts.region, wishes=wishes
    )


def _ranked(items: Iterable[_Item]) -> tuple[tuple[Id, float], ...]:
    return tuple((item, 1 / rank) for rank, item in enumerate(items, start=1))


def _mean(vectors: Sequence[tuple[float, ...]]) -> tuple[float, ...]:
    return tuple(math.fsum(column) / len(vectors) for column in zip(*vectors, strict=True))
