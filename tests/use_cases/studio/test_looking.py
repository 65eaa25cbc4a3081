"""Looking at projects, and who may."""

import pytest

from phantom_core.chat import ChatKind, GetChat, GetLinkedChat
from phantom_core.kernel import Actor, Id, NotFound, PageRequest
from phantom_core.live import JoinTopic, TopicKind
from phantom_core.studio import (
    CollaboratorRole,
    GetProject,
    GetProjectInside,
    ListProjects,
    ListProjectsOf,
    ListPublicProjects,
    MayNot,
    ProjectHidden,
    ProjectId,
    may_listen,
    project_topic,
)
from tests.use_cases.studio.workshop import Reproject, Workshop


def listen(project: ProjectId) -> JoinTopic:
    """Ask to listen to a project."""

    def state(_: Id) -> GetProjectInside:
        return GetProjectInside(project_id=project)

    kind = TopicKind(may_join=may_listen, state=state)
    return JoinTopic(topic=project_topic(project), kind=kind)


async def test_a_private_project_is_there_for_its_people_only(workshop: Workshop) -> None:
    ada, bob, eve = await workshop.people("ada", "bob", "eve")
    project = await workshop.project(ada, bob, role=CollaboratorRole.VIEWER)
    seen = await workshop.ask(GetProject(project_id=project), bob)

    assert seen.me is not None
    assert seen.me.role is CollaboratorRole.VIEWER
    with pytest.raises(NotFound, match="There is no project"):
        await workshop.ask(GetProject(project_id=project), eve)


async def test_a_public_one_is_there_for_all_and_changed_by_none_but_its_people(
    workshop: Workshop,
) -> None:
    ada, eve = await workshop.people("ada", "eve")
    project = await workshop.project(ada, is_public=True)
    inside = await workshop.ask(GetProjectInside(project_id=project), eve)

    assert inside.view.me is None
    assert [each.person.username for each in inside.collaborators] == ["ada"]
    with pytest.raises(MayNot):
        await workshop.invite(project, eve, ada)


async def test_a_public_one_is_not_there_for_who_is_apart_from_its_owner(
    workshop: Workshop,
) -> None:
    ada, bob, eve, dan = await workshop.people("ada", "bob", "eve", "dan")
    project = await workshop.project(ada, dan, is_public=True)
    await workshop.block(ada, bob)
    await workshop.block(eve, ada)
    await workshop.block(dan, ada)
    for actor in (bob, eve):
        with pytest.raises(NotFound):
            await workshop.ask(GetProject(project_id=project), actor)
        assert (await workshop.ask(ListPublicProjects(), actor)).items == []

    assert (await workshop.ask(GetProject(project_id=project), dan)).card.name == "Nights"


async def test_whom_one_has_blocked_one_does_not_see_among_the_others(workshop: Workshop) -> None:
    ada, bob, eve = await workshop.people("ada", "bob", "eve")
    project = await workshop.project(ada, bob, eve)
    for each in (bob, eve):
        await workshop.attach(project, each)
    await workshop.block(eve, bob)
    inside = await workshop.ask(GetProjectInside(project_id=project), eve)

    assert set(await workshop.roles(project, eve)) == {"ada", "eve"}
    assert set(await workshop.roles(project, bob)) == {"ada", "bob", "eve"}
    assert {each.person.username for each in inside.collaborators} == {"ada", "eve"}
    assert await workshop.here(project, eve) == {"eve"}
    assert await workshop.here(project, bob) == {"bob", "eve"}


async def test_of_somebody_else_the_public_projects_are_listed_that_one_may_see(
    workshop: Workshop,
) -> None:
    ada, bob, eve = await workshop.people("ada", "bob", "eve")
    shared = await workshop.project(ada, bob, name="Shared", is_public=True)
    await workshop.project(bob, name="Private")
    own = await workshop.project(bob, name="Own", is_public=True)
    his = ListProjectsOf(user_id=bob.person)

    async def seen_by(actor: Actor) -> set[ProjectId]:
        return {view.card.id for view in (await workshop.ask(his, actor)).items}

    assert await seen_by(eve) == await seen_by(bob) == {shared, own}

    await workshop.block(ada, eve)

    assert await seen_by(eve) == {own}

    await workshop.block(eve, bob)

    assert await seen_by(eve) == set()


async def test_projects_are_listed_the_last_opened_first(workshop: Workshop) -> None:
    ada, bob = await workshop.people("ada", "bob")
    made: list[ProjectId] = []
    for name in ("One", "Two", "Three"):
        workshop.pass_time(seconds=1)
        made.append(await workshop.project(ada, bob, name=name, is_public=True))
    workshop.pass_time(seconds=1)
    await workshop.attach(made[0], bob)

    for query in (ListProjects, ListPublicProjects):
        page = await workshop.ask(query(page=PageRequest(limit=2)), bob)
        rest = await workshop.ask(query(page=PageRequest(cursor=page.next)), bob)
        names = [view.card.name for view in (*page.items, *rest.items)]
        assert names == ["One", "Three", "Two"]
        found = await workshop.ask(query(query="thr"), bob)
        assert [view.card.name for view in found.items] == ["Three"]


async def test_who_only_looks_opens_it_for_nobody(workshop: Workshop) -> None:
    ada, eve = await workshop.people("ada", "eve")
    project = await workshop.project(ada, is_public=True)
    before = await workshop.ask(GetProject(project_id=project), ada)
    workshop.pass_time(seconds=9)
    await workshop.attach(project, eve)

    assert await workshop.ask(GetProject(project_id=project), ada) == before


async def test_what_is_changed_of_a_project_is_told_and_its_chat_is_called_so(
    workshop: Workshop,
) -> None:
    ada = await workshop.somebody("ada")
    project = await workshop.project(ada)
    for _ in range(2):
        await workshop.do(Reproject(project_id=project, name="Days"))
    chat = await workshop.ask(GetLinkedChat(kind=ChatKind.PROJECT, linked_id=project), ada)

    card = (await workshop.ask(GetProject(project_id=project), ada)).card
    assert (card.name, card.version) == ("Days", 2)
    assert (await workshop.heard_in_project(project))[2:] == ["project.update", "project.state"]
    assert (await workshop.ask(GetChat(chat_room_id=chat), ada)).entry.room.title == "Days"


async def test_of_a_project_that_is_hidden_only_its_people_hear_on(workshop: Workshop) -> None:
    ada, bob, eve = await workshop.people("ada", "bob", "eve")
    project = await workshop.project(ada, bob, is_public=True)
    await workshop.invite(project, ada, eve)
    await workshop.do(Reproject(project_id=project, is_public=False))
    hidden = (await workshop.heard(project_topic(project)))[-1]

    assert isinstance(hidden, ProjectHidden)
    assert set(hidden.collaborator_ids) == {ada.person, bob.person}


async def test_who_may_look_inside_may_listen(workshop: Workshop) -> None:
    ada, bob, eve = await workshop.people("ada", "bob", "eve")
    project = await workshop.project(ada, bob, role=CollaboratorRole.VIEWER)
    await workshop.invite(project, ada, eve)

    joined = await workshop.ask(listen(project), bob)
    assert joined.state == await workshop.ask(GetProjectInside(project_id=project), bob)
    with pytest.raises(NotFound):
        await workshop.ask(listen(project), eve)
