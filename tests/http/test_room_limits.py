"""How many rooms one may open."""

import pytest

from tests.http.listeners import listener, music
from tests.http.world import World


@pytest.fixture
def environment() -> dict[str, str]:
    """Two at once, one more every ten seconds."""
    return {"PHANTOM_RATE_LIMITS": "room=2/20,address=9999/1,person=9999/1"}


async def test_who_opens_too_many_rooms_waits(world: World) -> None:
    heard = await music(world, 100, 100)
    ada = await listener(world, "ada", heard)
    body = {"name": "The den", "isPublic": True, "artistId": heard.artist_id}
    opened = [await ada.send("POST", "/api/rooms", body) for _ in range(3)]

    assert [answer.status_code for answer in opened] == [201, 201, 429]
    assert opened[-1].headers["retry-after"] == "10"
