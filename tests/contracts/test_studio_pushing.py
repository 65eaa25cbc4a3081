"""Pushing changes: what is applied, what is not, and what is told of it."""

import attrs
import pytest

from phantom_adapters.memory import ManualClock
from phantom_core.kernel import Conflict, Invalid, NotFound, Storage, UserId
from phantom_core.phantom import Phantom
from phantom_core.studio import (
    ArrangementView,
    ChangeProject,
    ChangeStem,
    Choice,
    CollaboratorRole,
    DeleteStem,
    EntityId,
    GetArrangement,
    GetStem,
    Kind,
    ListConflicts,
    ListSegments,
    MayNot,
    NoteOp,
    Op,
    ResolveConflict,
)
from phantom_core.sync import ReplicaId
from tests.use_cases.studio.band import Band, Device, an_id, note, refused


@pytest.fixture
def band(storage: Storage, clock: ManualClock) -> Band:
    return Band(clock, storage, Phantom(storage))


async def seen_by(device: Device) -> ArrangementView:
    return await device.workshop.ask(GetArrangement(project_id=device.project), device.who)


async def test_changes_are_applied_and_told_in_order(band: Band) -> None:
    (ada,) = await band.form("ada")
    stem, segment = an_id(), an_id()

    outcome = await ada.pushed(ada.stem(stem), ada.segment(segment, stem))

    assert [each.version for each in outcome.value.decided] == [1, 1]
    assert [each.event.name for each in outcome.events][:2] == ["stem.create", "segment.create"]
    view = await seen_by(ada)
    assert [each.id for each in view.stems] == [stem]
    assert view.stems[0].fields["volume"] == 1.0
    assert [each.id for each in view.segments] == [segment]


async def test_the_project_is_as_long_as_its_last_segment(band: Band) -> None:
    (ada,) = await band.form("ada")
    stem = an_id()

    await ada.push(ada.stem(stem), ada.segment(an_id(), stem, endMs=9000))
    changed = await band.do(
        ChangeProject(project_id=ada.project, fields={"tempo": 90, "name": "Days"}), ada.who
    )

    assert (changed.card.tempo, changed.card.name, changed.card.length_ms) == (90.0, "Days", 9000)
    assert changed.card.version == 2


async def test_a_batch_that_is_pushed_again_changes_nothing_and_is_told_again(band: Band) -> None:
    (ada,) = await band.form("ada")
    stem = an_id()
    batch = (ada.stem(stem), ada.draft(Kind.STEM, stem, fields={"volume": 7}))
    first = await ada.push(*batch)

    again = await ada.pushed(*batch)

    assert again.events == ()
    assert [each.repeated for each in again.value.decided] == [True, True]
    assert refused(again.value) == refused(first) == {batch[1].change_id: "invalid"}
    assert again.value.decided[0].version == 1


async def test_a_change_that_is_refused_stops_none_of_those_after_it(band: Band) -> None:
    (ada,) = await band.form("ada")
    stem = an_id()

    pushed = await ada.push(
        ada.stem(stem),
        ada.draft(Kind.STEM, stem, fields={"volume": 7, "sparkle": 1, "pan": "left"}),
        ada.draft(Kind.STEM, an_id(), fields={"volume": 0.5}),
        ada.draft(Kind.STEM, stem, fields={"volume": 0.5}),
    )

    assert list(refused(pushed).values()) == ["invalid", "not-found"]
    refusal = pushed.decided[1].refusal
    assert refusal is not None
    assert sorted(path for path, _ in refusal.faults) == [
        "fields.pan",
        "fields.sparkle",
        "fields.volume",
    ]
    assert (await band.ask(GetStem(stem_id=stem), ada.who)).fields["volume"] == 0.5


async def test_a_counter_that_skips_is_refused_and_not_taken(band: Band) -> None:
    (ada,) = await band.form("ada")
    stem = an_id()
    ada.counter = 4

    pushed = await ada.push(ada.stem(stem))

    assert list(refused(pushed).values()) == ["counter-skipped"]
    ada.counter = 0
    assert refused(await ada.push(ada.stem(stem))) == {}


