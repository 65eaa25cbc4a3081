"""Working in a project over the real socket: together, apart, and together again."""

from collections.abc import AsyncIterator
from random import Random

import pytest

from phantom_adapters.client import Event
from phantom_core.kernel import NotFound
from phantom_core.studio import new_note, new_segment, new_stem
from phantom_core.sync import Put, RecordId, Remove, snapshot
from tests.client.studio_house import Desk, StudioHouse, new_record, studio_house, within
from tests.http.world import World

STEM, CLIP, NOTE = new_record(), new_record(), new_record()


@pytest.fixture
async def house(world: World) -> AsyncIterator[StudioHouse]:
    """A server of projects."""
    async with studio_house(world) as house:
        yield house


async def _two(house: StudioHouse) -> tuple[Desk, Desk]:
    ada, bob = [await house.world.someone(name) for name in ("ada_l", "bob_b")]
    project_id = await house.project_of(ada, bob)
    return house.desk(ada, project_id), house.desk(bob, project_id)


async def _lay(desk: Desk) -> None:
    """Lay a stem with a clip that has a note."""
    async with desk.connected() as work:
        project = RecordId(desk.project_id)
        work.edit(new_stem(desk.replica.view, project, STEM, chance=Random(1), name="Bass"))
        work.edit(new_segment(CLIP, STEM, type="midi", startMs=0, endMs=4000))
        work.edit(new_note(NOTE, CLIP, pitch=40, start=0, duration=240))
        await work.saved()


@pytest.mark.flow
async def test_what_one_does_the_other_sees(house: StudioHouse) -> None:
    ada, bob = await _two(house)

    async with bob.connected() as watching:
        await _lay(ada)
        await within(watching, lambda: NOTE in bob.replica.view)

    assert ada.replica.is_everything_saved
    assert snapshot(bob.replica.confirmed) == snapshot(ada.replica.confirmed)
    assert bob.replica.view.value(NOTE, "pitch") == 40


@pytest.mark.flow
async def test_what_was_done_apart_is_merged_and_what_clashes_is_shown_to_both(
    house: StudioHouse,
) -> None:
    ada, bob = await _two(house)
    await _lay(ada)
    async with bob.connected():
        pass
    bob.replica.edit(Put(STEM, {"volume": 0.9}), now_ms=0)
    bob.replica.edit(Put(NOTE, {"velocity": 10}), now_ms=0)

    async with ada.connected() as here:
        here.edit(Put(STEM, {"volume": 0.1}))
        here.edit(Put(STEM, {"name": "Sub"}))
        here.edit(Remove(NOTE))
        await here.saved()
        async with bob.connected() as there:
            await there.saved()
            await within(here, lambda: len(ada.replica.conflicts) == 2)
            await within(there, lambda: len(bob.replica.conflicts) == 2)

    assert ada.replica.conflicts == bob.replica.conflicts
    assert ada.replica.view.value(STEM, "name") == "Sub"
    assert NOTE in ada.replica.view
    assert snapshot(bob.replica.confirmed) == snapshot(ada.replica.confirmed)


async def test_whoever_comes_late_sees_the_same(house: StudioHouse) -> None:
    ada, bob = await _two(house)
    await _lay(ada)
    async with ada.connected() as work:
        for turn in range(50):
            work.edit(Put(STEM, {"pan": turn / 50}))
        await work.saved()

    async with bob.connected() as work:
        await within(work, lambda: bob.replica.view.value(STEM, "pan") == 49 / 50)

    assert bob.replica.view.state() == ada.replica.view.state()


async def test_nothing_is_lost_or_doubled_while_connections_are_cut(house: StudioHouse) -> None:
    ada, bob = await _two(house)
    await _lay(ada)

    async with ada.connected() as here, bob.connected() as there:
        for turn in range(6):
            for step in range(10):
                here.edit(Put(STEM, {"volume": step / 10}))
                there.edit(new_note(new_record(), CLIP, pitch=step, start=turn, duration=1))
            house.cut()
        await here.saved()
        await there.saved()
        await within(here, lambda: len(ada.replica.view.children(CLIP)) == 61)
        await within(there, lambda: bob.replica.view.value(STEM, "volume") == 0.9)

    assert ada.replica.confirmed.vector == bob.replica.confirmed.vector
    assert snapshot(bob.replica.confirmed) == snapshot(ada.replica.confirmed)


async def test_what_may_not_be_is_told_and_the_rest_stands(house: StudioHouse) -> None:
    ada, _ = await _two(house)
    await _lay(ada)

    async with ada.connected() as work:
        work.edit(Put(STEM, {"volume": 7}))
        work.edit(Put(STEM, {"volume": 0.7}))
        await work.saved()

    (rejection,) = ada.replica.rejections
    assert rejection.problem.path == "fields.volume"
    assert ada.replica.view.value(STEM, "volume") == 0.7


