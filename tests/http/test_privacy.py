"""Being forgotten, and how long things are kept, over HTTP."""

from typing import Any

import pytest

from tests.http.world import PASSWORD, World


async def test_a_preview_says_what_becomes_of_what_and_changes_nothing(world: World) -> None:
    ada, bob = await world.someone("ada"), await world.someone("bob")
    alone, shared = [
        (await ada.send("POST", "/api/projects", {"name": name})).json() for name in ("A", "B")
    ]
    path = f"/api/projects/{shared['id']}/collaborators"
    await ada.send("POST", path, {"userId": bob.id, "role": "viewer"})
    await bob.send("POST", f"{path}/accept")

    told = (await ada.send("GET", "/api/users/me/erasure")).json()

    heirs = {each["projectId"]: each.get("heir") for each in told["projects"]}
    kinds = {each["kind"]: (each["fate"], each["count"]) for each in told["kinds"]}
    assert heirs[alone["id"]] is None
    assert heirs[shared["id"]]["username"] == "bob"
    assert kinds["sessions"] == ("gone", 1)
    assert kinds["projects"] == ("kept", 2)
    assert (await ada.send("GET", "/api/users/me")).status_code == 200


async def test_only_the_password_erases_and_a_wrong_one_changes_nothing(world: World) -> None:
    ada = await world.someone("ada")
    wrong = await ada.send("DELETE", "/api/users/me", {"password": "not my password"})
    missing = await ada.send("DELETE", "/api/users/me", {})

    assert (wrong.status_code, wrong.json()["type"]) == (400, "urn:phantom:wrong-password")
    assert (missing.status_code, missing.json()["errors"][0]["path"]) == (400, "password")
    assert (await ada.send("GET", "/api/users/me")).status_code == 200


@pytest.mark.flow
async def test_who_is_erased_is_out_at_once_and_their_name_is_free(world: World) -> None:
    ada, bob = await world.someone("ada"), await world.someone("bob")
    begun = await ada.send("DELETE", "/api/users/me", {"password": PASSWORD})
    login = {"login": "ada", "password": PASSWORD}

    async def seen(path: str) -> Any:
        return (await bob.send("GET", path)).json()

    assert begun.status_code == 202
    assert begun.headers["location"] == f"/api/erasures/{begun.json()['id']}"
    assert (await ada.send("GET", "/api/users/me")).status_code == 401
    assert (await world.http.post("/api/auth/login", json=login)).status_code == 401
    assert (await seen("/api/users?q=ada"))["items"] == []
    assert (await bob.send("GET", f"/api/users/{ada.id}")).status_code == 404
    assert (await world.someone("ada")).id != ada.id


async def test_an_admin_erases_once_and_the_trail_says_so_by_id(world: World) -> None:
    ada, root = await world.someone("ada"), await world.admin()
    path = f"/api/admin/users/{ada.id}"
    first, second = [await root.send("DELETE", path) for _ in range(2)]
    await world.work()
    report = (await world.http.get(first.headers["location"])).json()
    trail = (await root.send("GET", f"/api/admin/audit?targetId={ada.id}")).json()["items"]
    begun = (await root.send("GET", "/api/admin/audit?action=user.erased")).json()["items"]

    assert first.json()["id"] == second.json()["id"]
    assert report["doneAt"] is not None
    assert {each["kind"] for each in report["receipts"]} >= {"account", "credentials"}
    assert {each["action"] for each in trail} == {"user.erasure-done", "user.erased"}
    assert [each["actor"]["id"] for each in begun] == [root.id]
    nobody = f"{root.id[:-1]}{'1' if root.id.endswith('0') else '0'}"
    assert (await root.send("DELETE", f"/api/admin/users/{nobody}")).status_code == 404


@pytest.fixture
def environment() -> dict[str, str]:
    """Calls are never forgotten here."""
    return {"PHANTOM_RETENTION": "jobs_done=1,calls=never"}


async def test_a_dry_run_counts_what_goes_and_a_real_one_lets_it_go(world: World) -> None:
    ada, root = await world.someone("ada"), await world.admin()
    await world.work()
    world.clock.advance(days=31)
    login = {"login": "root", "password": PASSWORD}
    root.signed_in.update((await world.http.post("/api/auth/login", json=login)).json())

    async def asked(*, dry_run: bool) -> dict[str, dict[str, Any]]:
        answer = await root.send("POST", "/api/admin/retention", {"dryRun": dry_run})
        assert answer.status_code == 200, answer.text
        return {each["kind"]: each for each in answer.json()["rules"]}

    looked, again = await asked(dry_run=True), await asked(dry_run=True)
    ran = await asked(dry_run=False)
    await world.work()
    left = await asked(dry_run=True)

    assert looked == again == ran
    assert looked["sessions"]["count"] == 1
    assert looked["jobs_done"]["keptDays"] == 1
    assert looked["jobs_done"]["count"] >= 2
    assert looked["jobs_done"]["oldestAt"] is not None
    assert "keptDays" not in looked["calls"]
    assert {kind: each["count"] for kind, each in left.items() if each["count"]} == {}
    trail = (await root.send("GET", "/api/admin/audit?action=retention.asked-for")).json()
    assert "sessions: 1" in trail["items"][0]["detail"]
    assert ada.id not in trail["items"][0]["detail"]
