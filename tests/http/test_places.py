"""What a test's world lives on is gone with the world."""

import threading
from pathlib import Path

import pytest

from phantom_app.settings import BadSetting
from tests.http.world import Place

PLACES = ("sqlite",)


def lanes() -> set[threading.Thread]:
    """The threads that storages ask their databases by."""
    return {thread for thread in threading.enumerate() if thread.name.startswith("phantom-")}


@pytest.mark.one_server("two servers close what they have by a stack")
async def test_a_world_that_cannot_be_built_leaves_no_lanes_behind(
    place: Place, tmp_path: Path
) -> None:
    before = lanes()
    with pytest.raises(BadSetting):
        async with place(tmp_path, {"PHANTOM_RATE_LIMITS": "perhaps"}):
            pass

    assert lanes() <= before
