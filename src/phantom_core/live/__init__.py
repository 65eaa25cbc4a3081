"""Live: topics that one listens to, signals, presence, and joining without a gap or a repeat."""

from phantom_core.live.announcing import announcer
from phantom_core.live.ports import Listener, Transport
from phantom_core.live.presence import MOST_ACTIVITY, Presence, Roster, Status
from phantom_core.live.signals import Message, Resync, Scalar, Signal
from phantom_core.live.topics import TOPICS, Circle, TopicKind, Topics, kind_of
from phantom_core.live.use_cases import (
    REPLAY_PAGE,
    HeadsOf,
    HeadsSince,
    Joined,
    JoinTopic,
    ReadAfter,
    Sighting,
)

__all__ = [
    "MOST_ACTIVITY",
    "REPLAY_PAGE",
    "TOPICS",
    "Circle",
    "HeadsOf",
    "HeadsSince",
    "JoinTopic",
    "Joined",
    "Listener",
    "Message",
    "Presence",
    "ReadAfter",
    "Resync",
    "Roster",
    "Scalar",
    "Sighting",
    "Signal",
    "Status",
    "TopicKind",
    "Topics",
    "Transport",
    "announcer",
    "kind_of",
]
