"""A server and replicas that reach it whenever a test says so."""

from collections.abc import Sequence

from phantom_adapters.replicas import MemoryReplicaStore
from phantom_core.sync import (
    Accepted,
    Change,
    Document,
    Judge,
    Problem,
    Refused,
    Replica,
    ReplicaId,
    Verdict,
    accept,
    compact,
    hybrid_time,
    snapshot,
)

__all__ = ["NOON", "House"]

NOON = 43_200_000
"""When tests begin, ms since 1970."""


def anything_goes(_: Change, __: Document) -> Problem | None:
    """Refuse nothing."""
    return None


class House:
    """A server's document and log, and its clock."""

    def __init__(self, judge: Judge = anything_goes) -> None:
        self.document = Document()
        self.log: list[Change] = []
        self.judge = judge
        self.now_ms = NOON

    def member(self, name: str) -> Replica:
        """A replica of somebody's that has all there is; its id is its author's name."""
        replica = Replica(MemoryReplicaStore(), new_id=ReplicaId(name), author=name)
        self.meet(replica)
        return replica

    def push(self, batch: Sequence[Change]) -> Sequence[Verdict]:
        """Decide of a batch."""
        verdicts = accept(self.document.branch(), batch, now_ms=self.now_ms, judge=self.judge)
        for verdict in verdicts:
            match verdict:
                case Accepted(change=decided) | Refused(void=Change() as decided):
                    self.log.append(decided)
                    self.document.apply(decided)
        return verdicts

    def meet(self, *replicas: Replica) -> None:
        """Let replicas send what they have, and then receive what all have sent."""
        for replica in replicas:
            if replica.horizon != self.document.horizon:
                replica.load(snapshot(self.document))
        for replica in replicas:
            while batch := replica.outgoing():
                replica.acknowledge(self.push(batch))
        for replica in replicas:
            replica.receive(self.log)

    def forget(self) -> None:
        """Forget what was removed."""
        compact(self.document, hybrid_time(self.now_ms + 1))
        self.log.clear()
