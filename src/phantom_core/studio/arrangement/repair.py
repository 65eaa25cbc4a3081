"""The rules of an arrangement that merging can break, and how they are mended.

What two write at once may hold for each and not together. One place mends it, from nothing but
what stands, and publishes that like any other change: nobody mends it for themself.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping
from itertools import pairwise
from random import Random
from typing import Final

from phantom_core.studio.arrangement.fields import FARTHEST_MS, Kind
from phantom_core.studio.arrangement.target import kind_of
from phantom_core.sync import Document, Put, RecordId, Value, place_among

__all__ = ["SHORTEST_MS", "mended", "siblings_of"]

SHORTEST_MS: Final = 100
"""How long a segment is that was moved and cut at once, so that nothing was left of it."""


_LENGTH: Final = frozenset({"segment.startMs", "segment.endMs", "segment.in"})
_GROUPING: Final = frozenset({"stem.group", "stem.in", "stem."})
_ORDERING: Final = frozenset({"stem.order", "stem.in"})
"""What must have been written for a rule to be broken; `stem.` stands for a deletion."""


def mended(
    document: Document,
    project: RecordId,
    touched: Iterable[RecordId],
    written: Collection[str],
    *,
    chance: Random,
) -> list[Put]:
    """What must be written so that the rules hold, given which entities and fields were written.

    - A segment ends after it starts.
    - A stem stands in a group that stands in none, or in none itself.
    - No two stems have the same key of order.
    """
    found: list[Put] = []
    if not _LENGTH.isdisjoint(written):
        found += _ends(document, sorted(set(touched)))
    if not _GROUPING.isdisjoint(written):
        found += _groups(document, project)
    if not _ORDERING.isdisjoint(written):
        found += _orders(document, project, chance)
    return found


def _ends(document: Document, segments: Iterable[RecordId]) -> Iterator[Put]:
    for segment in segments:
        if kind_of(document, segment) is not Kind.SEGMENT:
            continue
        start, end = document.value(segment, "startMs"), document.value(segment, "endMs")
        if segment in document and isinstance(start, int) and isinstance(end, int) and end <= start:
            end = min(start + SHORTEST_MS, FARTHEST_MS)
            yield Put(segment, {"startMs": end - SHORTEST_MS, "endMs": end})


def _groups(document: Document, project: RecordId) -> Iterator[Put]:
    stems = document.children(project)
    groups: dict[RecordId, Value] = {stem: document.value(stem, "group") for stem in stems}
    for stem in stems:
        root = _root(stem, groups)
        if root != groups[stem]:
            groups[stem] = root
            yield Put(stem, {"group": root})


def _orders(document: Document, project: RecordId, chance: Random) -> Iterator[Put]:
    siblings = siblings_of(document, project)
    for index, (one, other) in enumerate(pairwise(siblings)):
        if one[0] == other[0]:
            mended_keys = place_among(siblings, index + 1, chance=chance).mended
            yield from (Put(stem, {"order": key}) for stem, key in mended_keys.items())
            return


def siblings_of(document: Document, project: RecordId) -> list[tuple[str, RecordId]]:
    """The stems of a project by their keys of order, equal ones by id."""
    stems = document.children(project)
    return sorted((str(document.value(stem, "order") or ""), stem) for stem in stems)


def _root(stem: RecordId, groups: Mapping[RecordId, Value]) -> Value:
    """In which group a stem stands in the end; in none, if that goes round or is gone."""
    passed, at = {stem}, groups[stem]
    while isinstance(at, str):
        record = RecordId(at)
        if record in passed or record not in groups:
            return None
        if groups[record] is None:
            return record
        passed.add(record)
        at = groups[record]
    return None
