"""Being in a project together: who is there, and where the music stands for all of them."""

from datetime import timedelta

import pytest

from phantom_core.kernel import Actor, Bpm, Id, Invalid, Milliseconds, NotFound
from phantom_core.studio import (
    FARTHEST,
    CollaboratorRole,
    DeleteProject,
    DropProjectServers,
    GetProject,
    ListCollaborators,
    MayNot,
    PlaybackView,
    ProjectId,
    SyncAction,
    SyncProjectPlayback,
)
from tests.use_cases.studio.workshop import SERVER, Workshop

OTHER = Id("01J9AD7000SERVERSERVER0001")


async def sync(
    workshop: Workshop, project: ProjectId, by: Actor, action: SyncAction, at: int | None = None
) -> PlaybackView:
    """Somebody plays, pauses or seeks."""
    position = None if at is None else Milliseconds(at)
    command = SyncProjectPlayback(project_id=project, action=action, position_ms=position)
    return await workshop.do(command, by)


async def test_who_listens_is_in_the_session_with_their_role(workshop: Workshop) -> None:
    ada, bob, eve = await workshop.people("ada", "bob", "eve")
    project = await workshop.project(ada, bob, is_public=True)
    await workshop.attach(project, bob)
    workshop.pass_time(seconds=1)
    for each in (eve, ada):
        await workshop.attach(project, each)
    session = await workshop.session(project, ada)

    assert {each.person.username: each.role for each in session.participants} == {
        "bob": CollaboratorRole.CONTRIBUTOR,
        "ada": CollaboratorRole.OWNER,
        "eve": None,
    }
    assert session.participants[0].person.username == "bob"
    assert session.expires_at is None


async def test_somebody_is_there_while_they_listen_on_any_server(workshop: Workshop) -> None:
    ada = await workshop.somebody("ada")
    project = await workshop.project(ada)
    for server in (SERVER, OTHER):
        await workshop.attach(project, ada, server)
    await workshop.detach(project, ada)

    assert await workshop.here(project, ada) == {"ada"}
    await workshop.detach(project, ada, OTHER)
    assert await workshop.here(project, ada) == set()


async def test_a_session_is_over_five_minutes_after_the_last_has_gone(workshop: Workshop) -> None:
    ada = await workshop.somebody("ada")
    project = await workshop.project(ada)
    await workshop.attach(project, ada)
    begun = workshop.clock.now
    await sync(workshop, project, ada, SyncAction.SEEK, 4000)
    await workshop.detach(project, ada)
    left = await workshop.session(project, ada)

    assert left.expires_at == begun + timedelta(minutes=5)
    workshop.pass_time(minutes=4, seconds=59)
    await workshop.attach(project, ada)
    await workshop.detach(project, ada)
    again = await workshop.session(project, ada)
    assert (again.started_at, again.playback.position_ms) == (begun, 4000)
    workshop.pass_time(minutes=5)
    over = await workshop.session(project, ada)
    assert (over.started_at, over.expires_at, over.playback.position_ms) == (None, None, 0)
    await workshop.attach(project, ada)
    assert (await workshop.session(project, ada)).started_at == workshop.clock.now


async def test_whom_lost_servers_had_is_gone(workshop: Workshop) -> None:
    ada, bob = await workshop.people("ada", "bob")
    project = await workshop.project(ada, bob)
    other = await workshop.project(bob)
    await workshop.attach(project, ada)
    await workshop.attach(project, bob, OTHER)
    await workshop.attach(other, bob, OTHER)
    drop = DropProjectServers(alive=(SERVER,))

    assert [await workshop.do(drop) for _ in range(2)] == [2, 0]
    assert await workshop.here(project, ada) == {"ada"}
    assert (await workshop.session(other, bob)).expires_at is not None


