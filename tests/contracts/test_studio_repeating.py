"""Making what is there already: the same once more, or something else by the same id."""

import attrs
import pytest

from phantom_adapters.memory import ManualClock
from phantom_core.kernel import Conflict, Forbidden, Gone, Storage
from phantom_core.phantom import Phantom
from phantom_core.studio import (
    AddSegment,
    AddStem,
    ArrangementView,
    CollaboratorRole,
    DeleteStem,
    EntityId,
    GetArrangement,
    GetStem,
    Kind,
    ListConflicts,
    NoteOp,
    Op,
)
from tests.use_cases.studio.band import Band, Device, an_id, note, refused

SPAN = {"type": "midi", "startMs": 0, "endMs": 1000}
CLIP = {
    "format": 1,
    "division": 480,
    "tracks": [
        {
            "events": [
                {"time": 0, "type": "noteOn", "channel": 0, "pitch": 60, "velocity": 9},
                {"time": 90, "type": "noteOff", "channel": 0, "pitch": 60, "velocity": 9},
            ]
        }
    ],
}


@pytest.fixture
def band(storage: Storage, clock: ManualClock) -> Band:
    return Band(clock, storage, Phantom(storage))


async def seen_by(device: Device) -> ArrangementView:
    return await device.workshop.ask(GetArrangement(project_id=device.project), device.who)


def adding(device: Device, stem: EntityId, name: str = "Bass") -> AddStem:
    return AddStem(project_id=device.project, stem_id=stem, fields={"name": name, "volume": 0.5})


async def test_a_stem_that_is_added_again_stands_as_others_left_it(band: Band) -> None:
    ada, bob = await band.form("ada", "bob")
    stem = an_id()
    await band.do(adding(ada, stem), ada.who)
    await bob.set(Kind.STEM, stem, volume=0.1)

    again = await band.do(adding(ada, stem), ada.who)

    assert (again.fields["volume"], again.version) == (0.1, 2)


async def test_another_stem_by_an_id_that_is_in_use_is_refused(band: Band) -> None:
    ada, bob = await band.form("ada", "bob")
    stem = an_id()
    await ada.push(ada.stem(stem))

    with pytest.raises(Conflict) as refusal:
        await band.do(adding(bob, stem, "Drums"), bob.who)
    pushed = await bob.push(bob.stem(stem, "Drums"))

    assert refusal.value.rule == "id-in-use"
    assert list(refused(pushed).values()) == ["id-in-use"]
    assert [each.fields["name"] for each in (await seen_by(ada)).stems] == ["Bass"]


async def test_who_may_not_add_stems_may_not_add_one_again(band: Band) -> None:
    ada, bob = await band.form("ada", "bob")
    stem = an_id()
    await band.do(adding(ada, stem), ada.who)
    await band.set_place(ada.project, ada.who, bob.who, CollaboratorRole.VIEWER)

    with pytest.raises(Forbidden):
        await band.do(adding(bob, stem), bob.who)


async def test_a_stem_that_is_pushed_again_is_told_as_an_update_of_nothing(band: Band) -> None:
    ada, bob = await band.form("ada", "bob")
    stem = an_id()
    await ada.push(ada.stem(stem))
    await bob.set(Kind.STEM, stem, volume=0.1)

    again = await ada.pushed(ada.stem(stem))

    assert refused(again.value) == {}
    assert [each.event.name for each in again.events] == ["stem.update"]
    stands = await band.ask(GetStem(stem_id=stem), ada.who)
    assert (stands.fields["volume"], stands.fields["name"]) == (0.1, "Bass")


async def test_a_segment_keeps_its_notes_when_it_is_added_again(band: Band) -> None:
    ada, bob = await band.form("ada", "bob")
    stem, segment = an_id(), an_id()
    await ada.push(ada.stem(stem))
    command = AddSegment(
        stem_id=stem,
        segment_id=segment,
        fields=SPAN,
        content=CLIP,
    )
    made = await band.do(command, ada.who)
    louder = note(NoteOp.SET, made.notes[0].id, velocity=100)
    await bob.push(bob.draft(Kind.SEGMENT, segment, Op.NOTES, notes=(louder,)))

    again = await band.do(command, ada.who)

    assert [each.fields["velocity"] for each in again.notes] == [100]
    with pytest.raises(Conflict):
        await band.do(attrs.evolve(command, content={**CLIP, "tracks": []}), ada.who)
    with pytest.raises(Conflict):
        await band.do(attrs.evolve(command, fields={**SPAN, "endMs": 2000}), ada.who)


async def test_a_note_that_is_added_again_stands_as_others_left_it(band: Band) -> None:
    ada, bob = await band.form("ada", "bob")
    stem, segment, name = an_id(), an_id(), an_id()
    add = note(NoteOp.ADD, name, pitch=60, start=0, duration=480)
    other = note(NoteOp.ADD, name, pitch=61, start=0, duration=480)
    await ada.push(
        ada.stem(stem),
        ada.segment(segment, stem),
        ada.draft(Kind.SEGMENT, segment, Op.NOTES, notes=(add,)),
    )
    louder = note(NoteOp.SET, name, velocity=100)
    await bob.push(bob.draft(Kind.SEGMENT, segment, Op.NOTES, notes=(louder,)))

    same = await ada.push(ada.draft(Kind.SEGMENT, segment, Op.NOTES, notes=(add,)))
    changed = await ada.push(ada.draft(Kind.SEGMENT, segment, Op.NOTES, notes=(other,)))

    assert refused(same) == {}
    assert list(refused(changed).values()) == ["id-in-use"]
    (shown,) = (await seen_by(ada)).segments
    assert [(each.fields["pitch"], each.fields["velocity"]) for each in shown.notes] == [(60, 100)]


async def test_two_that_make_the_same_without_knowing_are_merged(band: Band) -> None:
    ada, bob = await band.form("ada", "bob")
    stem = an_id()
    await ada.push(ada.stem(stem, "Bass"))
    band.clock.advance(seconds=1)

    draft = bob.draft(Kind.STEM, stem, Op.CREATE, fields={"name": "Low"}, seen={})
    pushed = await bob.push(draft)

    assert refused(pushed) == {}
    assert [each.fields["name"] for each in (await seen_by(ada)).stems] == ["Low"]
    listed = await band.ask(ListConflicts(project_id=ada.project), ada.who)
    assert "name" in {each.field for each in listed.items}


async def test_what_was_deleted_is_not_made_again(band: Band) -> None:
    (ada,) = await band.form("ada")
    stem = an_id()
    await band.do(adding(ada, stem), ada.who)
    await band.do(DeleteStem(stem_id=stem), ada.who)

    with pytest.raises(Gone):
        await band.do(adding(ada, stem), ada.who)
