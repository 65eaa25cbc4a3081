"""Going back to an earlier point of a project, by new changes."""

import pytest

from phantom_adapters.memory import ManualClock
from phantom_core.kernel import Conflict, Forbidden, Invalid, NotFound, Storage
from phantom_core.phantom import Phantom
from phantom_core.studio import (
    ArrangementView,
    CollaboratorRole,
    CreateProject,
    GetArrangement,
    Kind,
    ListVersions,
    NameVersion,
    NoteOp,
    Op,
    RollBack,
)
from tests.use_cases.studio.band import Band, Device, an_id, note


@pytest.fixture
def band(storage: Storage, clock: ManualClock) -> Band:
    return Band(clock, storage, Phantom(storage))


async def seen_by(device: Device) -> ArrangementView:
    return await device.workshop.ask(GetArrangement(project_id=device.project), device.who)


def shape(view: ArrangementView) -> object:
    """What stands, apart from how often it was changed."""
    stems = [(each.id, each.fields) for each in view.stems]
    segments = [(each.id, each.owner_id, each.fields, each.notes) for each in view.segments]
    return view.fields, stems, segments


async def name(band: Band, device: Device, called: str) -> None:
    await band.do(NameVersion(project_id=device.project, name=called), device.who)


async def back(band: Band, device: Device, called: str, **more: object) -> None:
    command = RollBack(project_id=device.project, to_version=called, **more)  # type: ignore[arg-type]
    await band.do(command, device.who)


async def test_a_project_goes_back_and_forth_again(band: Band) -> None:
    ada, bob = await band.form("ada", "bob")
    bass, drums, segment, other, hit = (an_id() for _ in range(5))
    await ada.push(
        ada.stem(bass),
        ada.segment(segment, bass),
        ada.segment(other, bass),
        ada.draft(
            Kind.SEGMENT,
            segment,
            Op.NOTES,
            notes=(note(NoteOp.ADD, hit, pitch=60, start=0, duration=9),),
        ),
    )
    await name(band, ada, "one")
    one = await seen_by(ada)
    await ada.push(
        ada.stem(drums, "Drums"),
        ada.segment(an_id(), drums),
        ada.draft(Kind.SEGMENT, other, fields={"stemId": drums, "volume": 0.5}),
        ada.draft(
            Kind.SEGMENT,
            segment,
            Op.NOTES,
            notes=(
                note(NoteOp.DELETE, hit),
                note(NoteOp.ADD, an_id(), pitch=61, start=0, duration=9),
            ),
        ),
        ada.draft(Kind.STEM, bass, fields={"name": "Low"}),
    )
    await ada.push(ada.draft(Kind.STEM, bass, Op.DELETE), live=True)
    await name(band, ada, "two")
    two = await seen_by(ada)

    await back(band, ada, "one")
    assert shape(await seen_by(bob)) == shape(one)
    await back(band, ada, "two")
    assert shape(await seen_by(bob)) == shape(two)
    await back(band, ada, "two")
    assert shape(await seen_by(bob)) == shape(two)


async def test_one_stem_goes_back_and_the_others_stay(band: Band) -> None:
    (ada,) = await band.form("ada")
    bass, drums = an_id(), an_id()
    await ada.push(ada.stem(bass), ada.stem(drums, "Drums"))
    await name(band, ada, "one")
    await ada.set(Kind.STEM, bass, volume=0.1)
    await ada.set(Kind.STEM, drums, volume=0.2)

    await back(band, ada, "one", entity_id=bass)

    assert [each.fields["volume"] for each in (await seen_by(ada)).stems] == [1.0, 0.2]


async def test_who_may_not_edit_does_not_go_back(band: Band) -> None:
    ada, bob = await band.form("ada", "bob")
    await ada.push(ada.stem(an_id()))
    await name(band, ada, "one")
    await band.set_place(ada.project, ada.who, bob.who, CollaboratorRole.VIEWER)

    with pytest.raises(Forbidden):
        await back(band, bob, "one")
    with pytest.raises(NotFound):
        await back(band, ada, "never")
    with pytest.raises(Invalid):
        await band.do(RollBack(project_id=ada.project, to_seq=10_000), ada.who)


async def test_versions_have_names_of_their_own(band: Band) -> None:
    (ada,) = await band.form("ada")
    for called in ("one", "two"):
        band.clock.advance(seconds=1)
        await name(band, ada, called)
    other = (await band.do(CreateProject(name="Days"), ada.who)).card.id
    await band.do(NameVersion(project_id=other, name="one"), ada.who)

    with pytest.raises(Conflict):
        await name(band, ada, "one")
    page = await band.ask(ListVersions(project_id=ada.project), ada.who)
    assert [each.name for each in page.items] == ["two", "one"]
