"""A fault is named by the path at which the caller put it."""

from typing import Any

import pytest

from tests.http.world import World


@pytest.mark.parametrize(
    ("method", "path", "body", "told"),
    [
        ("PATCH", "/me", {"preferences": {"defaultTempo": 1}}, "preferences.defaultTempo"),
        ("PUT", "/me/profile", {"seeking": {"ages": {"lowest": 1, "highest": 30}}}, "ages.lowest"),
        (
            "PUT",
            "/me/profile",
            {"seeking": {"ages": {"lowest": 40, "highest": 30}}},
            "ages.highest",
        ),
        ("PUT", "/me/profile", {"seeking": {"roles": [""]}}, "seeking.roles[0]"),
    ],
)
async def test_nested_fields(world: World, method: str, path: str, body: Any, told: str) -> None:
    ada = await world.someone("ada")
    answer = await ada.send(method, f"/api/users{path}", body)
    whole = f"seeking.{told}" if told.startswith("ages") else told

    assert answer.status_code == 400
    assert {fault["path"] for fault in answer.json()["errors"]} == {whole}


async def test_parameters_of_a_path_are_named_as_in_the_description(world: World) -> None:
    document = (await world.http.get("/schema/openapi.json")).json()
    names = {
        parameter["name"]
        for methods in document["paths"].values()
        for operation in methods.values()
        for parameter in operation.get("parameters", ())
        if parameter["in"] == "path"
    }

    assert names == {
        *("audioId", "imageId", "reportId", "sessionId", "sweepId", "uploadId", "userId"),
        *("artistId", "genreId", "playlistId", "songId"),
        *("inviteId", "projectId", "roomId"),
        *("conflictId", "segmentId", "stemId"),
        *("chatFileId", "chatRoomId", "emoji", "messageId"),
        *("musicSetId", "musicTrackId"),
        *("bookingId", "deviceId", "erasureId", "exportId", "jobId", "notificationId"),
    }
    assert "/api/users/{userId}/follow" in document["paths"]
    assert not any("_" in path for path in document["paths"])
