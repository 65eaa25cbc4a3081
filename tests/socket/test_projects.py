"""Projects over the socket: who listens, who is seen there, and what plays for all of them."""

from datetime import datetime, timedelta
from typing import Any

import pytest

from phantom_app.tending import forget_lost_servers
from phantom_core.kernel import Id, UserId
from phantom_core.studio import AttachToProject, ProjectId
from tests.http.test_collaborators import entered, people
from tests.http.test_projects import made
from tests.http.world import Someone
from tests.socket.site import Site
from tests.socket.stage import Client
from tests.socket.test_events import check
from tests.use_cases.studio.workshop import Reproject

LOST = Id("01ARZ3NDEKTSV4RRFFQ69G5FAV")


async def said(client: Client, *types: str) -> dict[str, Any]:
    """The next of some types that a client is told."""
    while True:
        told = await client.next()
        if told.get("type") in types:
            return told


async def answer(client: Client, frame: str, project: dict[str, Any], **data: Any) -> Any:
    """Send a frame about a project, and answer its answer."""
    client.send({"id": "f", "type": frame, "topic": f"project:{project['id']}", "data": data})
    while True:
        told = await client.next()
        if told.get("reply") == "f":
            return told


async def joined(site: Site, who: Someone, project: dict[str, Any]) -> Client:
    """Somebody listens to a project."""
    client = await site.admitted(who)
    told = await answer(client, "session.join", project)
    assert told["ok"], told
    return client


async def trio(site: Site, **fields: Any) -> tuple[Someone, Someone, Someone, dict[str, Any]]:
    """Ada, with Bob in a project of hers, and Eve."""
    ada, bob, eve = [await site.world.someone(name) for name in ("ada", "bob", "eve")]
    project = await made(ada, **fields)
    await entered(project, ada, bob, "contributor")
    return ada, bob, eve, project


@pytest.fixture(autouse=True)
async def attending(site: Site) -> None:
    """The server tells the domain who is here."""
    site.attend()


async def session(who: Someone, project: dict[str, Any]) -> dict[str, Any]:
    """The session of a project, as somebody sees it."""
    told: dict[str, Any] = (await who.send("GET", f"/api/projects/{project['id']}/session")).json()
    return told


async def here(who: Someone, project: dict[str, Any]) -> set[str]:
    """Who is in a project, as somebody sees it."""
    found = (await session(who, project))["participants"]
    return {each["user"]["username"] for each in found}


