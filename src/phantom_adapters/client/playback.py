"""Where a song is that a room plays."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from phantom_core.kernel import EPOCH, MILLISECOND

__all__ = ["position_at"]


def position_at(playback: Mapping[str, Any], server_time: float) -> float:
    """Where the song stands at a time on the server, in ms; never past its end.

    Args:
        playback: as the server tells it: `{status, positionMs, anchoredAt, song: {durationMs}}`.
            The song was at `positionMs` at the time `anchoredAt`, and begins then if that is yet
            to come.
        server_time: in ms since 1970, as `Client.server_time` tells it.
    """
    start = float(playback["positionMs"])
    if playback["status"] != "playing":
        return start
    anchored_at = (datetime.fromisoformat(playback["anchoredAt"]) - EPOCH) / MILLISECOND
    moved = max(0.0, server_time - anchored_at)
    return min(start + moved, float(playback["song"]["durationMs"]))
