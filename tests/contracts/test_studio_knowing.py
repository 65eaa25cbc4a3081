"""What whoever makes a change knows to stand, or to be deleted, counts against it."""

import pytest

from phantom_adapters.memory import ManualClock
from phantom_core.kernel import Gone, Invalid, Storage
from phantom_core.phantom import Phantom
from phantom_core.studio import (
    AddSegment,
    ArrangementView,
    ChangeSegment,
    ChangeStem,
    DeleteStem,
    GetArrangement,
    GetSegment,
    Kind,
    ListConflicts,
    NoteOp,
    Op,
)
from tests.use_cases.studio.band import Band, Device, an_id, note, refused


@pytest.fixture
def band(storage: Storage, clock: ManualClock) -> Band:
    return Band(clock, storage, Phantom(storage))


async def seen_by(device: Device) -> ArrangementView:
    return await device.workshop.ask(GetArrangement(project_id=device.project), device.who)


@pytest.mark.parametrize("base", [1, None])
async def test_who_deletes_a_stem_as_it_stands_deletes_what_others_put_in(
    band: Band, base: int | None
) -> None:
    ada, bob = await band.form("ada", "bob")
    stem = an_id()
    await ada.push(ada.stem(stem))
    await bob.push(bob.segment(an_id(), stem))

    await ada.push(ada.draft(Kind.STEM, stem, Op.DELETE, base_version=base))

    assert (await seen_by(ada)).stems == []
    assert (await band.ask(ListConflicts(project_id=ada.project), ada.who)).items == []


async def test_who_says_what_they_had_seen_deletes_no_more(band: Band) -> None:
    ada, bob = await band.form("ada", "bob")
    stem = an_id()
    await ada.push(ada.stem(stem))
    await bob.push(bob.segment(an_id(), stem))

    await ada.push(ada.draft(Kind.STEM, stem, Op.DELETE, seen={}))

    assert [each.id for each in (await seen_by(ada)).stems] == [stem]


async def test_a_note_that_is_known_to_be_deleted_stays_so(band: Band) -> None:
    ada, bob = await band.form("ada", "bob")
    stem, segment, name = an_id(), an_id(), an_id()
    await ada.push(
        ada.stem(stem),
        ada.segment(segment, stem),
        ada.draft(
            Kind.SEGMENT,
            segment,
            Op.NOTES,
            notes=(note(NoteOp.ADD, name, pitch=60, start=0, duration=480),),
        ),
        ada.draft(Kind.SEGMENT, segment, Op.NOTES, notes=(note(NoteOp.DELETE, name),)),
    )
    louder = (note(NoteOp.SET, name, velocity=100),)

    knowing = await bob.push(
        bob.draft(Kind.SEGMENT, segment, Op.NOTES, notes=louder, base_version=3)
    )
    assert list(refused(knowing).values()) == ["entity-deleted"]
    assert (await band.ask(GetSegment(segment_id=segment), ada.who)).notes == ()
    unknowing = await bob.push(
        bob.draft(Kind.SEGMENT, segment, Op.NOTES, notes=louder, base_version=2)
    )

    assert refused(unknowing) == {}
    assert len((await band.ask(GetSegment(segment_id=segment), ada.who)).notes) == 1


async def test_nothing_is_put_into_a_stem_that_is_known_to_be_deleted(band: Band) -> None:
    ada, bob = await band.form("ada", "bob")
    stem, other, segment = an_id(), an_id(), an_id()
    await ada.push(ada.stem(stem), ada.stem(other), ada.segment(segment, other))
    await band.do(DeleteStem(stem_id=stem), ada.who)
    span = {"type": "midi", "startMs": 0, "endMs": 1000}

    with pytest.raises(Gone):
        await band.do(AddSegment(stem_id=stem, fields=span), bob.who)
    with pytest.raises(Gone):
        await band.do(ChangeSegment(segment_id=segment, fields={"stemId": stem}), bob.who)
    knowing = await bob.push(bob.segment(an_id(), stem))

    assert list(refused(knowing).values()) == ["entity-deleted"]
    assert [each.id for each in (await seen_by(ada)).stems] == [other]
    late = bob.draft(
        Kind.SEGMENT, an_id(), Op.CREATE, fields={"stemId": stem, **span}, base_version=0
    )
    assert refused(await bob.push(late)) == {}
    assert {each.id for each in (await seen_by(ada)).stems} == {stem, other}


@pytest.mark.parametrize(("edge", "value"), [("startMs", 5000), ("endMs", 0)])
async def test_a_segment_that_would_end_before_it_starts_is_refused(
    band: Band, edge: str, value: int
) -> None:
    ada, bob = await band.form("ada", "bob")
    stem, segment = an_id(), an_id()
    await ada.push(ada.stem(stem), ada.segment(segment, stem))

    with pytest.raises(Invalid) as refusal:
        await band.do(ChangeSegment(segment_id=segment, fields={edge: value}), bob.who)
    pushed = await bob.set(Kind.SEGMENT, segment, **{edge: value})

    assert [fault.path for fault in refusal.value.faults] == [edge]
    assert list(refused(pushed).values()) == ["invalid"]


async def test_no_stem_stands_in_a_group_that_is_known_to_be_deleted(band: Band) -> None:
    ada, bob = await band.form("ada", "bob")
    stem, group = an_id(), an_id()
    await ada.push(ada.stem(stem), ada.stem(group))
    await band.do(DeleteStem(stem_id=group), ada.who)

    with pytest.raises(Invalid) as refusal:
        await band.do(ChangeStem(stem_id=stem, fields={"group": group}), bob.who)

    assert [fault.path for fault in refusal.value.faults] == ["group"]
