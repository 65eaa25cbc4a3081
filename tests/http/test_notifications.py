"""Notifications over HTTP: what is refused, and what an owner is told of what is done in office."""

from typing import Any

import pytest

from tests.http.test_audio import added
from tests.http.world import World


async def test_a_recording_that_a_profile_shows_is_condemned_and_its_owner_told(
    world: World,
) -> None:
    ada, bob, root = await world.someone("ada"), await world.someone("bob"), await world.admin()
    file = await added(ada, data={"visibility": "public"})
    await ada.send("PUT", "/api/users/me/profile", {"samples": [file["id"]]})
    body = {"kind": "audio", "id": file["id"], "reason": "Stolen."}
    report = (await bob.send("POST", "/api/reports", body)).json()
    acted = await root.send("POST", f"/api/admin/reports/{report['id']}", {"action": "delete"})
    (told,) = (await ada.send("GET", "/api/notifications?unread=true")).json()["items"]

    assert acted.status_code == 200
    assert (told["kind"], told["people"]) == ("moderation", [])
    assert told["payload"]["subject"] == {"kind": "audio", "id": file["id"]}


@pytest.mark.parametrize(
    ("body", "path"),
    [
        ({}, "ids"),
        ({"ids": ["x"]}, "ids[0]"),
        ({"ids": [], "all": True}, "ids"),
        ({"ids": [], "before": "2026-01-31T12:00:00Z"}, "before"),
        ({"all": True, "before": "2026-01-31T12:00:00"}, "before"),
    ],
)
async def test_what_is_wrong_with_a_reading_is_told(
    world: World, body: dict[str, Any], path: str
) -> None:
    ada = await world.someone("ada")
    answer = await ada.send("POST", "/api/notifications/read", body)

    assert answer.status_code == 400
    assert [fault["path"] for fault in answer.json()["errors"]] == [path]
