"""Inviting people to projects, and answering invites."""

import pytest

from phantom_core.chat import ChatKind, GetLinkedChat
from phantom_core.identity import SetUserStatus, UserStatus
from phantom_core.kernel import Id, Invalid, NotFound, UserId, person
from phantom_core.studio import (
    AcceptProjectInvite,
    AlreadyCollaborating,
    AlreadyInvited,
    CollaboratorRole,
    DeclineProjectInvite,
    GetProject,
    GetSession,
    InviteCollaborator,
    ListProjectInvites,
    MayNot,
    ProjectFull,
    SetCollaborator,
)
from tests.use_cases.studio.workshop import Workshop


async def test_who_is_invited_learns_it_and_may_look_at_the_card(workshop: Workshop) -> None:
    ada, bob = await workshop.people("ada", "bob")
    project = await workshop.project(ada)
    told = await workshop.invite(project, ada, bob, CollaboratorRole.CONTRIBUTOR)
    (invite,) = (await workshop.ask(ListProjectInvites(), bob)).items
    card = await workshop.ask(GetProject(project_id=project), bob)

    assert {event.name for event in told} == {"collaborator.updated", "project.invite.received"}
    assert (invite.project.name, invite.invited_by.username) == ("Nights", "ada")
    assert (invite.role, invite.permissions.can_edit) == (CollaboratorRole.CONTRIBUTOR, True)
    assert card.me is not None
    assert card.me.joined_at is None
    with pytest.raises(NotFound):
        await workshop.ask(GetSession(project_id=project), bob)


async def test_who_accepts_is_in_it_from_then_on(workshop: Workshop) -> None:
    ada, bob = await workshop.people("ada", "bob")
    project = await workshop.project(ada)
    await workshop.invite(project, ada, bob, CollaboratorRole.CONTRIBUTOR)
    view = await workshop.do(AcceptProjectInvite(project_id=project), bob)

    assert view.me is not None
    assert view.me.joined_at == workshop.clock.now
    assert await workshop.roles(project, bob) == {
        "ada": CollaboratorRole.OWNER,
        "bob": CollaboratorRole.CONTRIBUTOR,
    }
    assert await workshop.invited_to(bob) == []
    for actor in (ada, bob):
        assert (await workshop.names_heard_by(actor))[-1] == "project.invite.accepted"


async def test_accepting_twice_changes_nothing(workshop: Workshop) -> None:
    ada, bob = await workshop.people("ada", "bob")
    project = await workshop.project(ada, bob)

    assert await workshop.accept(project, bob) == []


async def test_who_declines_has_no_place_and_may_be_invited_again(workshop: Workshop) -> None:
    ada, bob = await workshop.people("ada", "bob")
    project = await workshop.project(ada)
    await workshop.invite(project, ada, bob)
    told = await workshop.told(DeclineProjectInvite(project_id=project), bob)

    assert [event.name for event in told] == [
        "collaborator.removed",
        "project.invite.declined",
        "project.invite.declined",
    ]
    with pytest.raises(NotFound):
        await workshop.ask(GetProject(project_id=project), bob)
    with pytest.raises(NotFound):
        await workshop.do(DeclineProjectInvite(project_id=project), bob)
    await workshop.invite(project, ada, bob)
    assert await workshop.invited_to(bob) == [project]


async def test_who_is_in_it_leaves_and_does_not_decline(workshop: Workshop) -> None:
    ada, bob = await workshop.people("ada", "bob")
    project = await workshop.project(ada, bob)
    with pytest.raises(AlreadyCollaborating):
        await workshop.do(DeclineProjectInvite(project_id=project), bob)


async def test_who_is_invited_stays_so_as_they_were_invited(workshop: Workshop) -> None:
    ada, bob = await workshop.people("ada", "bob")
    project = await workshop.project(ada)
    await workshop.invite(project, ada, bob, CollaboratorRole.VIEWER)

    assert await workshop.invite(project, ada, bob, CollaboratorRole.VIEWER) == []
    with pytest.raises(AlreadyInvited, match="PUT"):
        await workshop.invite(project, ada, bob, CollaboratorRole.ADMIN)
    with pytest.raises(AlreadyInvited):
        await workshop.invite(project, ada, bob, CollaboratorRole.VIEWER, can_edit=True)
    assert (await workshop.roles(project, ada))["bob"] is CollaboratorRole.VIEWER


async def test_who_is_in_it_cannot_be_invited(workshop: Workshop) -> None:
    ada, bob = await workshop.people("ada", "bob")
    project = await workshop.project(ada, bob)
    with pytest.raises(AlreadyCollaborating):
        await workshop.invite(project, ada, bob)


