"""What clients send: frames, one struct for each type."""

import re
from collections.abc import Mapping, Sequence
from typing import Annotated, Any, Final

import msgspec

from phantom_app.http.decoding import decode, faults_of
from phantom_app.http.payloads import Payload
from phantom_app.http.problems import Malformed
from phantom_app.http.studio.change_payloads import CounterNumber, ReplicaText
from phantom_app.socket import (
    arrangement_frames,
    calls_frames,
    chat_frames,
    playback_frames,
    replica_frames,
    rooms_frames,
    studio_frames,
)
from phantom_app.socket.frame_parts import ClientFrame, Nothing, TopicName
from phantom_core.kernel import ByteCount, Fault, TooLarge
from phantom_core.live import MOST_ACTIVITY, Status

__all__ = [
    "FRAMES",
    "Auth",
    "JoinData",
    "JoinSession",
    "LeaveSession",
    "Ping",
    "PingData",
    "PresenceData",
    "ShowPresence",
    "frame_of",
    "read_object",
    "reply_id",
    "reply_id_in",
]

_LARGEST: Final = 2**53 - 1
_LONGEST_ID: Final = 64
_NAMED: Final = re.compile(r'\s*\{\s*"id"\s*:\s*"([^"\\]{1,64})"')

_Seq = Annotated[int, msgspec.Meta(ge=0, le=_LARGEST)]


class Auth(ClientFrame, tag="auth"):
    """Say who one is: the first frame of a connection, and again when `auth.required` comes."""

    token: Annotated[str, msgspec.Meta(max_length=4096, description="An access token.")]


class JoinData(Payload):
    """From where to go on."""

    since: Annotated[
        _Seq | None, msgspec.Meta(description="The last event that the client has of the topic.")
    ] = None
    vector: Annotated[
        dict[ReplicaText, CounterNumber] | None,
        msgspec.Meta(
            description="Of a project, in place of `since`: up to which change of each replica "
            "the client knows all."
        ),
    ] = None


class JoinSession(ClientFrame, tag="session.join"):
    """Listen to a topic. What was missed follows the answer, then what happens."""

    topic: TopicName
    data: JoinData = JoinData()


class LeaveSession(ClientFrame, tag="session.leave"):
    """Listen to a topic no longer."""

    topic: TopicName
    data: Nothing = Nothing()


class PresenceData(Payload):
    """What others see of one."""

    status: Status
    activity: Annotated[str, msgspec.Meta(max_length=MOST_ACTIVITY)] = ""


class ShowPresence(ClientFrame, tag="user.presence"):
    """Show the others in a topic what one is doing."""

    topic: TopicName
    data: PresenceData


class PingData(Payload):
    """When the ping was sent."""

    t0: Annotated[
        float,
        msgspec.Meta(ge=-_LARGEST, le=_LARGEST, description="Milliseconds on the client's clock."),
    ]


class Ping(ClientFrame, tag="ping"):
    """Ask what time it is on the server."""

    data: PingData


_KINDS: Final[Sequence[type[ClientFrame]]] = (
    *(Auth, JoinSession, LeaveSession, ShowPresence, Ping),
    *rooms_frames.FRAMES,
    *playback_frames.FRAMES,
    *studio_frames.FRAMES,
    *calls_frames.FRAMES,
    *chat_frames.FRAMES,
    *arrangement_frames.FRAMES,
    *replica_frames.FRAMES,
)

FRAMES: Final[Mapping[str, type[ClientFrame]]] = {
    str(kind.__struct_config__.tag): kind for kind in _KINDS
}
"""Every frame that a client may send, by type."""


def read_object(text: str | bytes, *, most: ByteCount) -> dict[str, Any]:
    """Read a frame's JSON. Raises: Malformed, TooLarge."""
    if isinstance(text, bytes):
        raise Malformed(Fault("", "must be a text frame, not a binary one"))
    raw = text.encode("utf-8", "surrogatepass")
    if len(raw) > most:
        raise TooLarge(f"A frame must have at most {most} bytes, and has {len(raw)}.", limit=most)
    return decode(raw, dict[str, Any])


def reply_id_in(text: str | bytes) -> str | None:
    """What the answer is named by to a frame that is not read, if its `id` comes first."""
    found = _NAMED.match(text[: _LONGEST_ID * 2]) if isinstance(text, str) else None
    return found[1] if found else None


def reply_id(raw: Mapping[str, Any]) -> str | None:
    """What the answer to a frame is named by, whatever else is wrong with it."""
    found = raw.get("id")
    return found if isinstance(found, str) and len(found) <= _LONGEST_ID else None


def frame_of(raw: Mapping[str, Any]) -> ClientFrame:
    """A frame, from its JSON. Raises: Malformed, naming every fault."""
    kind = FRAMES.get(raw["type"]) if isinstance(raw.get("type"), str) else None
    if kind is None:
        raise Malformed(Fault("type", f"must be one of {', '.join(FRAMES)}"))
    try:
        return msgspec.convert(raw, kind)
    except msgspec.ValidationError as error:
        rest = {name: value for name, value in raw.items() if name != "type"}
        raise Malformed(*faults_of(rest, kind)) from error