async def test_what_one_may_is_judged_when_it_is_applied(band: Band) -> None:
    ada, bob = await band.form("ada", "bob")
    stem = an_id()
    await ada.push(ada.stem(stem))
    offline = [
        bob.draft(Kind.STEM, stem, fields={"volume": 0.1}),
        bob.stem(an_id(), "Drums"),
        bob.draft(Kind.STEM, stem, Op.DELETE),
    ]
    await band.set_place(ada.project, ada.who, bob.who, CollaboratorRole.VIEWER)

    pushed = await bob.push(*offline)

    assert list(refused(pushed).values()) == ["no-permission"] * 3
    assert [each.fields["volume"] for each in (await seen_by(ada)).stems] == [1.0]


async def test_a_contributor_may_not_delete_stems_and_a_stranger_knows_of_none(band: Band) -> None:
    ada, bob = await band.form("ada", "bob")
    eve = await band.somebody("eve")
    stem = an_id()
    await ada.push(ada.stem(stem))

    pushed = await bob.push(bob.draft(Kind.STEM, stem, Op.DELETE))

    assert list(refused(pushed).values()) == ["no-permission"]
    with pytest.raises(NotFound):
        await band.ask(GetStem(stem_id=stem), eve)


async def test_nothing_is_taken_from_who_may_look_and_is_not_in_the_project(band: Band) -> None:
    (ada,) = await band.form("ada")
    eve, invited = await band.people("eve", "ida")
    stem, whole = an_id(), EntityId(ada.project)
    await ada.push(ada.stem(stem), ada.draft(Kind.PROJECT, whole, fields={"isPublic": True}))
    await band.invite(ada.project, ada.who, invited)
    before = await band.ask(GetArrangement(project_id=ada.project), eve)
    told = await band.heard_in_project(ada.project)

    for who in (eve, invited):
        visitor = Device(band, who, ada.project, ReplicaId(f"device-of-{who.person}"))
        with pytest.raises(MayNot):
            await visitor.push(visitor.draft(Kind.STEM, stem, fields={"pan": 1}))

    assert await seen_by(ada) == before
    assert await band.heard_in_project(ada.project) == told


async def test_the_same_field_at_once_is_a_conflict_that_either_may_settle(band: Band) -> None:
    ada, bob = await band.form("ada", "bob")
    stem = an_id()
    await ada.push(ada.stem(stem))
    await ada.set(Kind.STEM, stem, base=1, volume=0.2)
    band.clock.advance(seconds=1)

    outcome = await bob.pushed(
        bob.draft(Kind.STEM, stem, fields={"volume": 0.8, "pan": -1}, base_version=1)
    )

    (conflict,) = (await band.ask(ListConflicts(project_id=ada.project), ada.who)).items
    assert [each.event.name for each in outcome.events].count("conflict.detected") == 3
    found = conflict
    assert (found.field, found.winner.value, found.losers[0].value) == ("volume", 0.8, 0.2)
    settled = await band.do(ResolveConflict(conflict_id=found.id, choice=Choice.MINE), ada.who)
    assert settled.resolved_by == ada.who.person
    stands = await band.ask(GetStem(stem_id=stem), bob.who)
    assert (stands.fields["volume"], stands.fields["pan"]) == (0.2, -1)
    assert (await band.ask(ListConflicts(project_id=ada.project), bob.who)).items == []
    with pytest.raises(Conflict):
        await band.do(ResolveConflict(conflict_id=found.id, choice=Choice.MINE), bob.who)


async def test_who_has_no_value_in_a_conflict_cannot_choose_it(band: Band) -> None:
    ada, bob, cy = await band.form("ada", "bob", "cyd")
    stem = an_id()
    await ada.push(ada.stem(stem))
    await ada.set(Kind.STEM, stem, base=1, volume=0.2)
    await bob.set(Kind.STEM, stem, base=1, volume=0.8)
    (conflict,) = (await band.ask(ListConflicts(project_id=ada.project), cy.who)).items

    with pytest.raises(Invalid):
        await band.do(ResolveConflict(conflict_id=conflict.id, choice=Choice.MINE), cy.who)