class TestListening:
    async def test_its_state_is_the_project_its_people_and_its_music(self, site: Site) -> None:
        _, bob, _, project = await trio(site)
        client = await site.admitted(bob)
        told = await answer(client, "session.join", project)
        state = told["data"]["state"]

        assert state["project"]["name"] == "Nights"
        assert {each["user"]["username"] for each in state["collaborators"]} == {"ada", "bob"}
        assert (state["playback"]["isPlaying"], state["playback"]["positionMs"]) == (False, 0)
        check("session.join.answer", told)

    async def test_who_may_not_look_inside_may_not_listen(self, site: Site) -> None:
        ada, _, eve, project = await trio(site)
        await ada.send("POST", people(project), {"userId": eve.id})
        client = await site.admitted(eve)
        refused = await answer(client, "session.join", project)

        assert refused["problem"]["type"] == "urn:phantom:not-found"
        await eve.send("POST", people(project, "accept"))
        assert (await answer(client, "session.join", project))["ok"]

    async def test_who_is_put_out_is_told_so_and_hears_no_more(self, site: Site) -> None:
        ada, bob, _, project = await trio(site)
        client = await joined(site, bob, project)
        await ada.send("DELETE", people(project, bob.id))
        told = [await said(client, "collaborator.removed"), await said(client, "removed")]

        assert told[0]["data"]["user"]["id"] == bob.id
        assert told[0]["data"]["reason"] == "removed"
        assert told[1]["seq"] == told[0]["seq"]

    async def test_who_declines_listens_on_to_a_public_project(self, site: Site) -> None:
        ada, _, eve, project = await trio(site, isPublic=True)
        client = await joined(site, eve, project)
        await ada.send("POST", people(project), {"userId": eve.id})
        await eve.send("POST", people(project, "decline"))
        await said(client, "collaborator.removed")

        assert (await answer(client, "user.cursor", project, positionMs=1))["ok"]

    async def test_of_a_deleted_project_nobody_hears_more(self, site: Site) -> None:
        ada, bob, eve, project = await trio(site, isPublic=True)
        clients = [await joined(site, who, project) for who in (bob, eve)]
        await ada.send("DELETE", f"/api/projects/{project['id']}")
        for client in clients:
            assert (await said(client, "project.state"))["data"]["reason"] == "deleted"
            assert (await said(client, "removed"))["topic"] == f"project:{project['id']}"

    async def test_of_one_that_is_hidden_its_people_hear_on(self, site: Site) -> None:
        _, bob, eve, project = await trio(site, isPublic=True)
        bobs, eves = [await joined(site, who, project) for who in (bob, eve)]
        hiding = Reproject(project_id=ProjectId(Id(project["id"])), is_public=False)
        await site.world.do(hiding)

        assert (await said(eves, "removed"))["topic"] == f"project:{project['id']}"
        assert (await said(bobs, "project.hidden"))["data"] == {}
        assert (await answer(bobs, "user.cursor", project, positionMs=1))["ok"]

    async def test_a_position_that_there_is_not_is_named_as_the_caller_named_it(
        self, site: Site
    ) -> None:
        ada, bob, _, project = await trio(site)
        await entered(project, ada, bob, "contributor")
        bobs = await joined(site, bob, project)
        refused = await answer(bobs, "playback.sync", project, action="seek", positionMs=2**40)

        assert [each["path"] for each in refused["problem"]["errors"]] == ["data.positionMs"]

    async def test_of_whom_one_has_blocked_one_hears_nothing_but_the_music(
        self, site: Site
    ) -> None:
        ada, bob, eve, project = await trio(site)
        await eve.send("PUT", f"/api/users/{bob.id}/block")
        await entered(project, ada, eve, "viewer")
        eves, bobs = await joined(site, eve, project), await joined(site, bob, project)
        await answer(bobs, "user.cursor", project, positionMs=5)
        await answer(bobs, "playback.sync", project, action="play", positionMs=9)
        told = await said(eves, "user.cursor", "playback.sync")
        await ada.send("PUT", people(project, bob.id), {"role": "viewer"})

        assert told["type"] == "playback.sync"
        assert (await said(eves, "collaborator.updated", "withheld"))["type"] == "withheld"


