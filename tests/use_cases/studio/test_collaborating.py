"""What people are to a project and may do there; going, being put out, handing over."""

import pytest

from phantom_core.chat import ChatKind, GetLinkedChat
from phantom_core.chat import Role as ChatRole
from phantom_core.kernel import Forbidden, NotFound
from phantom_core.studio import (
    CollaboratorRemoved,
    CollaboratorRole,
    GetProject,
    MayNot,
    OwnerStays,
    PartReason,
    Permissions,
    ProjectId,
)
from tests.use_cases.studio.workshop import Workshop

NOBODYS = "There is no collaborator"


async def test_an_admin_sets_what_others_are_and_may_do(workshop: Workshop) -> None:
    ada, bob, eve = await workshop.people("ada", "bob", "eve")
    project = await workshop.project(ada, eve, role=CollaboratorRole.VIEWER)
    await workshop.enter(project, ada, bob, CollaboratorRole.ADMIN)
    await workshop.set_place(project, bob, eve, CollaboratorRole.CONTRIBUTOR, can_export=False)

    assert (await workshop.roles(project, ada))["eve"] is CollaboratorRole.CONTRIBUTOR
    assert await workshop.permissions(project, eve) == Permissions(
        can_edit=True, can_add_stems=True
    )


async def test_what_is_not_named_stays(workshop: Workshop) -> None:
    ada, bob = await workshop.people("ada", "bob")
    project = await workshop.project(ada, bob, role=CollaboratorRole.VIEWER)
    await workshop.set_place(project, ada, bob, can_export=True)
    await workshop.set_place(project, ada, bob, CollaboratorRole.VIEWER, can_edit=True)

    assert await workshop.permissions(project, bob) == Permissions(can_edit=True, can_export=True)


async def test_what_is_so_already_is_told_to_nobody(workshop: Workshop) -> None:
    ada, bob = await workshop.people("ada", "bob")
    project = await workshop.project(ada, bob)

    assert (
        await workshop.set_place(project, ada, bob, CollaboratorRole.CONTRIBUTOR, can_edit=True)
        == []
    )


async def test_one_acts_on_lower_roles_only(workshop: Workshop) -> None:
    ada, bob, eve = await workshop.people("ada", "bob", "eve")
    project = await workshop.project(ada, bob, eve, role=CollaboratorRole.ADMIN)
    for by, whom in ((bob, eve), (bob, ada), (bob, bob)):
        with pytest.raises(MayNot, match="lower roles"):
            await workshop.set_place(project, by, whom, CollaboratorRole.VIEWER)
    with pytest.raises(MayNot, match="lower roles"):
        await workshop.put_out(project, bob, eve)


async def test_who_is_no_admin_acts_on_nobody(workshop: Workshop) -> None:
    ada, bob, eve = await workshop.people("ada", "bob", "eve")
    project = await workshop.project(ada, bob)
    await workshop.enter(project, ada, eve, CollaboratorRole.VIEWER)
    with pytest.raises(MayNot, match="Only admins"):
        await workshop.set_place(project, bob, eve, can_edit=True)
    with pytest.raises(MayNot, match="Only admins"):
        await workshop.put_out(project, bob, eve)


async def test_nobody_gives_what_they_have_not_themself(workshop: Workshop) -> None:
    ada, bob, eve = await workshop.people("ada", "bob", "eve")
    project = await workshop.project(ada, bob, role=CollaboratorRole.ADMIN)
    await workshop.enter(project, ada, eve, CollaboratorRole.CONTRIBUTOR)
    await workshop.set_place(project, ada, bob, can_delete_stems=False)
    with pytest.raises(MayNot, match="no more than you have"):
        await workshop.set_place(project, bob, eve, can_delete_stems=True)
    await workshop.set_place(project, ada, eve, can_delete_stems=True)
    await workshop.set_place(project, bob, eve, can_edit=False)

    assert (await workshop.permissions(project, eve)).can_delete_stems


async def test_there_is_nobody_to_set_who_has_no_place(workshop: Workshop) -> None:
    ada, eve = await workshop.people("ada", "eve")
    project = await workshop.project(ada)
    with pytest.raises(NotFound, match=NOBODYS):
        await workshop.set_place(project, ada, eve, CollaboratorRole.ADMIN)
    with pytest.raises(NotFound, match=NOBODYS):
        await workshop.put_out(project, ada, eve)
    with pytest.raises(NotFound, match="There is no project"):
        await workshop.set_place(project, eve, ada, CollaboratorRole.VIEWER)


async def test_who_is_put_out_knows_of_a_private_project_no_more(workshop: Workshop) -> None:
    ada, bob = await workshop.people("ada", "bob")
    project = await workshop.project(ada, bob)
    told = await workshop.put_out(project, ada, bob)

    assert isinstance(told[0], CollaboratorRemoved)
    assert (told[0].person.username, told[0].reason) == ("bob", PartReason.REMOVED)
    with pytest.raises(NotFound):
        await workshop.ask(GetProject(project_id=project), bob)


