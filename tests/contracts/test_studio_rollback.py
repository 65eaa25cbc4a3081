"""Going back: what was deleted comes back, what was made since goes, and history grows."""

from typing import Any

import pytest

from phantom_adapters.contracts.kernel_examples import write
from phantom_adapters.memory import ManualClock
from phantom_core.kernel import SYSTEM, Invalid, NotFound, Storage
from phantom_core.phantom import Phantom
from phantom_core.studio import (
    ArrangementView,
    ChangeProject,
    ChangeSegment,
    ChangeStem,
    CollaboratorRole,
    ContinueRollback,
    DeleteSegment,
    DeleteStem,
    EntityId,
    GetArrangement,
    Kind,
    ListChanges,
    ListConflicts,
    ListVersions,
    MayNot,
    NameTaken,
    NameVersion,
    NoteOp,
    NotThereThen,
    Op,
    RollBack,
    Way,
    project_topic,
)
from phantom_core.studio.use_cases.rollback import MOST_STEPS
from tests.use_cases.studio.band import Band, Device, an_id, note


@pytest.fixture
def band(storage: Storage, clock: ManualClock) -> Band:
    return Band(clock, storage, Phantom(storage))


async def view_of(device: Device) -> ArrangementView:
    return await device.workshop.ask(GetArrangement(project_id=device.project), device.who)


async def picture(device: Device) -> Any:
    """All that stands, without who wrote it when."""
    view = await view_of(device)
    return (
        dict(view.fields),
        [(each.id, dict(each.fields)) for each in view.stems],
        [
            (
                each.id,
                each.owner_id,
                dict(each.fields),
                [(n.id, dict(n.fields)) for n in each.notes],
            )
            for each in view.segments
        ],
    )


async def head(device: Device) -> int:
    """The last event of the project."""
    topic = project_topic(device.project)
    return len(await device.workshop.heard(topic))


async def back(device: Device, seq: int, entity: EntityId | None = None) -> Way:
    command = RollBack(project_id=device.project, to_seq=seq, entity_id=entity)
    return await device.workshop.do(command, device.who)


class Song:
    """A stem with a segment of two notes, and a point in time at which it stands."""

    def __init__(self, device: Device) -> None:
        self.device = device
        self.stem, self.segment, self.low, self.high = an_id(), an_id(), an_id(), an_id()
        self.point = 0
        self.then: Any = None

    async def begin(self) -> "Song":
        ada = self.device
        await ada.push(ada.stem(self.stem), ada.segment(self.segment, self.stem))
        await ada.push(
            ada.draft(
                Kind.SEGMENT,
                self.segment,
                Op.NOTES,
                notes=(
                    note(NoteOp.ADD, self.low, pitch=40, start=0, duration=10, velocity=64),
                    note(NoteOp.ADD, self.high, pitch=60, start=5, duration=10, velocity=64),
                ),
            )
        )
        self.point, self.then = await head(ada), await picture(ada)
        return self


async def test_what_was_made_since_goes_and_fields_hold_what_they_held(band: Band) -> None:
    (ada,) = await band.form("ada")
    song = await Song(ada).begin()
    await ada.set(Kind.STEM, song.stem, name="Drums", volume=0.2)
    new = an_id()
    await ada.push(ada.stem(new, "Keys"), ada.segment(an_id(), new))
    await ada.push(
        ada.draft(
            Kind.SEGMENT,
            song.segment,
            Op.NOTES,
            notes=(
                note(NoteOp.SET, song.low, pitch=41),
                note(NoteOp.ADD, an_id(), pitch=70, start=0, duration=1),
            ),
        )
    )
    await band.do(ChangeProject(project_id=ada.project, fields={"tempo": 90}), ada.who)

    way = await back(ada, song.point)

    assert way.done
    assert await picture(ada) == song.then


async def test_what_was_deleted_since_comes_back_whole(band: Band) -> None:
    (ada,) = await band.form("ada")
    song = await Song(ada).begin()
    await ada.push(ada.draft(Kind.SEGMENT, song.segment, Op.DELETE), live=True)
    await band.do(DeleteStem(stem_id=song.stem), ada.who)

    await back(ada, song.point)

    assert await picture(ada) == song.then


