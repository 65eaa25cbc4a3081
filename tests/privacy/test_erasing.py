"""Nothing is left of who is erased, wherever one looks; and others miss nothing of their own."""

import logging
import sqlite3
from typing import Any

import pytest

from tests.http.world import PASSWORD, Someone
from tests.privacy.conftest import House
from tests.privacy.planting import MARK, Planted, plant
from tests.privacy.searching import files_with, rows_with

_FEWEST_MARKS = 40


async def test_nothing_is_left_of_who_is_erased_and_others_keep_what_is_theirs(
    house: House, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO)
    planted = await plant(house.world)
    marked = {found.partition(":")[0] for found in rows_with(MARK, house.url)}
    caplog.clear()

    report = await _erased(house, planted)

    assert len(marked) >= _FEWEST_MARKS, sorted(marked)
    assert report["doneAt"] is not None
    assert rows_with(MARK, house.url) == []
    assert [each.key async for each in house.world.services.audio.store.list("")] == []
    assert MARK not in caplog.text.lower()
    await _others_keep_what_was_said_and_made_together(house, planted)
    await house.close()
    _tidy(house)
    assert files_with(MARK, house.folder) == []


async def _erased(house: House, planted: Planted) -> dict[str, Any]:
    """Have them erase themself, and everything done that follows; answer the last receipt."""
    farewell = {"password": PASSWORD}
    begun = await planted.them.send("DELETE", "/api/users/me", farewell)
    assert begun.status_code == 202, begun.text
    for _ in range(3):
        await house.world.work()
        house.world.clock.advance(days=2)
    report: dict[str, Any] = (await house.world.http.get(begun.headers["location"])).json()
    return report


async def _others_keep_what_was_said_and_made_together(house: House, planted: Planted) -> None:
    login = {"login": "friend", "password": PASSWORD}
    again = (await house.world.http.post("/api/auth/login", json=login)).json()
    friend = Someone(house.world.http, again)

    async def seen(path: str) -> Any:
        answer = await friend.send("GET", path)
        assert answer.status_code == 200, (path, answer.text)
        return answer.json()

    said = {each["id"]: each for each in (await seen(planted.messages))["items"]}
    mentioning = said[planted.mentioning]
    project = await seen(f"/api/projects/{planted.shared}")
    room = await seen(f"/api/rooms/{planted.room}")
    chats = {each["id"]: each for each in (await seen("/api/messages/rooms"))["items"]}
    nobody = {"id": planted.them.id, "username": "erased", "displayName": "Erased user"}

    assert said[planted.said]["content"] == "Good night!"
    assert said[planted.said]["sender"].items() >= nobody.items()
    assert mentioning["content"] == "Hello @erased, and welcome."
    assert mentioning["mentions"][0].items() >= nobody.items()
    assert project["owner"]["id"] == room["host"]["id"] == friend.id
    assert project["name"] == "Nights"
    assert chats[planted.direct]["peer"].items() >= nobody.items()
    assert (await seen(f"/api/users?q={MARK}"))["items"] == []
    assert (await seen(f"/api/users/{friend.id}/followers"))["items"] == []


def _tidy(house: House) -> None:
    """Have SQLite write its file anew: pages that were balanced may hold a piece of old rows."""
    if house.url.startswith("sqlite"):
        connection = sqlite3.connect(house.url.removeprefix("sqlite:///"))
        connection.execute("VACUUM")
        connection.close()
