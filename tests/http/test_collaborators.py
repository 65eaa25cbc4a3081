"""The people of a project over HTTP: inviting, answering, roles, permissions, going."""

from typing import Any

from tests.http.test_projects import made
from tests.http.world import Someone, World


def people(project: dict[str, Any], *more: str) -> str:
    """The path of a project's people."""
    return "/".join([f"/api/projects/{project['id']}/collaborators", *more])


async def entered(project: dict[str, Any], owner: Someone, who: Someone, role: str) -> None:
    """Somebody is invited, and accepts."""
    await owner.send("POST", people(project), {"userId": who.id, "role": role})
    answer = await who.send("POST", people(project, "accept"))
    assert answer.status_code == 200, answer.text


async def listed(project: dict[str, Any], who: Someone) -> dict[str, Any]:
    """The people of a project, by name."""
    items = (await who.send("GET", people(project))).json()["items"]
    return {each["user"]["username"]: each for each in items}


async def test_an_invite_says_what_one_shall_be_and_may_do(world: World) -> None:
    ada, bob = await world.someone("ada"), await world.someone("bob")
    project = await made(ada)
    body = {"userId": bob.id, "role": "contributor", "permissions": {"canExport": False}}
    answer = await ada.send("POST", people(project), body)
    (invite,) = (await bob.send("GET", "/api/projects/invites")).json()["items"]
    card = (await bob.send("GET", f"/api/projects/{project['id']}")).json()

    assert answer.status_code == 201
    assert answer.json()["status"] == card["me"]["status"] == "invited"
    assert invite["projectId"] == invite["project"]["id"] == project["id"]
    assert invite["invitedBy"]["username"] == "ada"
    assert invite["role"] == "contributor"
    assert invite["permissions"] == {
        "canEdit": True,
        "canAddStems": True,
        "canDeleteStems": False,
        "canInviteOthers": False,
        "canExport": False,
    }
    assert (await bob.send("GET", people(project))).status_code == 404


async def test_who_accepts_is_in_it_and_who_declines_is_not(world: World) -> None:
    ada, bob, eve = [await world.someone(name) for name in ("ada", "bob", "eve")]
    project = await made(ada)
    for who in (bob, eve):
        await ada.send("POST", people(project), {"userId": who.id})
    accepted = await bob.send("POST", people(project, "accept"))
    declined = await eve.send("POST", people(project, "decline"))

    assert accepted.json()["me"]["role"] == "viewer"
    assert declined.json()["invitedUser"]["username"] == "eve"
    assert set(await listed(project, bob)) == {"ada", "bob"}
    assert (await eve.send("GET", f"/api/projects/{project['id']}")).status_code == 404
    assert (await bob.send("GET", "/api/projects/invites")).json()["items"] == []


async def test_roles_and_single_permissions_are_put(world: World) -> None:
    ada, bob = await world.someone("ada"), await world.someone("bob")
    project = await made(ada)
    await entered(project, ada, bob, "viewer")
    bodies: list[dict[str, Any]] = [
        {"role": "contributor"},
        {"permissions": {"canInviteOthers": True}},
        {},
    ]
    answers = [await ada.send("PUT", people(project, bob.id), body) for body in bodies]
    bobs = (await listed(project, ada))["bob"]

    assert [answer.status_code for answer in answers] == [204] * 3
    assert bobs["role"] == "contributor"
    assert bobs["permissions"]["canInviteOthers"]
    assert bobs["permissions"]["canEdit"]


async def test_refusals_name_their_rule(world: World) -> None:
    ada, bob, eve = [await world.someone(name) for name in ("ada", "bob", "eve")]
    project = await made(ada)
    await entered(project, ada, bob, "contributor")
    invited = {"userId": eve.id, "role": "admin"}
    answers = [
        await bob.send("POST", people(project), invited),
        await ada.send("POST", people(project), {"userId": bob.id}),
        await ada.send("POST", people(project), {"userId": ada.id}),
        await ada.send("POST", people(project, "leave")),
        await ada.send("DELETE", people(project, eve.id)),
        await bob.send("PUT", people(project, ada.id), {"role": "viewer"}),
        *[
            await ada.send("POST", people(project), {"userId": eve.id, "role": role})
            for role in ("viewer", "admin")
        ][1:],
    ]

    assert [(answer.status_code, answer.json()["type"]) for answer in answers] == [
        (403, "urn:phantom:no-permission"),
        (409, "urn:phantom:already-collaborating"),
        (400, "urn:phantom:invalid"),
        (409, "urn:phantom:owner-stays"),
        (404, "urn:phantom:not-found"),
        (403, "urn:phantom:no-permission"),
        (409, "urn:phantom:already-invited"),
    ]


async def test_an_owner_hands_over_and_leaves(world: World) -> None:
    ada, bob = await world.someone("ada"), await world.someone("bob")
    project = await made(ada)
    await entered(project, ada, bob, "viewer")
    handed = await ada.send("PUT", people(project, bob.id), {"role": "owner"})
    left = await ada.send("DELETE", people(project, ada.id))
    seen = (await bob.send("GET", f"/api/projects/{project['id']}")).json()

    assert (handed.status_code, left.status_code) == (204, 204)
    assert seen["ownerId"] == bob.id
    assert (await ada.send("GET", f"/api/projects/{project['id']}")).status_code == 404


async def test_who_leaves_a_public_project_still_sees_it(world: World) -> None:
    ada, bob = await world.someone("ada"), await world.someone("bob")
    project = await made(ada, isPublic=True)
    await entered(project, ada, bob, "contributor")
    left = await bob.send("POST", people(project, "leave"))

    assert left.status_code == 200
    assert "me" not in left.json()
    assert set(await listed(project, bob)) == {"ada"}


async def test_its_chat_is_one_of_its_peoples(world: World) -> None:
    ada, bob = await world.someone("ada"), await world.someone("bob")
    project = await made(ada)
    await entered(project, ada, bob, "viewer")
    (chat,) = (await bob.send("GET", "/api/messages/rooms")).json()["items"]

    assert (chat["kind"], chat["title"]) == ("project", "Nights")
    assert chat["linkedId"] == project["id"]