async def test_nobody_invites_themself_or_whom_there_is_not(workshop: Workshop) -> None:
    ada, gone, away = await workshop.people("ada", "gone", "away")
    nobody = person(UserId(Id("01J9AD7000FRW8A3P3PMM92YTE")))
    blocked = await workshop.somebody("blocked")
    admin = person(ada.person, is_admin=True)
    await workshop.do(SetUserStatus(user_id=gone.person, status=UserStatus.SUSPENDED), admin)
    await workshop.block(away, ada)
    await workshop.block(ada, blocked)
    project = await workshop.project(ada)
    for whom in (ada, gone, away, blocked, nobody):
        with pytest.raises(Invalid, match="user_id"):
            await workshop.invite(project, ada, whom)


async def test_invites_are_taken_back_when_one_of_the_two_blocks_the_other(
    workshop: Workshop,
) -> None:
    ada, bob, eve = await workshop.people("ada", "bob", "eve")
    project = await workshop.project(ada)
    for invited in (bob, eve):
        await workshop.invite(project, ada, invited)
    await workshop.block(bob, ada)

    assert (await workshop.invited_to(bob), await workshop.invited_to(eve)) == ([], [project])
    assert set(await workshop.roles(project, ada)) == {"ada", "eve"}


async def test_others_invite_where_they_may_and_give_no_more_than_they_have(
    workshop: Workshop,
) -> None:
    ada, bob, eve = await workshop.people("ada", "bob", "eve")
    project = await workshop.project(ada, bob, role=CollaboratorRole.CONTRIBUTOR)
    with pytest.raises(MayNot, match="may not invite"):
        await workshop.invite(project, bob, eve)
    await workshop.set_place(project, ada, bob, can_invite_others=True)
    for role, changes in (
        (CollaboratorRole.ADMIN, {}),
        (CollaboratorRole.CONTRIBUTOR, {"can_delete_stems": True}),
    ):
        with pytest.raises(MayNot, match="no more than you have"):
            await workshop.invite(project, bob, eve, role, **changes)
    await workshop.invite(project, bob, eve, CollaboratorRole.CONTRIBUTOR, can_export=False)
    await workshop.accept(project, eve)

    allowed = await workshop.permissions(project, eve)
    assert (allowed.can_edit, allowed.can_export) == (True, False)


async def test_there_is_no_second_owner(workshop: Workshop) -> None:
    ada, bob = await workshop.people("ada", "bob")
    project = await workshop.project(ada)
    with pytest.raises(Exception, match="one owner"):
        await workshop.invite(project, ada, bob, CollaboratorRole.OWNER)


async def test_what_is_offered_can_be_changed_before_it_is_accepted(workshop: Workshop) -> None:
    ada, bob = await workshop.people("ada", "bob")
    project = await workshop.project(ada)
    await workshop.invite(project, ada, bob, CollaboratorRole.VIEWER)
    await workshop.do(
        SetCollaborator(project_id=project, user_id=bob.person, role=CollaboratorRole.ADMIN), ada
    )
    (invite,) = (await workshop.ask(ListProjectInvites(), bob)).items

    assert invite.role is CollaboratorRole.ADMIN
    assert await workshop.names_heard_by(bob) == ["project.invite.received"] * 2


async def test_who_is_banned_in_the_chat_can_neither_be_invited_nor_accept(
    workshop: Workshop,
) -> None:
    ada, bob = await workshop.people("ada", "bob")
    project = await workshop.project(ada, bob)
    chat = await workshop.ask(GetLinkedChat(kind=ChatKind.PROJECT, linked_id=project), ada)
    await workshop.ban(chat, ada, bob, hours=1)

    assert set(await workshop.roles(project, ada)) == {"ada"}
    with pytest.raises(Invalid, match="banned"):
        await workshop.invite(project, ada, bob)
    workshop.pass_time(hours=2)
    await workshop.invite(project, ada, bob)
    await workshop.ban(chat, ada, bob, hours=1)
    assert await workshop.invited_to(bob) == []


async def test_a_ban_lasts_over_an_invite_that_came_before_it(workshop: Workshop) -> None:
    ada, bob = await workshop.people("ada", "bob")
    project = await workshop.project(ada, bob)
    chat = await workshop.ask(GetLinkedChat(kind=ChatKind.PROJECT, linked_id=project), ada)
    await workshop.depart(project, bob)
    await workshop.invite(project, ada, bob)
    await workshop.ban(chat, ada, bob)
    with pytest.raises(NotFound):
        await workshop.accept(project, bob)


async def test_a_project_has_room_for_two_hundred(workshop: Workshop) -> None:
    ada, bob, eve = await workshop.people("ada", "bob", "eve")
    project = await workshop.project(ada)
    await workshop.crowd(project, ada, 198)
    await workshop.invite(project, ada, bob)
    with pytest.raises(ProjectFull):
        await workshop.do(InviteCollaborator(project_id=project, user_id=eve.person), ada)