async def test_the_last_to_play_pause_or_seek_is_followed(workshop: Workshop) -> None:
    ada, bob = await workshop.people("ada", "bob")
    project = await workshop.project(ada, bob)
    await workshop.attach(project, ada)
    await sync(workshop, project, ada, SyncAction.PLAY, 1000)
    workshop.pass_time(seconds=2)
    late = (await workshop.session(project, bob)).playback

    assert (late.is_playing, late.position_ms) == (True, 3000)
    assert late.changed_by is not None
    assert late.changed_by.username == "ada"
    sought = await sync(workshop, project, bob, SyncAction.SEEK, 60_000)
    assert (sought.is_playing, sought.position_ms) == (True, 60_000)
    workshop.pass_time(seconds=1)
    paused = await sync(workshop, project, bob, SyncAction.PAUSE)
    workshop.pass_time(seconds=9)
    stands = (await workshop.session(project, ada)).playback
    assert (paused.is_playing, paused.position_ms) == (False, 61_000)
    assert (stands.position_ms, stands.tempo) == (61_000, Bpm(120.0))
    assert (await workshop.heard_in_project(project))[-3:] == ["playback.sync"] * 3


async def test_a_seek_says_where_to(workshop: Workshop) -> None:
    ada = await workshop.somebody("ada")
    project = await workshop.project(ada)
    with pytest.raises(Invalid, match="position_ms"):
        await sync(workshop, project, ada, SyncAction.SEEK)
    with pytest.raises(Invalid):
        await sync(workshop, project, ada, SyncAction.PLAY, FARTHEST + 1)


async def test_music_that_plays_for_days_stands_at_its_farthest(workshop: Workshop) -> None:
    ada = await workshop.somebody("ada")
    project = await workshop.project(ada)
    await workshop.attach(project, ada)
    await sync(workshop, project, ada, SyncAction.PLAY)
    workshop.pass_time(days=3)

    assert (await sync(workshop, project, ada, SyncAction.PAUSE)).position_ms == FARTHEST


async def test_only_those_play_for_all_who_may_edit(workshop: Workshop) -> None:
    ada, bob, eve, dan = await workshop.people("ada", "bob", "eve", "dan")
    project = await workshop.project(ada, bob, role=CollaboratorRole.VIEWER, is_public=True)
    await workshop.invite(project, ada, dan, CollaboratorRole.ADMIN)
    for who in (bob, eve, dan):
        with pytest.raises(MayNot):
            await sync(workshop, project, who, SyncAction.PLAY)
    await workshop.set_place(project, ada, bob, can_edit=True)

    assert (await sync(workshop, project, bob, SyncAction.PLAY)).is_playing


async def test_playing_is_no_change_of_the_project(workshop: Workshop) -> None:
    ada = await workshop.somebody("ada")
    project = await workshop.project(ada)
    await sync(workshop, project, ada, SyncAction.PLAY)

    assert (await workshop.ask(GetProject(project_id=project), ada)).card.version == 1


async def test_lists_say_who_is_there_and_when_they_were_last(workshop: Workshop) -> None:
    ada, bob = await workshop.people("ada", "bob")
    project = await workshop.project(ada, bob)
    await workshop.attach(project, ada)
    workshop.pass_time(seconds=5)
    await workshop.attach(project, bob)
    came = workshop.clock.now
    workshop.pass_time(seconds=5)
    await workshop.detach(project, ada)
    rows = {
        row.view.person.username: row
        for row in (await workshop.ask(ListCollaborators(project_id=project), bob)).items
    }

    assert (rows["ada"].is_online, rows["ada"].last_active_at) == (False, workshop.clock.now)
    assert (rows["bob"].is_online, rows["bob"].last_active_at) == (True, came)


async def test_a_project_that_is_gone_has_no_session(workshop: Workshop) -> None:
    ada, bob = await workshop.people("ada", "bob")
    project = await workshop.project(ada)
    await workshop.attach(project, ada)
    await workshop.do(DeleteProject(project_id=project), ada)
    await workshop.detach(project, ada)
    await workshop.attach(project, bob)
    await workshop.attach(ProjectId(OTHER), bob)
    await workshop.detach(ProjectId(OTHER), bob)

    with pytest.raises(NotFound):
        await workshop.session(project, bob)