async def test_what_was_added_to_a_stem_before_it_was_deleted_does_not_come_back_with_it(
    band: Band,
) -> None:
    (ada,) = await band.form("ada")
    song = await Song(ada).begin()
    await ada.push(ada.segment(an_id(), song.stem))
    await band.do(DeleteStem(stem_id=song.stem), ada.who)

    await back(ada, song.point)

    assert await picture(ada) == song.then


async def test_going_back_twice_changes_nothing_the_second_time(band: Band) -> None:
    (ada,) = await band.form("ada")
    song = await Song(ada).begin()
    await band.do(DeleteStem(stem_id=song.stem), ada.who)
    await back(ada, song.point)
    before = await head(ada)

    way = await back(ada, song.point)

    assert (way.changes, await head(ada)) == (0, before)


async def test_going_back_from_going_back_brings_back_what_was(band: Band) -> None:
    (ada,) = await band.form("ada")
    song = await Song(ada).begin()
    await band.do(DeleteSegment(segment_id=song.segment), ada.who)
    await ada.push(ada.stem(an_id(), "Keys"))
    later, there = await head(ada), await picture(ada)
    await back(ada, song.point)

    await back(ada, later)

    assert await picture(ada) == there


async def test_history_only_grows_and_the_end_of_it_is_told(band: Band) -> None:
    (ada,) = await band.form("ada")
    song = await Song(ada).begin()
    await ada.set(Kind.STEM, song.stem, name="Drums")
    before = await band.ask(ListChanges(project_id=ada.project), ada.who)

    await back(ada, song.point)

    after = await band.ask(ListChanges(project_id=ada.project), ada.who)
    assert after.items[: len(before.items)] == before.items
    assert len(after.items) == len(before.items) + 1
    assert (await band.heard_in_project(ada.project)).count("project.reverted") == 1


async def test_a_stem_goes_back_alone(band: Band) -> None:
    (ada,) = await band.form("ada")
    song = await Song(ada).begin()
    other = an_id()
    await ada.push(ada.stem(other, "Keys"))
    await ada.set(Kind.STEM, song.stem, name="Drums")
    await ada.push(ada.segment(an_id(), song.stem))

    await back(ada, song.point, song.stem)

    _, stems, segments = await picture(ada)
    assert [name["name"] for _, name in stems] == ["Bass", "Keys"]
    assert segments == song.then[2]


async def test_a_segment_goes_back_alone_with_its_notes(band: Band) -> None:
    (ada,) = await band.form("ada")
    song = await Song(ada).begin()
    await ada.set(Kind.STEM, song.stem, name="Drums")
    await ada.push(
        ada.draft(Kind.SEGMENT, song.segment, Op.NOTES, notes=(note(NoteOp.DELETE, song.low),))
    )

    await back(ada, song.point, song.segment)

    _, stems, segments = await picture(ada)
    assert stems[0][1]["name"] == "Drums"
    assert segments == song.then[2]


async def test_a_segment_that_was_moved_goes_back_to_its_stem(band: Band) -> None:
    (ada,) = await band.form("ada")
    song = await Song(ada).begin()
    other = an_id()
    await ada.push(ada.stem(other, "Keys"))
    await band.do(ChangeSegment(segment_id=song.segment, fields={"stemId": other}), ada.who)

    await back(ada, song.point, song.stem)

    assert (await picture(ada))[2] == song.then[2]


async def test_what_was_not_there_then_cannot_go_back(band: Band) -> None:
    (ada,) = await band.form("ada")
    song = await Song(ada).begin()
    new = an_id()
    await ada.push(ada.stem(new, "Keys"))

    with pytest.raises(NotThereThen):
        await back(ada, song.point, new)
    with pytest.raises(NotFound):
        await back(ada, song.point, an_id())


async def test_a_point_that_is_to_come_is_none(band: Band) -> None:
    (ada,) = await band.form("ada")

    with pytest.raises(Invalid):
        await back(ada, 10_000)
    with pytest.raises(Invalid):
        await band.do(RollBack(project_id=ada.project), ada.who)


