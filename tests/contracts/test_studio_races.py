"""Many at once, in one process and in two: whatever wins, a project has one owner and adds up."""

from collections import Counter
from collections.abc import AsyncIterator, Sequence
from typing import Any, Final

import anyio
import pytest

from phantom_adapters.memory import MemoryStorage
from phantom_adapters.sql import open_storage
from phantom_core.chat import ChatKind, GetLinkedChat, SetChatMember
from phantom_core.kernel import EPOCH, Actor, Command, Id, PhantomError, Storage
from phantom_core.phantom import Phantom
from phantom_core.studio import (
    AcceptProjectInvite,
    CollaboratorRole,
    CreateProject,
    DeclineProjectInvite,
    DeleteProject,
    GetProject,
    InviteCollaborator,
    LeaveProject,
    ProjectId,
    ProjectOver,
    RemoveCollaborator,
    SetCollaborator,
    SyncAction,
    SyncProjectPlayback,
)
from tests.use_cases.studio.workshop import Workshop

AT_ONCE: Final = 12
CHOSEN: Final = ProjectId(Id("01J9AD7000CH0SEN0000000000"))
FOR_EVER: Final = EPOCH.replace(year=2999)


@pytest.fixture(params=["memory", "sqlite", "postgres"])
async def processes(request: pytest.FixtureRequest) -> AsyncIterator[Sequence[Storage]]:
    """Two storages over one database, as two processes have them; memory has only one."""
    if request.param == "memory":
        opened: list[Storage] = [MemoryStorage()]
    else:
        urls = {"sqlite": "sqlite_url", "postgres": "emptied_postgres_url"}
        url: str = request.getfixturevalue(urls[request.param])
        opened = [open_storage(url), open_storage(url)]
    yield opened
    for each in opened:
        await each.close()


async def at_once(processes: Sequence[Storage], *calls: tuple[Command[Any], Actor]) -> list[str]:
    """Do all at the same time, in turn in each process; how each ended."""
    phantoms = [Phantom(each) for each in processes]
    outcomes = [""] * len(calls)

    async def run(place: int) -> None:
        command, actor = calls[place]
        try:
            await phantoms[place % len(phantoms)].do(command, actor=actor)
        except PhantomError as error:
            outcomes[place] = type(error).__name__
        else:
            outcomes[place] = "done"

    async with anyio.create_task_group() as tasks:
        for place in range(len(calls)):
            tasks.start_soon(run, place)
    return outcomes


async def scene(processes: Sequence[Storage]) -> tuple[Workshop, Actor, Actor, ProjectId]:
    """Ada's project, to which Bob is invited."""
    workshop = Workshop.open(processes[0])
    ada, bob = await workshop.people("ada", "bob")
    project = await workshop.project(ada)
    await workshop.invite(project, ada, bob, CollaboratorRole.CONTRIBUTOR)
    return workshop, ada, bob, project


async def test_the_same_creation_at_once_makes_one_project(processes: Sequence[Storage]) -> None:
    workshop = Workshop.open(processes[0])
    ada = await workshop.somebody("ada")
    creation = CreateProject(project_id=CHOSEN, name="Nights")
    outcomes = await at_once(processes, *[(creation, ada)] * AT_ONCE)

    assert outcomes == ["done"] * AT_ONCE
    assert (await workshop.heard_in_project(CHOSEN)).count("project.state") == 1
    assert await workshop.chatting(CHOSEN, ada) == {"ada"}


async def test_who_accepts_often_at_once_is_in_it_once(processes: Sequence[Storage]) -> None:
    workshop, _, bob, project = await scene(processes)
    accepting = AcceptProjectInvite(project_id=project), bob
    outcomes = await at_once(processes, *[accepting] * AT_ONCE)
    told = await workshop.names_heard_by(bob)

    assert outcomes == ["done"] * AT_ONCE
    assert told.count("project.invite.accepted") == 1
    assert await workshop.chatting(project, bob) == {"ada", "bob"}


