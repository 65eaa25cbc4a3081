"""Laws of documents: whoever was given the same changes holds the same bytes.

- in whatever order, however often, through whomever they came
- to merge is commutative, associative and idempotent, as whole changes and as deltas
- a branch is as good as what it branched from
- a rebuild from the log, and one from a snapshot and the tail, are as good as what lived
"""

from random import Random

import pytest

from phantom_core.sync import (
    OWNER,
    Change,
    Document,
    Edit,
    HybridClock,
    Put,
    ReplicaId,
    VersionVector,
    delta,
    load_snapshot,
    merge,
    snapshot,
)
from tests.property.sync_world import CHUNKS, NOTES, STEMS, drawn_edits, evidence, schedules

PEOPLE = 5


class Peer:
    """Somebody who works, and passes on what they have heard of."""

    def __init__(self, number: int, chance: Random) -> None:
        self.replica = ReplicaId(f"r{number}")
        self.author = f"person{number % 4}"
        self.skew_ms = chance.randrange(-3_600_000, 3_600_000)
        self.document = Document()
        self.heard: list[Change] = []

    def work(self, now_ms: int, chance: Random) -> None:
        """Make a change."""
        if chance.randrange(20) == 0:
            self.skew_ms -= chance.randrange(7_200_000)
        counter = self.document.counters.get(self.replica, 0) + 1
        others = self.document.counters.items()
        change = Change(
            replica=self.replica,
            counter=counter,
            author=self.author,
            time=HybridClock(self.document.latest).tick(now_ms + self.skew_ms),
            seen={replica: number for replica, number in others if replica != self.replica},
            edits=tuple(self._edits(chance, f"{self.replica}-{counter}")),
        )
        self.hear(change)

    def _edits(self, chance: Random, name: str) -> list[Edit]:
        """Something sensible, or now and then a knot: what holds something is put into it."""
        if chance.random() < 0.1:
            one, other = chance.sample((*STEMS, *NOTES), 2)
            return [Put(one, {OWNER: other})]
        return drawn_edits(self.document, chance, name)

    def hear(self, change: Change) -> None:
        """Take a change in."""
        self.document.apply(change)
        self.heard.append(change)


def worked(seed: int, steps: int = 30) -> tuple[list[Peer], list[Change], Random]:
    """Some people who worked, each on what had reached them, and all that they made."""
    chance = Random(seed)
    peers = [Peer(number, chance) for number in range(PEOPLE)]
    made: list[Change] = []
    for step in range(steps):
        peer, other = chance.sample(peers, 2)
        if chance.random() < 0.6:
            peer.work(10_000_000 + 500 * step, chance)
            made.append(peer.heard[-1])
        elif other.heard:
            for change in chance.choices(other.heard, k=chance.randrange(1, 8)):
                peer.hear(change)
    return peers, made, chance


def rebuilt(changes: list[Change], *, since: Document | None = None) -> Document:
    document = Document() if since is None else since
    for change in changes:
        document.apply(change)
    return document


@pytest.mark.parametrize("chunk", CHUNKS)
def test_all_who_were_given_the_same_hold_the_same(chunk: int) -> None:
    for seed in schedules(chunk, desk=160, long=16_800):
        peers, made, chance = worked(seed)
        for peer in peers:
            for change in chance.sample(made, len(made)) + chance.choices(made, k=3):
                peer.document.apply(change)
        cut = chance.randrange(len(made) + 1)
        documents = [
            *(peer.document for peer in peers),
            rebuilt(made),
            rebuilt(made[cut:], since=load_snapshot(snapshot(rebuilt(made[:cut])))),
            rebuilt(made[cut:], since=rebuilt(made[:cut]).branch()),
        ]
        expected = evidence(documents[0])

        assert all(evidence(document) == expected for document in documents), seed


@pytest.mark.parametrize("chunk", CHUNKS)
def test_deltas_merge_in_any_order_and_any_number_of_times(chunk: int) -> None:
    for seed in schedules(chunk, desk=80, long=800):
        peers, made, chance = worked(seed)
        documents = [peer.document for peer in peers]
        everything = evidence(rebuilt(made))
        for _ in range(3):
            document = Document()
            for other in chance.sample(documents, PEOPLE) + chance.choices(documents, k=2):
                merge(document, delta(other, document.vector))

            assert evidence(document) == everything, seed


def test_merging_is_associative() -> None:
    for seed in range(60):
        peers, _, _ = worked(seed)
        one, two, three = (peer.document for peer in peers[:3])
        left = Document()
        for document in (one, two, three):
            merge(left, delta(document, VersionVector()))
        pair = Document()
        for document in (two, three):
            merge(pair, delta(document, VersionVector()))
        right = Document()
        for document in (one, pair):
            merge(right, delta(document, VersionVector()))

        assert evidence(left) == evidence(right), seed


def test_a_branch_leaves_what_it_branched_from_as_it_was() -> None:
    for seed in range(60):
        _, made, _ = worked(seed)
        trunk = rebuilt(made[: len(made) // 2])
        before = evidence(trunk)
        rebuilt(made, since=trunk.branch())

        assert evidence(trunk) == before, seed