async def test_an_edit_outlives_a_deletion_that_has_not_seen_it(band: Band) -> None:
    ada, bob = await band.form("ada", "bob")
    stem = an_id()
    await ada.push(ada.stem(stem))

    await bob.set(Kind.STEM, stem, base=1, name="Deep bass")
    await ada.push(ada.draft(Kind.STEM, stem, Op.DELETE, base_version=1))

    assert [each.fields["name"] for each in (await seen_by(ada)).stems] == ["Deep bass"]
    (conflict,) = (await band.ask(ListConflicts(project_id=ada.project), ada.who)).items
    await band.do(ResolveConflict(conflict_id=conflict.id, choice=Choice.MINE), ada.who)
    assert (await seen_by(ada)).stems == []


async def test_notes_are_merged_note_by_note(band: Band) -> None:
    ada, bob = await band.form("ada", "bob")
    stem, segment, first, second = an_id(), an_id(), an_id(), an_id()
    add = note(NoteOp.ADD, first, pitch=60, start=0, duration=480)
    await ada.push(
        ada.stem(stem),
        ada.segment(segment, stem),
        ada.draft(Kind.SEGMENT, segment, Op.NOTES, notes=(add,)),
    )

    moved = note(NoteOp.SET, first, start=960, pitch=62)
    louder = note(NoteOp.SET, first, velocity=100)
    other = note(NoteOp.ADD, second, pitch=64, start=0, duration=480)
    await ada.push(ada.draft(Kind.SEGMENT, segment, Op.NOTES, notes=(moved,), base_version=2))
    await bob.push(
        bob.draft(Kind.SEGMENT, segment, Op.NOTES, notes=(louder, other), base_version=2)
    )

    (shown,) = (await seen_by(bob)).segments
    assert [(each.id, each.fields["pitch"], each.fields["velocity"]) for each in shown.notes] == [
        (second, 64, 64),
        (first, 62, 100),
    ]
    assert (await band.ask(ListConflicts(project_id=ada.project), ada.who)).items == []


async def test_a_segment_that_was_moved_and_cut_at_once_is_mended_by_the_server(
    band: Band,
) -> None:
    ada, bob = await band.form("ada", "bob")
    stem, segment = an_id(), an_id()
    await ada.push(ada.stem(stem), ada.segment(segment, stem))

    await ada.set(Kind.SEGMENT, segment, base=1, startMs=900)
    outcome = await bob.pushed(
        bob.draft(Kind.SEGMENT, segment, fields={"endMs": 500}, base_version=1)
    )

    (shown,) = (await band.ask(ListSegments(stem_id=stem), ada.who)).items
    assert (shown.fields["startMs"], shown.fields["endMs"]) == (900, 1000)
    assert [each.event.name for each in outcome.events][:2] == ["segment.update"] * 2


async def test_a_group_within_a_group_is_mended(band: Band) -> None:
    ada, bob = await band.form("ada", "bob")
    one, two, three = an_id(), an_id(), an_id()
    await ada.push(ada.stem(one), ada.stem(two), ada.stem(three))

    await ada.set(Kind.STEM, two, group=one)
    await bob.set(Kind.STEM, three, group=two)

    view = await seen_by(ada)
    assert [each.fields["group"] for each in view.stems] == [None, one, one]


async def test_single_calls_are_merged_by_the_version_that_they_were_made_to(band: Band) -> None:
    ada, bob = await band.form("ada", "bob")
    stem = an_id()
    await ada.push(ada.stem(stem))

    await band.do(ChangeStem(stem_id=stem, fields={"name": "Low"}, version=1), ada.who)
    merged = await band.do(ChangeStem(stem_id=stem, fields={"pan": 1}, version=1), bob.who)

    assert (merged.fields["name"], merged.fields["pan"], merged.version) == ("Low", 1, 3)
    assert (await band.ask(ListConflicts(project_id=ada.project), ada.who)).items == []
    with pytest.raises(Conflict):
        await band.do(ChangeStem(stem_id=stem, fields={"pan": 0}, expected=1), bob.who)