async def test_two_who_accept_at_once_are_both_in_it(processes: Sequence[Storage]) -> None:
    workshop, ada, bob, project = await scene(processes)
    others = await workshop.people(*[f"guest{number}" for number in range(AT_ONCE)])
    for each in others:
        await workshop.invite(project, ada, each)
    everybody = [bob, *others]
    accepting = AcceptProjectInvite(project_id=project)
    outcomes = await at_once(processes, *[(accepting, each) for each in everybody])

    assert set(outcomes) == {"done"}
    assert len(await workshop.roles(project, ada)) == AT_ONCE + 2
    assert len(await workshop.chatting(project, ada)) == AT_ONCE + 2


async def test_who_is_put_out_while_accepting_is_in_it_or_not_everywhere(
    processes: Sequence[Storage],
) -> None:
    workshop, ada, bob, project = await scene(processes)
    removing = RemoveCollaborator(project_id=project, user_id=bob.person)
    for _ in range(3):
        calls: list[tuple[Command[Any], Actor]] = [
            (AcceptProjectInvite(project_id=project), bob),
            (removing, ada),
            (DeclineProjectInvite(project_id=project), bob),
        ]
        outcomes = await at_once(processes, *calls)
        inside = "bob" in await workshop.roles(project, ada)

        assert set(outcomes) <= {"done", "NotFound", "AlreadyCollaborating"}
        assert ("bob" in await workshop.chatting(project, ada)) == inside
        assert await workshop.invited_to(bob) == []
        if inside:
            await workshop.put_out(project, ada, bob)
        await workshop.invite(project, ada, bob)


async def test_many_invites_of_one_person_at_once_are_one(processes: Sequence[Storage]) -> None:
    workshop, ada, _, project = await scene(processes)
    eve = await workshop.somebody("eve")
    inviting = InviteCollaborator(project_id=project, user_id=eve.person), ada
    outcomes = await at_once(processes, *[inviting] * AT_ONCE)

    assert outcomes == ["done"] * AT_ONCE
    assert await workshop.names_heard_by(eve) == ["project.invite.received"]


async def test_a_project_has_one_owner_whoever_hands_over_while_leaving(
    processes: Sequence[Storage],
) -> None:
    workshop, ada, bob, project = await scene(processes)
    await workshop.accept(project, bob)
    handing = SetCollaborator(project_id=project, user_id=bob.person, role=CollaboratorRole.OWNER)
    leaving = LeaveProject(project_id=project)
    await at_once(processes, (handing, ada), (leaving, bob), (leaving, ada), (handing, ada))
    for name, who in (("ada", ada), ("bob", bob)):
        try:
            roles = await workshop.roles(project, who)
        except PhantomError:
            continue
        card = (await workshop.ask(GetProject(project_id=project), who)).card
        owners = [each for each, role in roles.items() if role is CollaboratorRole.OWNER]
        assert owners == [card.owner.username]
        assert name in roles


async def test_a_project_is_deleted_once_and_entered_by_nobody_after(
    processes: Sequence[Storage],
) -> None:
    workshop, ada, bob, project = await scene(processes)
    deleting, accepting = DeleteProject(project_id=project), AcceptProjectInvite(project_id=project)
    calls: list[tuple[Command[Any], Actor]] = [(deleting, ada), (accepting, bob)] * 4
    outcomes = await at_once(processes, *calls)
    deletions = Counter(outcomes[::2])

    assert deletions == {"done": 1, "ProjectOver": 3}
    assert await workshop.invited_to(bob) == []
    with pytest.raises(ProjectOver):
        await workshop.ask(GetProject(project_id=project), ada)


async def test_bans_and_comings_at_once_end_and_agree(processes: Sequence[Storage]) -> None:
    workshop, ada, bob, project = await scene(processes)
    await workshop.accept(project, bob)
    asked = GetLinkedChat(kind=ChatKind.PROJECT, linked_id=project)
    chat = await workshop.ask(asked, ada)
    ban = SetChatMember(chat_room_id=chat, user_id=bob.person, banned_until=FOR_EVER)
    change = SetCollaborator(project_id=project, user_id=bob.person, role=CollaboratorRole.ADMIN)
    play = SyncProjectPlayback(project_id=project, action=SyncAction.PLAY)
    calls: list[tuple[Command[Any], Actor]] = [(ban, ada), (change, ada), (play, bob)]
    outcomes = await at_once(processes, *calls)

    assert outcomes[0] == "done"
    assert set(await workshop.roles(project, ada)) == {"ada"}
    assert await workshop.chatting(project, ada) == {"ada"}
