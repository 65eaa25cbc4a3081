"""Counting findings, however many there are, in little memory."""

from collections.abc import Iterable
from datetime import datetime
from typing import Final

import attrs

from phantom_core.blobs.drift import EXAMPLES, Drift, Finding, Found, PrefixCount
from phantom_core.kernel.quantities import ByteCount

__all__ = ["DriftCounter"]

_PREFIXES: Final = 200
_OTHERS: Final = "..."


class DriftCounter:
    """Takes findings one by one; holds a count for each kind and prefix, and a few examples."""

    def __init__(self) -> None:
        self._counts: dict[tuple[Drift, str], PrefixCount] = {}
        self._examples: dict[Drift, list[Finding]] = {kind: [] for kind in Drift}

    def add(self, finding: Finding) -> None:
        """Count a finding."""
        place = self._place(finding)
        none = PrefixCount(prefix=place[1], count=0, size=ByteCount(0))
        self._counts[place] = _more(self._counts.get(place, none), finding)
        if len(self._examples[finding.kind]) < EXAMPLES:
            self._examples[finding.kind].append(finding)

    def found(self) -> tuple[Found, ...]:
        """All that was counted, by kind, and in that by prefix."""
        return tuple(
            Found(kind=kind, prefixes=prefixes, examples=tuple(self._examples[kind]))
            for kind in Drift
            if (prefixes := tuple(self._of(kind)))
        )

    def _place(self, finding: Finding) -> tuple[Drift, str]:
        """Where it is counted: a store of somebody else may have any number of prefixes."""
        place = finding.kind, finding.prefix
        full = place not in self._counts and len(self._counts) >= _PREFIXES
        return (finding.kind, _OTHERS) if full else place

    def _of(self, kind: Drift) -> Iterable[PrefixCount]:
        places = sorted((place for place in self._counts if place[0] is kind), key=_prefix)
        return (self._counts[place] for place in places)


def _prefix(place: tuple[Drift, str]) -> str:
    return place[1]


def _more(count: PrefixCount, finding: Finding) -> PrefixCount:
    return attrs.evolve(
        count,
        count=count.count + 1,
        size=ByteCount(count.size + (finding.size or 0)),
        oldest_at=min(_times(count.oldest_at, finding.at), default=None),
        newest_at=max(_times(count.newest_at, finding.at), default=None),
    )


def _times(*times: datetime | None) -> list[datetime]:
    return [each for each in times if each is not None]
