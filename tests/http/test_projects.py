"""Projects over HTTP: making, finding, looking at and deleting them."""

from typing import Any

from tests.http.world import Someone, World

NOBODY = "01ARZ3NDEKTSV4RRFFQ69G5FAV"


async def made(owner: Someone, **fields: Any) -> dict[str, Any]:
    """A project of somebody's."""
    answer = await owner.send("POST", "/api/projects", {"name": "Nights", **fields})
    assert answer.status_code == 201, answer.text
    project: dict[str, Any] = answer.json()
    return project


async def test_a_project_is_told_as_it_was_made(world: World) -> None:
    ada = await world.someone("ada")
    body = {"name": "Nights", "description": "For\nwinter.", "tempo": 93.5, "timeSignature": [7, 8]}
    answer = await ada.send("POST", "/api/projects", body)
    project = answer.json()

    assert answer.status_code == 201
    assert {name: project[name] for name in body} == body
    assert project["ownerId"] == project["owner"]["id"] == ada.id
    assert (project["isPublic"], project["isActive"], project["lengthMs"]) == (False, True, 0)
    assert project["version"] == 1
    assert project["me"]["role"] == "owner"
    assert project["me"]["status"] == "accepted"
    assert set(project["me"]["permissions"].values()) == {True}
    assert "lastSyncAt" not in project
    assert (await ada.send("GET", f"/api/projects/{project['id']}")).json() == project


async def test_what_cannot_be_is_refused_with_its_place(world: World) -> None:
    ada = await world.someone("ada")
    wrong = {"name": "", "tempo": 500, "timeSignature": [4, 3], "id": "x", "length": 3}
    faults = {
        field: (await ada.send("POST", "/api/projects", {"name": "Nights", field: value}))
        for field, value in wrong.items()
    }

    assert {answer.status_code for answer in faults.values()} == {400}
    told = {field: answer.json()["errors"][0]["path"] for field, answer in faults.items()}
    assert told == {**{field: field for field in wrong}, "timeSignature": "timeSignature[1]"}


async def test_a_client_may_choose_the_id_and_make_it_again(world: World) -> None:
    ada = await world.someone("ada")
    first, again = await made(ada, id=NOBODY), await made(ada, id=NOBODY)
    other = await ada.send("POST", "/api/projects", {"id": NOBODY, "name": "Days"})

    assert first == again
    assert (first["id"], other.status_code) == (NOBODY, 409)


async def test_the_tag_changes_with_what_is_told(world: World) -> None:
    ada = await world.someone("ada")
    project = await made(ada)
    path = f"/api/projects/{project['id']}"
    tag = (await ada.send("GET", path)).headers["etag"]
    known = await ada.send("GET", path, headers={"If-None-Match": tag})
    await ada.send("PATCH", "/api/users/me", {"displayName": "Countess"})
    renamed = await ada.send("GET", path, headers={"If-None-Match": tag})

    assert tag.startswith('"1-')
    assert (known.status_code, renamed.status_code) == (304, 200)


async def test_ones_own_are_listed_and_the_public_ones(world: World) -> None:
    ada, bob = await world.someone("ada"), await world.someone("bob")
    for name, is_public in (("Night Drive", True), ("Secret", False), ("Days", True)):
        world.clock.advance(seconds=1)
        await made(ada, name=name, isPublic=is_public)

    async def names(who: Someone, query: str) -> list[str]:
        answer = await who.send("GET", f"/api/projects?{query}")
        return [project["name"] for project in answer.json()["items"]]

    assert await names(ada, "") == ["Days", "Secret", "Night Drive"]
    assert await names(ada, "q=sec") == ["Secret"]
    assert await names(bob, "") == []
    assert await names(bob, "public=true") == ["Days", "Night Drive"]
    assert await names(bob, "public=true&q=driv") == ["Night Drive"]


async def test_lists_come_a_page_at_a_time(world: World) -> None:
    ada = await world.someone("ada")
    for name in ("One", "Two", "Three"):
        world.clock.advance(seconds=1)
        await made(ada, name=name)
    first = (await ada.send("GET", "/api/projects?limit=2")).json()
    rest = (await ada.send("GET", f"/api/projects?cursor={first['next']}")).json()

    assert [each["name"] for each in first["items"]] == ["Three", "Two"]
    assert ([each["name"] for each in rest["items"]], rest["next"]) == (["One"], None)


async def test_a_deleted_project_is_gone_for_its_people_and_was_never_there_for_others(
    world: World,
) -> None:
    ada, bob = await world.someone("ada"), await world.someone("bob")
    project = await made(ada, isPublic=True)
    path = f"/api/projects/{project['id']}"
    stale = await ada.send("DELETE", path, headers={"If-Match": '"7"'})
    deleted = await ada.send("DELETE", path, headers={"If-Match": '"1"'})
    hers = await ada.send("GET", path)

    assert (stale.status_code, deleted.status_code, hers.status_code) == (412, 204, 410)
    assert hers.json()["type"] == "urn:phantom:project-over"
    assert (await bob.send("GET", path)).status_code == 410
    assert (await bob.send("GET", "/api/projects?public=true")).json()["items"] == []


async def test_its_session_is_empty_until_somebody_comes(world: World) -> None:
    ada = await world.someone("ada")
    project = await made(ada, tempo=90)
    session = (await ada.send("GET", f"/api/projects/{project['id']}/session")).json()
    playback = session.pop("playback")

    assert session == {"projectId": project["id"], "participants": []}
    assert playback.pop("serverTime")
    assert playback == {"isPlaying": False, "positionMs": 0, "tempo": 90}