class TestBeingThere:
    async def test_what_people_do_and_where_they_point_is_seen(self, site: Site) -> None:
        ada, bob, _, project = await trio(site)
        adas, bobs = await joined(site, ada, project), await joined(site, bob, project)
        await answer(bobs, "user.presence", project, status="busy", activity="listening")
        await answer(bobs, "user.cursor", project, positionMs=4200)
        cursor = await said(adas, "user.cursor")
        check("user.cursor", cursor)

        assert (cursor["by"], cursor["data"]) == (bob.id, {"positionMs": 4200})
        assert "seq" not in cursor
        await site.settled()
        assert await here(ada, project) == {"ada", "bob"}
        found = (await session(ada, project))["participants"]
        (bobs_place,) = [each for each in found if each["user"]["id"] == bob.id]
        assert (bobs_place["role"], bobs_place["connection"]) == ("contributor", "busy")
        assert bobs_place["isListening"]
        assert (bobs_place["currentActivity"], bobs_place["cursorMs"]) == ("listening", 4200)
        items = (await ada.send("GET", people(project))).json()["items"]
        (row,) = [each for each in items if each["user"]["id"] == bob.id]
        assert (row["isOnline"], row["currentActivity"]) == (True, "listening")

    async def test_who_comes_later_sees_where_the_others_point(self, site: Site) -> None:
        ada, bob, _, project = await trio(site)
        await answer(await joined(site, bob, project), "user.cursor", project, positionMs=7)
        client = await site.admitted(ada)

        presence = (await answer(client, "session.join", project))["data"]["presence"]
        found = {each["userId"]: each for each in presence["people"]}.get(bob.id, {})
        while "cursorMs" not in found:  # another server hears of it a moment later
            found = (await presence_of(client, bob, "online"))["data"]

        assert found["cursorMs"] == 7

    async def test_with_the_last_connection_a_cursor_is_gone(self, site: Site) -> None:
        ada, bob, _, project = await trio(site)
        adas = await joined(site, ada, project)
        first, second = [await joined(site, bob, project) for _ in range(2)]
        await answer(second, "user.cursor", project, positionMs=8)
        await answer(first, "user.cursor", project, positionMs=7)
        await presence_of(adas, bob, "online")
        first.leave()
        back = await presence_of(adas, bob, "online")
        second.leave()
        gone = await presence_of(adas, bob, "offline")

        assert back["data"]["cursorMs"] == 8
        assert "cursorMs" not in gone["data"]
        await site.settled()
        assert await here(ada, project) == {"ada"}

    async def test_one_does_there_what_people_do_in_projects(self, site: Site) -> None:
        _, bob, _, project = await trio(site)
        client = await joined(site, bob, project)
        refused = await answer(
            client, "user.presence", project, status="online", activity="juggling"
        )
        idle = await answer(client, "user.presence", project, status="away", activity="idle")

        assert refused["problem"]["errors"][0]["path"] == "data.activity"
        assert idle["ok"]

    async def test_nobody_points_where_they_are_not_or_in_no_project(self, site: Site) -> None:
        _, bob, _, project = await trio(site)
        client = await site.admitted(bob)
        outside = await answer(client, "user.cursor", project, positionMs=1)
        client.send(
            {
                "id": "g",
                "type": "user.cursor",
                "topic": f"user:{bob.id}",
                "data": {"positionMs": 1},
            }
        )
        elsewhere = await client.next()

        assert outside["problem"]["type"] == "urn:phantom:not-found"
        assert elsewhere["problem"]["type"] == "urn:phantom:not-found"
        assert outside["problem"]["detail"].startswith("There is no joined topic project:")
        assert elsewhere["problem"]["detail"].startswith("There is no project topic user:")

    async def test_those_are_missed_whom_a_lost_server_had(self, site: Site) -> None:
        ada, bob, _, project = await trio(site)
        lost = AttachToProject(
            project_id=ProjectId(Id(project["id"])), user_id=UserId(Id(bob.id)), server_id=LOST
        )
        await site.world.do(lost)
        assert await here(ada, project) == {"bob"}
        await forget_lost_servers(site.world.services.phantom)

        assert await here(ada, project) == set()
        expires_at = datetime.fromisoformat((await session(ada, project))["expiresAt"])
        assert expires_at - site.world.clock.now == timedelta(minutes=5)


class TestPlaying:
    async def test_the_music_is_followed_by_all_and_a_late_joiner_hears_from_the_right_place(
        self, site: Site
    ) -> None:
        ada, bob, _, project = await trio(site)
        adas, bobs = await joined(site, ada, project), await joined(site, bob, project)
        played = await answer(bobs, "playback.sync", project, action="play", positionMs=1000)
        check("playback.sync.answer", played)
        told = await said(adas, "playback.sync")
        site.world.clock.advance(seconds=3)
        late = await site.admitted(ada)
        state = (await answer(late, "session.join", project))["data"]["state"]

        assert played["data"]["isPlaying"]
        assert told["data"]["changedBy"]["username"] == "bob"
        assert (told["data"]["action"], told["data"]["positionMs"]) == ("play", 1000)
        assert (state["playback"]["isPlaying"], state["playback"]["positionMs"]) == (True, 4000)

    async def test_who_may_not_edit_does_not_play_for_the_others(self, site: Site) -> None:
        ada, bob, _, project = await trio(site)
        await ada.send("PUT", people(project, bob.id), {"role": "viewer"})
        client = await joined(site, bob, project)
        refused = await answer(client, "playback.sync", project, action="pause")

        assert refused["problem"]["type"] == "urn:phantom:no-permission"

    async def test_faults_are_told_with_their_place(self, site: Site) -> None:
        _, bob, _, project = await trio(site)
        client = await joined(site, bob, project)
        nowhere = await answer(client, "playback.sync", project, action="seek")
        entry = await answer(client, "playback.sync", project, action="play", entryId=LOST)
        paths = [told["problem"]["errors"][0]["path"] for told in (nowhere, entry)]

        assert paths == ["data.positionMs", "data.entryId"]


async def presence_of(client: Client, whose: Someone, status: str) -> dict[str, Any]:
    """The next word on somebody's presence of a kind."""
    while True:
        told = await said(client, "user.presence")
        if told["by"] == whose.id and told["data"]["status"] == status:
            return told
