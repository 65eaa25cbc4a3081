"""Laws of replicas and a server, over a network that loses, repeats and disorders.

Clocks are up to an hour off and jump, devices and the server crash, some come late. Then:
- all replicas, a late joiner, a rebuild from the log and one from a snapshot and the tail hold
  equal bytes, and are settled about the same
- no word that was acknowledged vanished; none that was made vanished untold
- what stands is a last word, and where clocks are good the very last
"""

from random import Random

import pytest

from phantom_adapters.replicas import MemoryReplicaStore
from phantom_core.sync import Replica, ReplicaId, load_snapshot, snapshot
from tests.property.sync_network import Network
from tests.property.sync_world import CHUNKS, Evidence, evidence, schedules


def late_joiner(network: Network) -> Evidence:
    replica = Replica(MemoryReplicaStore(), new_id=ReplicaId("late"), author="late")
    replica.load(snapshot(network.server.document))
    return evidence(replica.view)


def rebuilt(network: Network, cut: int) -> Evidence:
    """The server's document, from a snapshot after `cut` changes and from the tail."""
    early = load_snapshot(network.server.base)
    for change in network.server.log[:cut]:
        early.apply(change)
    document = load_snapshot(snapshot(early))
    for change in network.server.log[cut:]:
        document.apply(change)
    return evidence(document)


@pytest.mark.parametrize("chunk", CHUNKS)
def test_all_come_to_the_same_and_nothing_is_lost(chunk: int) -> None:
    for seed in schedules(chunk, desk=240, long=2_000):
        network = Network(seed)
        network.run(60)
        network.settle()
        expected = evidence(network.server.document)
        rejections = [each for device in network.devices for each in device.replica.rejections]

        assert all(evidence(device.replica.view) == expected for device in network.devices), seed
        assert late_joiner(network) == expected, seed
        assert rebuilt(network, max(0, Random(seed).randrange(-20, 40))) == expected, seed
        assert list(network.book.faults(network.outcome())) == [], seed
        assert list(network.book.unheard(rejections)) == [], seed


@pytest.mark.parametrize("chunk", CHUNKS)
def test_nothing_removed_comes_back_when_the_server_forgets(chunk: int) -> None:
    for seed in schedules(chunk, desk=80, long=800):
        network = Network(seed)
        network.run(60, compacting=True)
        network.settle()
        document = network.server.document
        rejections = [each for device in network.devices for each in device.replica.rejections]

        # Records whose names everybody may use are made anew by those who never knew them.
        minted = {record for record in network.server.forgotten if "-" in record}
        assert minted.isdisjoint(document.state()), seed
        for device in network.devices:
            assert device.replica.view.state() == document.state(), seed
            assert device.replica.view.conflicts() == document.conflicts(), seed
        assert list(network.book.unheard(rejections)) == [], seed


def test_the_last_who_wrote_has_the_last_word_where_clocks_are_a_second_off() -> None:
    for seed in range(80):
        network = Network(seed, skew_ms=1_000, paces_ms=(2_001, 60_000, 86_400_000))
        network.run(60)
        network.settle()

        assert list(network.book.faults(network.outcome(), by_true_time=True)) == [], seed
