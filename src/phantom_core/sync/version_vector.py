"""Version vectors: how much of every replica's changes somebody has."""

from collections.abc import Iterator, Mapping
from enum import Enum

import attrs

from phantom_core.sync.change import ReplicaId

__all__ = ["Causality", "VersionVector"]


class Causality(Enum):
    """How two states stand to each other."""

    EQUAL = "equal"
    BEFORE = "before"
    AFTER = "after"
    CONCURRENT = "concurrent"


def _without_zeros(counters: Mapping[ReplicaId, int]) -> dict[ReplicaId, int]:
    return {replica: counter for replica, counter in counters.items() if counter > 0}


@attrs.frozen
class VersionVector:
    """For every replica the counter up to which its changes are known; 0 for all not named.

    Attributes:
        counters: replica -> counter. Never changed.
    """

    counters: Mapping[ReplicaId, int] = attrs.field(factory=dict, converter=_without_zeros)

    def __getitem__(self, replica: ReplicaId) -> int:
        """Up to which counter a replica's changes are known."""
        return self.counters.get(replica, 0)

    def __iter__(self) -> Iterator[ReplicaId]:
        """The replicas of which anything is known."""
        return iter(self.counters)

    def __len__(self) -> int:
        """Of how many replicas anything is known."""
        return len(self.counters)

    def dominates(self, other: "VersionVector") -> bool:
        """Whether all that `other` knows is known here."""
        mine = self.counters
        return all(mine.get(replica, 0) >= counter for replica, counter in other.counters.items())

    def compare(self, other: "VersionVector") -> Causality:
        """Whether one state descends from the other, or the two are concurrent."""
        match self.dominates(other), other.dominates(self):
            case True, True:
                return Causality.EQUAL
            case True, False:
                return Causality.AFTER
            case False, True:
                return Causality.BEFORE
            case _:
                return Causality.CONCURRENT

    def merge(self, other: "VersionVector") -> "VersionVector":
        """What both know together."""
        merged = dict(self.counters)
        for replica, counter in other.counters.items():
            if counter > merged.get(replica, 0):
                merged[replica] = counter
        return VersionVector(merged)

    def delta(self, since: "VersionVector") -> Mapping[ReplicaId, range]:
        """The counters known here and not there, by replica."""
        return {
            replica: range(since[replica] + 1, counter + 1)
            for replica, counter in self.counters.items()
            if counter > since[replica]
        }
