"""The judge of people's work finds what was lost, in whatever way it was lost."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import cache
from typing import Any

import attrs
import pytest

from phantom_core.sync import OWNER, ConflictKind, Document, Put, RecordId, Value
from tests.property.sync_checker import Outcome
from tests.property.sync_network import Network

State = Mapping[RecordId, Mapping[str, Value]]


@cache
def settled_networks() -> Sequence[Network]:
    networks = [Network(seed) for seed in range(25)]
    for network in networks:
        network.run(60)
        network.settle()
    return networks


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
    """One, that is, which somebody removed who knew all that was ever done to it."""
    deeds, document = network.book.deeds(), network.server.document
    for record in document.removals.keys() & document.entries.keys() - outcome.state.keys():
        touching = {deed.dot for deed in deeds if is_about(deed.edits, record)}
        removers = [deed for deed in deeds if deed.edits.get(record, {}) is None]
        if any(touching <= deed.known for deed in removers):
            yield with_state(outcome, {**outcome.state, record: document.fields(record)})


def is_about(edits: Mapping[RecordId, Mapping[str, Value] | None], record: RecordId) -> bool:
    return bool(edits.get(record)) or any(
        (fields or {}).get(OWNER) == record for fields in edits.values()
    )


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
    untold = 0
    for network in settled_networks():
        rejections = [each for device in network.devices for each in device.replica.rejections]
        missed = list(network.book.unheard([]))
        untold += bool(missed)

        assert list(network.book.unheard(rejections)) == []
        assert rejections or not missed
    assert untold > 5
