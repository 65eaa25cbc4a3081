"""How many projects one may make."""

import pytest

from tests.http.world import World


@pytest.fixture
def environment() -> dict[str, str]:
    """Two at once, one more every ten seconds."""
    return {"PHANTOM_RATE_LIMITS": "project=2/20,address=9999/1,person=9999/1"}


async def test_who_makes_too_many_projects_waits(world: World) -> None:
    ada = await world.someone("ada")
    made = [await ada.send("POST", "/api/projects", {"name": "Nights"}) for _ in range(3)]

    assert [answer.status_code for answer in made] == [201, 201, 429]
    assert made[-1].headers["retry-after"] == "10"