async def test_an_invite_is_taken_back_by_who_has_sent_it_or_an_admin(workshop: Workshop) -> None:
    ada, bob, eve, dan = await workshop.people("ada", "bob", "eve", "dan")
    project = await workshop.project(ada, bob, dan)
    await workshop.set_place(project, ada, bob, can_invite_others=True)
    for by in (bob, ada):
        await workshop.invite(project, bob, eve)
        with pytest.raises(MayNot):
            await workshop.put_out(project, dan, eve)
        await workshop.put_out(project, by, eve)
        assert await workshop.invited_to(eve) == []
        assert (await workshop.names_heard_by(eve))[-1] == "project.invite.revoked"


async def test_who_leaves_is_in_it_no_more(workshop: Workshop) -> None:
    ada, bob, eve = await workshop.people("ada", "bob", "eve")
    project = await workshop.project(ada, bob, eve)
    await workshop.depart(project, bob)
    await workshop.put_out(project, eve, eve)

    assert await workshop.roles(project, ada) == {"ada": CollaboratorRole.OWNER}


async def test_leaving_twice_changes_nothing(workshop: Workshop) -> None:
    ada, bob = await workshop.people("ada", "bob")
    project = await workshop.project(ada, bob, is_public=True)
    await workshop.depart(project, bob)

    assert await workshop.depart(project, bob) == []


async def test_who_is_only_invited_declines_by_removing_themself(workshop: Workshop) -> None:
    ada, bob = await workshop.people("ada", "bob")
    project = await workshop.project(ada)
    await workshop.invite(project, ada, bob)

    assert await workshop.depart(project, bob) == []
    await workshop.put_out(project, bob, bob)
    assert (await workshop.names_heard_by(ada))[-1] == "project.invite.declined"


async def test_an_owner_hands_over_before_leaving(workshop: Workshop) -> None:
    ada, bob = await workshop.people("ada", "bob")
    project = await workshop.project(ada, bob)
    for leaving in (workshop.depart(project, ada), workshop.put_out(project, ada, ada)):
        with pytest.raises(OwnerStays):
            await leaving
    await workshop.hand_over(project, ada, bob)
    card = (await workshop.ask(GetProject(project_id=project), bob)).card

    assert (card.owner.username, card.version) == ("bob", 2)
    assert await workshop.roles(project, bob) == {
        "ada": CollaboratorRole.ADMIN,
        "bob": CollaboratorRole.OWNER,
    }
    await workshop.depart(project, ada)
    assert await workshop.roles(project, bob) == {"bob": CollaboratorRole.OWNER}


async def test_only_the_owner_hands_over_and_only_to_a_collaborator(workshop: Workshop) -> None:
    ada, bob, eve = await workshop.people("ada", "bob", "eve")
    project = await workshop.project(ada, bob, role=CollaboratorRole.ADMIN)
    await workshop.invite(project, ada, eve)
    with pytest.raises(MayNot, match="owner"):
        await workshop.hand_over(project, bob, bob)
    with pytest.raises(NotFound, match=NOBODYS):
        await workshop.hand_over(project, ada, eve)

    assert await workshop.hand_over(project, ada, ada) == []


async def test_the_owner_may_do_everything_for_ever(workshop: Workshop) -> None:
    ada, bob = await workshop.people("ada", "bob")
    project = await workshop.project(ada, bob, role=CollaboratorRole.ADMIN)
    for by in (ada, bob):
        with pytest.raises(Forbidden):
            await workshop.set_place(project, by, ada, can_edit=False)

    assert (await workshop.permissions(project, ada)).can_edit


async def chat_role(workshop: Workshop, project: ProjectId, who: object) -> ChatRole:
    """What somebody is in a project's chat."""
    asked = GetLinkedChat(kind=ChatKind.PROJECT, linked_id=project)
    chat = await workshop.ask(asked, who)  # type: ignore[arg-type]
    return await workshop.role(chat, who)  # type: ignore[arg-type]


async def test_the_chat_of_a_project_has_its_collaborators(workshop: Workshop) -> None:
    ada, bob, eve = await workshop.people("ada", "bob", "eve")
    project = await workshop.project(ada, bob)
    await workshop.invite(project, ada, eve)

    assert await workshop.chatting(project, bob) == {"ada", "bob"}
    await workshop.accept(project, eve)
    assert await workshop.chatting(project, bob) == {"ada", "bob", "eve"}
    await workshop.depart(project, bob)
    await workshop.put_out(project, ada, eve)
    assert await workshop.chatting(project, ada) == {"ada"}


async def test_it_is_looked_after_by_who_owns_the_project(workshop: Workshop) -> None:
    ada, bob = await workshop.people("ada", "bob")
    project = await workshop.project(ada, bob)

    assert await chat_role(workshop, project, ada) is ChatRole.ADMIN
    await workshop.hand_over(project, ada, bob)
    assert await chat_role(workshop, project, ada) is ChatRole.GUEST
    assert await chat_role(workshop, project, bob) is ChatRole.ADMIN


async def test_who_is_banned_there_is_put_out_of_the_project(workshop: Workshop) -> None:
    ada, bob = await workshop.people("ada", "bob")
    project = await workshop.project(ada, bob)
    chat = await workshop.ask(GetLinkedChat(kind=ChatKind.PROJECT, linked_id=project), ada)
    told = await workshop.ban(chat, ada, bob)
    (parted,) = [event for event in told if isinstance(event, CollaboratorRemoved)]

    assert parted.reason is PartReason.BANNED
    assert await workshop.roles(project, ada) == {"ada": CollaboratorRole.OWNER}
