"""Where a song is."""

from typing import Any

import pytest

from phantom_adapters.client import position_at

NOON = 1_769_860_800_000.0
SONG = {"durationMs": 200_000}


def playback(**fields: Any) -> dict[str, Any]:
    """A song that was at ten seconds at noon."""
    anchor = {"positionMs": 10_000, "anchoredAt": "2026-01-31T12:00:00.000Z"}
    return {"status": "playing", "song": SONG, **anchor, **fields}


@pytest.mark.parametrize(
    ("later", "position"), [(0, 10_000), (1_500, 11_500), (190_000, 200_000), (999_999, 200_000)]
)
def test_a_playing_song_moves_with_the_time_to_its_end(later: float, position: float) -> None:
    assert position_at(playback(), NOON + later) == position


def test_a_song_that_is_to_begin_later_has_not_moved_yet() -> None:
    assert position_at(playback(), NOON - 500) == 10_000


@pytest.mark.parametrize("status", ["paused", "stopped"])
def test_a_song_that_does_not_play_stands_still(status: str) -> None:
    assert position_at(playback(status=status), NOON + 5_000) == 10_000
