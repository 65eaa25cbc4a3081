"""Why two people suit each other, in sentences for one of them.

A sentence names only what the viewer may know: no plays and no ranks, nobody's wish but their own,
and only those artists and genres for which the caller supplies a name.
"""

import math
from collections.abc import Callable, Iterable, Mapping, Sequence
from itertools import islice
from typing import Final

import attrs

from phantom_core.kernel import UserId
from phantom_core.matching.scorer import Facet, Part, Similarity

__all__ = ["MOST_ITEMS", "Reason", "reasons_for", "told_items"]

MOST_ITEMS: Final = 5
"""How many artists one reason names."""

_FEW: Final = 2
_SLIGHTEST: Final = 0.02
_NAMED: Final = frozenset({Facet.ARTISTS, Facet.GENRES})


@attrs.frozen(kw_only=True)
class Reason:
    """One thing two people have in common.

    Attributes:
        kind: what sort of thing.
        text: a sentence for the viewer.
        items: ids of artists or genres, or words; what counted most comes first.
    """

    kind: Facet
    text: str
    items: tuple[str, ...] = ()


def reasons_for(
    similarity: Similarity, viewer: UserId, names: Mapping[str, str]
) -> tuple[Reason, ...]:
    """What a viewer is told of a similarity to somebody, what counts most first.

    Args:
        names: the artists and genres that may be named, by id. What is not in it is not told.
    """
    told = [part for part in similarity.parts if _may_know(part, viewer, names)]
    groups = {facet: [part for part in told if part.facet is facet] for facet in Facet}
    weights = {facet: math.fsum(part.value for part in parts) for facet, parts in groups.items()}
    least = max(_SLIGHTEST * similarity.score, math.ulp(0))
    ranked = sorted(groups, key=lambda facet: -weights[facet])
    return tuple(
        _reason(facet, groups[facet], names) for facet in ranked if weights[facet] >= least
    )


def told_items(similarities: Iterable[Similarity]) -> frozenset[str]:
    """The artists and genres that reasons might name, so that their names can be read at once."""
    parts = (part for similarity in similarities for part in similarity.parts)
    return frozenset(part.item for part in parts if part.item and part.facet in _NAMED)


def _may_know(part: Part, viewer: UserId, names: Mapping[str, str]) -> bool:
    if part.facet in _NAMED:
        return part.item in names
    return part.wisher in (None, viewer)


def _reason(facet: Facet, parts: Sequence[Part], names: Mapping[str, str]) -> Reason:
    ranked = sorted(parts, key=lambda part: (-part.value, part.item or ""))
    most = MOST_ITEMS if facet is Facet.ARTISTS else _FEW
    items = tuple(islice((part.item for part in ranked if part.item), most))
    words = [names[item] if facet in _NAMED else item for item in items]
    return Reason(kind=facet, text=_SENTENCES[facet](_listed(words)), items=items)


def _listed(words: Sequence[str]) -> str:
    return " and ".join([", ".join(words[:-1]), words[-1]] if words[1:] else words)


_SENTENCES: Final[Mapping[Facet, Callable[[str], str]]] = {
    Facet.ARTISTS: "You both like {}.".format,
    Facet.GENRES: "You both lean towards {}.".format,
    Facet.SOUND: "The music you make sounds alike.".format,
    Facet.TAGS: "You both describe yourselves as {}.".format,
    Facet.ROLES: "You share a role: {}.".format,
    Facet.SOUGHT: "You look for: {}.".format,
}
