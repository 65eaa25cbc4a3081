"""What readers are told of how somebody is seen."""

from datetime import datetime
from typing import Final

import attrs

from phantom_adapters.transport.channel import Channel
from phantom_core.kernel import UserId
from phantom_core.live import Presence, Signal

__all__ = ["difference_signal", "presence_signal"]

_OFFLINE: Final = "offline"


def presence_signal(channel: Channel, user_id: UserId, at: datetime, crowd: int) -> Signal:
    """How somebody is seen. In a crowd only the newest such word is worth telling."""
    seen, crowded = channel.roster.of(user_id), len(channel.roster.people) > crowd
    return Signal(
        topic=channel.topic,
        name="user.presence",
        at=at,
        by=user_id,
        data={
            "status": _OFFLINE if seen is None else seen.status.value,
            "activity": "" if seen is None else seen.activity,
            "count": len(channel.roster),
            **_pointing(seen),
        },
        key="presence" if crowded else f"presence {user_id}",
    )


def difference_signal(
    channel: Channel, user_id: UserId, before: Presence | None, at: datetime, crowd: int
) -> Signal:
    """How somebody is seen otherwise than `before`; where they only point, where that is."""
    seen = channel.roster.of(user_id)
    if before is None or seen is None or seen.cursor_ms is None:
        return presence_signal(channel, user_id, at, crowd)
    if attrs.evolve(before, cursor_ms=seen.cursor_ms) != seen:
        return presence_signal(channel, user_id, at, crowd)
    return Signal(
        topic=channel.topic,
        name="user.cursor",
        at=at,
        by=user_id,
        data={"position_ms": seen.cursor_ms},
        key=f"cursor {user_id}",
    )


def _pointing(seen: Presence | None) -> dict[str, int]:
    """Where somebody points, if they do."""
    return {} if seen is None or seen.cursor_ms is None else {"cursor_ms": seen.cursor_ms}
