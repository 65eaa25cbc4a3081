"""Making projects, and deleting them."""

import pytest

from phantom_core.identity import ChangeUser
from phantom_core.kernel import Bpm, Conflict, Id, Invalid, NotFound
from phantom_core.studio import (
    CollaboratorRole,
    CreateProject,
    DeleteProject,
    GetProject,
    ListProjects,
    MayNot,
    ProjectId,
    ProjectOver,
    SetCollaborator,
)
from tests.use_cases.studio.workshop import Workshop

CHOSEN = ProjectId(Id("01J9AD7000CH0SEN0000000000"))


async def test_whoever_makes_a_project_owns_it(workshop: Workshop) -> None:
    ada = await workshop.somebody("ada")
    made = await workshop.do(CreateProject(name="Nights", description="For winter."), ada)

    assert (made.card.owner.username, made.card.version) == ("ada", 1)
    assert made.me is not None
    assert made.me.role is CollaboratorRole.OWNER
    assert await workshop.ask(GetProject(project_id=made.card.id), ada) == made
    assert await workshop.heard_in_project(made.card.id) == [
        "project.state",
        "collaborator.updated",
        "project.update",
    ]


async def test_it_goes_as_fast_as_its_owner_prefers(workshop: Workshop) -> None:
    ada = await workshop.somebody("ada")
    await workshop.do(ChangeUser(default_tempo=Bpm(93.5)), ada)
    preferred = await workshop.do(CreateProject(name="Slow"), ada)
    chosen = await workshop.do(CreateProject(name="Fast", tempo=Bpm(180.0)), ada)

    assert (preferred.card.tempo, chosen.card.tempo) == (Bpm(93.5), Bpm(180.0))


@pytest.mark.parametrize(
    ("path", "fields"),
    [
        ("name", {"name": ""}),
        ("tempo", {"tempo": 19.9}),
        ("tempo", {"tempo": 401}),
        ("time_signature[0]", {"time_signature": (0, 4)}),
        ("time_signature[1]", {"time_signature": (4, 3)}),
        ("description", {"description": "x" * 2001}),
    ],
)
def test_what_no_project_can_be_is_refused(path: str, fields: dict[str, object]) -> None:
    with pytest.raises(Invalid) as refusal:
        CreateProject(**{"name": "Nights", **fields})  # type: ignore[arg-type]

    assert [fault.path for fault in refusal.value.faults] == [path]


async def test_the_same_creation_comes_to_the_same_project(workshop: Workshop) -> None:
    ada = await workshop.somebody("ada")
    creation = CreateProject(project_id=CHOSEN, name="Nights")
    first = await workshop.do(creation, ada)
    again = await workshop.told(creation, ada)

    assert first.card.id == CHOSEN
    assert again == []
    assert await workshop.do(creation, ada) == first


async def test_it_is_the_same_whatever_has_become_of_the_project(workshop: Workshop) -> None:
    ada, bob = await workshop.people("ada", "bob")
    creation = CreateProject(project_id=CHOSEN, name="Nights")
    await workshop.do(creation, ada)
    await workshop.enter(CHOSEN, ada, bob, CollaboratorRole.ADMIN)
    await workshop.do(
        SetCollaborator(project_id=CHOSEN, user_id=bob.person, role=CollaboratorRole.OWNER), ada
    )

    assert (await workshop.do(creation, ada)).card.owner.username == "bob"


async def test_another_creation_with_the_same_id_is_refused(workshop: Workshop) -> None:
    ada, bob = await workshop.people("ada", "bob")
    await workshop.do(CreateProject(project_id=CHOSEN, name="Nights"), ada)
    for name, actor in (("Days", ada), ("Nights", bob)):
        with pytest.raises(Conflict):
            await workshop.do(CreateProject(project_id=CHOSEN, name=name), actor)


async def test_a_deleted_project_is_gone_for_all_who_knew_it(workshop: Workshop) -> None:
    ada, bob, eve = await workshop.people("ada", "bob", "eve")
    project = await workshop.project(ada, bob, project_id=CHOSEN)
    await workshop.do(DeleteProject(project_id=project), ada)

    for actor in (ada, bob):
        with pytest.raises(ProjectOver):
            await workshop.ask(GetProject(project_id=project), actor)
        assert (await workshop.ask(ListProjects(), actor)).items == []
    with pytest.raises(NotFound):
        await workshop.ask(GetProject(project_id=project), eve)
    with pytest.raises(ProjectOver):
        await workshop.do(DeleteProject(project_id=project), ada)


async def test_it_does_not_come_back_by_being_made_again(workshop: Workshop) -> None:
    ada = await workshop.somebody("ada")
    creation = CreateProject(project_id=CHOSEN, name="Nights")
    await workshop.do(creation, ada)
    await workshop.do(DeleteProject(project_id=CHOSEN), ada)

    with pytest.raises(ProjectOver):
        await workshop.do(creation, ada)


async def test_only_its_owner_deletes_it(workshop: Workshop) -> None:
    ada, bob, eve = await workshop.people("ada", "bob", "eve")
    project = await workshop.project(ada, bob, role=CollaboratorRole.ADMIN)
    with pytest.raises(MayNot, match="owner"):
        await workshop.do(DeleteProject(project_id=project), bob)
    with pytest.raises(NotFound):
        await workshop.do(DeleteProject(project_id=project), eve)


async def test_with_a_project_all_invites_to_it_are_gone(workshop: Workshop) -> None:
    ada, bob = await workshop.people("ada", "bob")
    project = await workshop.project(ada)
    await workshop.invite(project, ada, bob)
    await workshop.do(DeleteProject(project_id=project), ada)

    assert await workshop.invited_to(bob) == []
    assert await workshop.names_heard_by(bob) == [
        "project.invite.received",
        "project.invite.revoked",
    ]
    with pytest.raises(NotFound):
        await workshop.accept(project, bob)
