"""Reports of abuse and the office, over HTTP."""

import pytest

from phantom_core.identity import RevokeAdmin
from tests.http.listeners import a_room, listener, music
from tests.http.world import World


async def test_a_report_reaches_the_queue_and_its_end_is_audited(world: World) -> None:
    ada, bob, root = await world.someone("ada"), await world.someone("bob"), await world.admin()
    filed = await ada.send(
        "POST", "/api/reports", {"kind": "user", "id": bob.id, "reason": "He shouts."}
    )
    queue = (await root.send("GET", "/api/admin/reports")).json()["items"]
    closed = await root.send(
        "POST", f"/api/admin/reports/{filed.json()['id']}", {"action": "suspend"}
    )
    left = (await root.send("GET", "/api/admin/reports")).json()["items"]
    everything = (await root.send("GET", "/api/admin/reports?status=all")).json()["items"]
    audit = (await root.send("GET", "/api/admin/audit")).json()["items"]
    suspended = await bob.send("GET", "/api/auth/me")

    assert filed.status_code == 201
    assert "reporter" not in filed.json()
    assert queue[0]["reporter"]["username"] == "ada"
    assert queue[0]["owner"]["username"] == "bob"
    assert (closed.status_code, closed.json()["status"]) == (200, "suspended")
    assert closed.json()["resolvedBy"]["username"] == "root"
    assert (left, len(everything)) == ([], 1)
    assert {act["action"] for act in audit} >= {"admin.granted", "user.suspended"}
    assert next(act for act in audit if act["action"] == "user.suspended")["actor"]["id"] == root.id
    assert suspended.status_code == 401


async def test_a_report_is_closed_once(world: World) -> None:
    ada, bob, root = await world.someone("ada"), await world.someone("bob"), await world.admin()
    body = {"kind": "user", "id": bob.id, "reason": "He shouts."}
    report = (await ada.send("POST", "/api/reports", body)).json()["id"]
    path = f"/api/admin/reports/{report}"
    await root.send("POST", path, {"action": "dismiss"})
    again = await root.send("POST", path, {"action": "suspend"})

    assert again.status_code == 409
    assert again.json()["type"] == "urn:phantom:already-resolved"


async def test_a_room_that_is_reported_can_be_done_away_with(world: World) -> None:
    heard, root = await music(world, 200), await world.admin()
    ada, bob = await listener(world, "ada", heard), await world.someone("bob")
    room = (await a_room(ada, heard))["id"]
    body = {"kind": "room", "id": room, "reason": "The name."}
    report = (await bob.send("POST", "/api/reports", body)).json()["id"]

    closed = await root.send("POST", f"/api/admin/reports/{report}", {"action": "delete"})
    told = (await ada.send("GET", "/api/notifications")).json()["items"]

    assert (closed.status_code, closed.json()["status"]) == (200, "deleted"), closed.text
    assert (await bob.send("GET", f"/api/rooms/{room}")).status_code == 410
    assert "A room of yours was deleted" in told[0]["text"]


async def test_an_account_is_suspended_and_made_active_again(world: World) -> None:
    bob, root = await world.someone("bob"), await world.admin()
    path = f"/api/admin/users/{bob.id}/status"
    suspended = await root.send("PUT", path, {"status": "suspended"})
    login = {"login": "bob", "password": "a long enough secret"}
    refused = await world.http.post("/api/auth/login", json=login)
    erased = await root.send("PUT", path, {"status": "erased"})
    active = await root.send("PUT", path, {"status": "active"})
    welcome = await world.http.post("/api/auth/login", json=login)

    assert suspended.json()["status"] == "suspended"
    assert (refused.status_code, refused.json()["type"]) == (403, "urn:phantom:suspended")
    assert (erased.status_code, erased.json()["errors"][0]["path"]) == (400, "status")
    assert active.json()["status"] == "active"
    assert welcome.status_code == 200


async def test_whoever_is_suspended_is_out_of_all_rooms(world: World) -> None:
    heard, root = await music(world, 200), await world.admin()
    ada, bob = await listener(world, "ada", heard), await listener(world, "bob", heard)
    rooms = [(await a_room(ada, heard))["id"] for _ in range(3)]
    for room in rooms:
        await bob.send("POST", f"/api/rooms/{room}/join")
    await root.send("PUT", f"/api/admin/users/{ada.id}/status", {"status": "suspended"})
    await world.work()
    found = [(await bob.send("GET", f"/api/rooms/{room}")).json() for room in rooms]

    assert [(room["hostUserId"], room["peoplePresent"]) for room in found] == [(bob.id, 1)] * 3


async def test_an_account_is_found_by_its_name_or_address_suspended_or_not(world: World) -> None:
    bob, root = await world.someone("bob"), await world.admin()
    await root.send("PUT", f"/api/admin/users/{bob.id}/status", {"status": "suspended"})
    address = bob.signed_in["user"]["email"]
    found = [
        (await root.send("GET", "/api/admin/users", params={"login": login})).json()
        for login in ("BOB", address.upper(), "bo")
    ]

    by_name, by_address, nobody = found
    assert (by_name["user"]["id"], by_name["user"]["status"]) == (bob.id, "suspended")
    assert (by_address, nobody) == (by_name, {})
    assert (await root.send("GET", "/api/admin/users")).json()["errors"][0]["path"] == "login"


@pytest.mark.parametrize(
    ("method", "path", "body"),
    [
        ("GET", "/api/admin/audit", None),
        ("GET", "/api/admin/reports", None),
        ("GET", "/api/admin/users?login=ada", None),
        ("POST", "/api/admin/reports/01ARZ3NDEKTSV4RRFFQ69G5FAV", {"action": "dismiss"}),
        ("PUT", "/api/admin/users/01ARZ3NDEKTSV4RRFFQ69G5FAV/status", {"status": "active"}),
    ],
)
async def test_the_office_is_closed_to_everybody_else(
    world: World, method: str, path: str, body: object
) -> None:
    ada = await world.someone("ada")
    by_ada = await ada.send(method, path, body)
    by_nobody = await world.http.request(method, path, json=body)

    assert (by_ada.status_code, by_nobody.status_code) == (403, 401)


async def test_office_is_asked_for_at_each_request(world: World) -> None:
    root = await world.admin()
    before = await root.send("GET", "/api/admin/audit")
    await world.do(RevokeAdmin(username="root"))
    after = await root.send("GET", "/api/admin/audit")

    assert (before.status_code, after.status_code) == (200, 403)
