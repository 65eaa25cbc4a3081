"""The judge of people's work finds what was lost, in whatever way it was lost."""

from collections.abc import Callable, Iterator, Mapping
from typing import Any

import attrs
import pytest

from phantom_core.sync import ConflictKind, Document, Put, RecordId, Value
from tests.property.sync_checker import Outcome
from tests.property.sync_network import Network

State = Mapping[RecordId, Mapping[str, Value]]


def settled_networks() -> Iterator[Network]:
    for seed in range(25):
        network = Network(seed)
        network.run(60)
        network.settle()
        yield network


def with_state(outcome: Outcome, state: State) -> Outcome:
    return attrs.evolve(outcome, state=state)


def another_value_stands(_: Network, outcome: Outcome) -> Iterator[Outcome]:
    for record, fields in outcome.state.items():
        for field in fields:
            yield with_state(outcome, {**outcome.state, record: {**fields, field: "other"}})


def a_record_that_nobody_removed_is_gone(network: Network, outcome: Outcome) -> Iterator[Outcome]:
    document = network.server.document
    for gone in outcome.state.keys() - document.removals.keys():
        if document.owner(gone) in document.removals:
            continue
        kept = {record: fields for record, fields in outcome.state.items() if record != gone}
        yield with_state(outcome, kept)


def a_removed_record_is_there(network: Network, outcome: Outcome) -> Iterator[Outcome]:
    document = network.server.document
    for record in document.removals:
        if document.is_known(record) and record not in outcome.state:
            yield with_state(outcome, {**outcome.state, record: document.fields(record)})


def a_lost_word_is_told_to_nobody(_: Network, outcome: Outcome) -> Iterator[Outcome]:
    for conflict in outcome.conflicts:
        if conflict.kind is ConflictKind.WRITES:
            others = [each for each in outcome.conflicts if each is not conflict]
            yield attrs.evolve(outcome, conflicts=others)


def a_removal_that_lost_is_told_to_nobody(network: Network, outcome: Outcome) -> Iterator[Outcome]:
    for conflict in outcome.conflicts:
        removals = {(side.replica, side.counter) for side in conflict.losers}
        made = [deed.made_ms for deed in network.book.deeds() if deed.dot in removals]
        held = {conflict.record, *network.server.document.held.get(conflict.record, ())}
        answered = any(
            deed.made_ms > min(made) and not held.isdisjoint(deed.edits)
            for deed in network.book.deeds()
        )
        if conflict.kind is ConflictKind.LIFE and conflict.record in outcome.state and not answered:
            others = [each for each in outcome.conflicts if each is not conflict]
            yield attrs.evolve(outcome, conflicts=others)


def a_losing_value_is_told_wrongly(_: Network, outcome: Outcome) -> Iterator[Outcome]:
    for number, conflict in enumerate(outcome.conflicts):
        if conflict.kind is ConflictKind.WRITES:
            losers = [attrs.evolve(side, value="other") for side in conflict.losers]
            told = [*outcome.conflicts]
            told[number] = attrs.evolve(conflict, losers=losers)
            yield attrs.evolve(outcome, conflicts=told)


def what_stands_was_never_applied(network: Network, outcome: Outcome) -> Iterator[Outcome]:
    for left_out in network.server.log:
        without = Document()
        for change in network.server.log:
            if change is not left_out:
                without.apply(change)
        state = without.state()
        for edit in left_out.edits:
            if isinstance(edit, Put) and edit.record in outcome.state:
                fields, now = outcome.state[edit.record], state.get(edit.record, edit.fields)
                if any(
                    edit.fields[name] == fields[name] != now[name]
                    for name in edit.fields
                    if name in now
                ):
                    yield Outcome(state, without.conflicts())


Loss = Callable[[Network, Outcome], Iterator[Outcome]]


@pytest.mark.parametrize(
    "loss",
    [
        another_value_stands,
        a_record_that_nobody_removed_is_gone,
        a_removed_record_is_there,
        a_lost_word_is_told_to_nobody,
        a_removal_that_lost_is_told_to_nobody,
        a_losing_value_is_told_wrongly,
        what_stands_was_never_applied,
    ],
)
def test_a_planted_loss_is_found_each_time(loss: Loss) -> None:
    planted = found = 0
    for network in settled_networks():
        for outcome in loss(network, network.outcome()):
            planted += 1
            found += bool(list(network.book.faults(outcome)))

    assert found == planted > 10


def test_the_order_of_wall_clocks_is_found_out() -> None:
    """Whoever sorts by the clocks of devices loses words that were written knowingly later."""
    found = 0
    for network in settled_networks():
        state: dict[RecordId, dict[str, Any]] = {}
        outcome = network.outcome()
        for deed in sorted(network.book.deeds(), key=lambda deed: deed.clock_ms):
            for record, fields in deed.edits.items():
                state.setdefault(record, {}).update(fields or {})
        kept = {record: state[record] for record in outcome.state}
        found += bool(list(network.book.faults(with_state(outcome, kept))))
    assert found > 5


def test_a_change_that_is_told_to_nobody_is_found() -> None:
    networks = list(settled_networks())
    refused = [network for network in networks if list(network.book.unheard([]))]
    rejected = [
        network
        for network in networks
        if any(device.replica.rejections for device in network.devices)
    ]

    assert refused == rejected != []