async def test_going_back_takes_the_permissions_of_what_it_does(band: Band) -> None:
    ada, eve = await band.form("ada", "eve")
    song = await Song(ada).begin()
    await ada.push(ada.stem(an_id(), "Keys"))
    await band.set_place(ada.project, ada.who, eve.who, can_delete_stems=False)

    with pytest.raises(MayNot):
        await back(eve, song.point)
    await band.set_place(ada.project, ada.who, eve.who, CollaboratorRole.VIEWER)
    with pytest.raises(MayNot):
        await back(eve, song.point)
    assert len((await view_of(ada)).stems) == 2


async def test_who_may_look_is_not_taken_back(band: Band) -> None:
    (ada,) = await band.form("ada")
    song = await Song(ada).begin()
    await band.do(ChangeProject(project_id=ada.project, fields={"isPublic": True}), ada.who)

    await back(ada, song.point)

    assert (await view_of(ada)).fields["isPublic"] is True


async def test_who_edits_without_knowing_of_it_is_in_conflict_with_it(band: Band) -> None:
    ada, eve = await band.form("ada", "eve")
    song = await Song(ada).begin()
    await ada.set(Kind.STEM, song.stem, name="Drums")
    offline = eve.draft(Kind.STEM, song.stem, fields={"name": "Cymbals"}, base_version=2)
    band.pass_time(seconds=1)
    await back(ada, song.point)

    await eve.push(offline)

    found = await band.ask(ListConflicts(project_id=ada.project), ada.who)
    assert [each.field for each in found.items] == ["name"]


async def test_a_version_has_a_name_of_its_own_in_its_project(band: Band) -> None:
    (ada,) = await band.form("ada")
    song = await Song(ada).begin()
    named = await band.do(NameVersion(project_id=ada.project, name="First take"), ada.who)

    with pytest.raises(NameTaken):
        await band.do(NameVersion(project_id=ada.project, name="First take"), ada.who)
    listed = await band.ask(ListVersions(project_id=ada.project), ada.who)

    assert named.seq == song.point
    assert [each.name for each in listed.items] == ["First take"]
    assert named.created_by == ada.who.person


async def test_a_project_goes_back_to_a_version_by_its_name(band: Band) -> None:
    (ada,) = await band.form("ada")
    song = await Song(ada).begin()
    await band.do(NameVersion(project_id=ada.project, name="First take"), ada.who)
    await band.do(ChangeStem(stem_id=song.stem, fields={"name": "Drums", "pan": -1}), ada.who)

    await band.do(RollBack(project_id=ada.project, to_version="First take"), ada.who)

    assert await picture(ada) == song.then
    with pytest.raises(NotFound):
        await band.do(RollBack(project_id=ada.project, to_version="Second take"), ada.who)


async def test_what_is_large_goes_back_in_pieces_and_is_told_at_the_end(band: Band) -> None:
    ada, eve = await band.form("ada", "eve")
    point, then = await head(ada), await picture(ada)
    stems = [an_id() for _ in range(MOST_STEPS + 20)]
    await ada.push(*(ada.stem(stem, f"Stem {at}") for at, stem in enumerate(stems)))

    way = await back(ada, point)

    assert (way.done, way.changes) == (False, MOST_STEPS)
    assert "project.reverted" not in await band.heard_in_project(ada.project)
    kept = an_id()
    await eve.push(eve.stem(kept, "Of the meantime"))
    await _work(band)
    assert (await band.heard_in_project(ada.project)).count("project.reverted") == 1
    fields, left, _ = await picture(ada)
    assert fields == then[0]
    assert [stem for stem, _ in left] == [kept]


async def _work(band: Band) -> None:
    """Do what was left to do."""

    def waiting(work: Any) -> list[ContinueRollback]:
        jobs = work.jobs.due(work.now, 10, ["ContinueRollback"])
        return [job.deferred for job in jobs]

    for command in await write(band.storage, waiting):
        await band.do(command, SYSTEM)