async def test_who_may_only_look_keeps_what_was_not_applied(house: StudioHouse) -> None:
    ada, bob = await _two(house)
    await _lay(ada)
    async with bob.connected():
        pass
    path = f"/api/projects/{bob.project_id}/collaborators/{bob.someone.id}"
    demoted = await ada.someone.send("PUT", path, json={"role": "viewer"})
    bob.replica.edit(Put(STEM, {"volume": 0.3}), now_ms=0)

    async with bob.connected() as work:
        await work.saved()

    assert demoted.status_code == 204
    (rejection,) = bob.replica.rejections
    assert rejection.problem.rule == "no-permission"
    assert '"volume": 0.3' in bob.replica.export_rejections()
    assert bob.replica.view.value(STEM, "volume") == 1.0


@pytest.mark.flow
async def test_one_takes_back_what_one_has_done_oneself(house: StudioHouse) -> None:
    ada, bob = await _two(house)
    await _lay(ada)

    async with ada.connected() as here, bob.connected() as there:
        here.edit(Put(STEM, {"volume": 0.2, "pan": 0.5}))
        await here.saved()
        await within(there, lambda: bob.replica.view.value(STEM, "pan") == 0.5)
        there.edit(Put(STEM, {"pan": -1.0}))
        await there.saved()
        await within(here, lambda: ada.replica.view.value(STEM, "pan") == -1.0)
        here.undo()
        await here.saved()
        await within(there, lambda: bob.replica.view.value(STEM, "volume") == 1.0)

    assert bob.replica.view.value(STEM, "pan") == -1.0


async def test_whatever_else_happens_in_the_project_is_told(house: StudioHouse) -> None:
    ada, bob = await _two(house)
    told: list[str] = []

    async with ada.connected() as work:
        work.notices.append(
            lambda item: told.extend([item.type] if isinstance(item, Event) else [])
        )
        await bob.someone.send("POST", f"/api/projects/{ada.project_id}/collaborators/leave")
        await within(work, lambda: "collaborator.removed" in told)


async def test_a_project_that_one_may_not_see_cannot_be_worked_in(house: StudioHouse) -> None:
    ada, _ = await _two(house)
    eve = house.desk(await house.world.someone("eve_e"), ada.project_id)

    with pytest.raises(NotFound):
        async with eve.connected():
            pass


async def test_a_clip_of_thousands_of_notes_goes_there_and_comes_back(house: StudioHouse) -> None:
    ada, bob = await _two(house)
    await _lay(ada)
    notes = [new_record() for _ in range(12_000)]

    async with ada.connected() as work:
        for start in range(0, len(notes), 4_000):
            part = notes[start : start + 4_000]
            work.edit(
                *(
                    new_note(note, CLIP, pitch=60, start=tick, duration=1)
                    for tick, note in enumerate(part)
                )
            )
        await work.saved()
    async with bob.connected() as work:
        await within(work, lambda: len(bob.replica.view.children(CLIP)) == 12_001)

    assert ada.replica.is_everything_saved
    assert bob.replica.view.state() == ada.replica.view.state()


async def test_a_note_that_was_removed_comes_back_for_all_by_undoing(house: StudioHouse) -> None:
    ada, bob = await _two(house)
    await _lay(ada)

    async with ada.connected() as here, bob.connected() as there:
        here.edit(Remove(NOTE))
        await here.saved()
        await within(there, lambda: NOTE not in bob.replica.view)
        here.undo()
        await here.saved()
        await within(there, lambda: NOTE in bob.replica.view)
        added = new_record()
        here.edit(new_note(added, CLIP, pitch=41, start=9, duration=9))
        here.undo()
        here.redo()
        await here.saved()
        await within(there, lambda: added in bob.replica.view)

    assert bob.replica.view.value(NOTE, "pitch") == 40
    assert snapshot(bob.replica.confirmed) == snapshot(ada.replica.confirmed)


async def test_a_stem_that_was_removed_comes_back_for_all_by_undoing(house: StudioHouse) -> None:
    ada, bob = await _two(house)
    await _lay(ada)

    async with ada.connected() as here, bob.connected() as there:
        here.edit(Remove(STEM))
        here.undo()
        await here.saved()
        await within(there, lambda: bob.replica.vector == ada.replica.vector)

    assert NOTE in bob.replica.view
    assert snapshot(bob.replica.confirmed) == snapshot(ada.replica.confirmed)