async def test_a_stem_goes_after_another(band: Band) -> None:
    (ada,) = await band.form("ada")
    one, two, three = an_id(), an_id(), an_id()
    await ada.push(ada.stem(one), ada.stem(two), ada.stem(three))

    await band.do(ChangeStem(stem_id=three, fields={"after": one}), ada.who)
    await band.do(ChangeStem(stem_id=two, fields={"after": None}), ada.who)

    assert [each.id for each in (await seen_by(ada)).stems] == [two, one, three]


async def test_what_was_deleted_is_gone_until_it_is_restored(band: Band) -> None:
    (ada,) = await band.form("ada")
    stem, segment = an_id(), an_id()
    await ada.push(ada.stem(stem), ada.segment(segment, stem))

    await band.do(DeleteStem(stem_id=stem), ada.who)
    late = await ada.push(ada.draft(Kind.SEGMENT, segment, fields={"name": "Hook"}))
    with pytest.raises(NotFound):
        await band.do(DeleteStem(stem_id=stem), ada.who)
    assert list(refused(late).values()) == ["entity-deleted"]
    await ada.push(ada.draft(Kind.STEM, stem, Op.RESTORE))

    view = await seen_by(ada)
    assert [each.id for each in view.stems] == [stem]
    assert [each.id for each in view.segments] == [segment]


async def test_an_id_that_is_in_use_elsewhere_is_refused(band: Band) -> None:
    ada, bob = await band.form("ada", "bob")
    stem = an_id()
    await ada.push(ada.stem(stem))
    other = await band.project(bob.who)
    bob.project = other

    pushed = await bob.push(bob.stem(stem), bob.draft(Kind.STEM, stem, fields={"volume": 0.0}))

    assert list(refused(pushed).values()) == ["id-in-use", "not-found"]


async def test_nobody_speaks_for_the_server_or_for_another(band: Band) -> None:
    ada, bob = await band.form("ada", "bob")
    stem = an_id()
    await ada.push(ada.stem(stem))
    bob.replica, bob.counter = ada.replica, 1

    foreign = await bob.push(bob.stem(an_id()))

    assert len(refused(foreign)) == 1
    assert UserId(bob.who.person) != ada.who.person


@pytest.mark.parametrize("whose", ["own", "another's", "server"])
async def test_a_reserved_replica_is_refused_and_leaves_no_trace(band: Band, whose: str) -> None:
    ada, bob = await band.form("ada", "bob")
    stem, own = an_id(), ReplicaId(f"rest:{bob.who.person}")
    await ada.push(ada.stem(stem))
    thief = bob if whose == "own" else ada
    thief.replica, thief.counter = (ReplicaId("server") if whose == "server" else own), 0

    outcome = await thief.pushed(thief.draft(Kind.STEM, stem, fields={"volume": 0.1}))

    assert list(refused(outcome.value).values()) == ["replica-reserved"]
    assert outcome.events == ()
    assert thief.replica not in outcome.value.vector
    changed = await band.do(ChangeStem(stem_id=stem, fields={"volume": 0.3}), bob.who)
    assert changed.fields["volume"] == 0.3


async def test_a_reserved_replica_stops_none_of_the_changes_beside_it(band: Band) -> None:
    (ada,) = await band.form("ada")
    stem = an_id()
    taken = attrs.evolve(ada.stem(an_id()), replica=ReplicaId(f"rest:{ada.who.person}"))
    ada.counter = 0

    pushed = await ada.push(ada.stem(stem), taken, ada.draft(Kind.STEM, stem, fields={"pan": 1}))

    assert [each.refusal is None for each in pushed.decided] == [True, False, True]
    assert (await band.ask(GetStem(stem_id=stem), ada.who)).fields["pan"] == 1
