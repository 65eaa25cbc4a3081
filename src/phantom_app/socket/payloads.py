"""What clients are told of events: one struct for each event, in one table."""

from collections.abc import Mapping
from typing import Final

import msgspec

from phantom_app.http.payloads import IdText, InstantText, Payload, VersionNumber, instant
from phantom_core.audio import events as audio
from phantom_core.audio.audio_file import AnalysisStatus
from phantom_core.identity import events as identity
from phantom_core.identity.abuse_report import ReportKind, ReportStatus
from phantom_core.identity.consent import Purpose
from phantom_core.identity.session import EndReason
from phantom_core.identity.user import UserStatus
from phantom_core.kernel import Event, StoredEvent
from phantom_core.live import Message, Resync, Signal

__all__ = [
    "EVENT_PAYLOADS",
    "SIGNAL_PAYLOADS",
    "AnalysisDoneData",
    "AnalysisFailedData",
    "AnalysisProgressData",
    "AudioData",
    "AudioVersionData",
    "BlockData",
    "ConsentData",
    "ContentCondemnedData",
    "Dropped",
    "EventPayload",
    "FollowData",
    "NothingMore",
    "PresenceSignal",
    "ReportResolvedData",
    "SessionsEndedData",
    "UserStatusData",
    "VersionData",
    "encode_message",
]


class EventPayload(Payload):
    """The base of what is told of an event; each field is taken from the event's own."""


class NothingMore(EventPayload):
    """The event's type says it all."""


class VersionData(EventPayload):
    """Something reads differently from this version on."""

    version: VersionNumber


class UserStatusData(EventPayload):
    """The account was suspended, or is active again."""

    status: UserStatus


class SessionsEndedData(EventPayload):
    """These log-in sessions are over."""

    session_ids: tuple[IdText, ...]
    reason: EndReason


class FollowData(EventPayload):
    """Somebody follows somebody, or does no longer; the user is one of the two."""

    follower_id: IdText
    followee_id: IdText


class BlockData(EventPayload):
    """The user has blocked somebody, or let them in again."""

    blocked_id: IdText


class ConsentData(EventPayload):
    """The user allows something, or does no longer."""

    purpose: Purpose


class ReportResolvedData(EventPayload):
    """A report of the user's was acted on."""

    report_id: IdText
    status: ReportStatus


class ContentCondemnedData(EventPayload):
    """Something of the user's is deleted by an admin."""

    kind: ReportKind
    target_id: IdText


class AudioData(EventPayload):
    """Something about one recording."""

    audio_file_id: IdText


class AudioVersionData(AudioData):
    """A recording reads differently: its owner has changed it, or its analysis stands elsewhere.

    Attributes:
        version: counts what its owner changes, and stays when an analysis moves on.
    """

    version: VersionNumber
    analysis_status: AnalysisStatus


class AnalysisProgressData(AudioData):
    """How far an analysis has come."""

    stage: str
    fraction: float


class AnalysisDoneData(AudioData):
    """An analysis has its report."""

    report_id: IdText


class AnalysisFailedData(AudioData):
    """An analysis found nothing out, and why."""

    reason: str


EVENT_PAYLOADS: Final[Mapping[type[Event], type[EventPayload]]] = {
    identity.UserRegistered: NothingMore,
    identity.UserChanged: VersionData,
    identity.UserStatusChanged: UserStatusData,
    identity.ProfileChanged: VersionData,
    identity.EmailVerified: NothingMore,
    identity.PasswordChanged: NothingMore,
    identity.SessionsEnded: SessionsEndedData,
    identity.Followed: FollowData,
    identity.FollowEnded: FollowData,
    identity.UserBlocked: BlockData,
    identity.UserUnblocked: BlockData,
    identity.ConsentGranted: ConsentData,
    identity.ConsentRevoked: ConsentData,
    identity.ReportResolved: ReportResolvedData,
    identity.ContentCondemned: ContentCondemnedData,
    audio.AudioAdded: AudioVersionData,
    audio.AudioChanged: AudioVersionData,
    audio.AudioAnnotated: AudioData,
    audio.AudioDeleted: AudioData,
    audio.AnalysisQueued: AudioData,
    audio.AnalysisProgress: AnalysisProgressData,
    audio.AnalysisDone: AnalysisDoneData,
    audio.AnalysisFailed: AnalysisFailedData,
}
"""What is told of each event. An event without a row cannot be told, and a test says so."""


class PresenceSignal(EventPayload):
    """How a person is seen; `offline` when they have gone. `count` is how many are seen there.

    In a topic of more than a hundred people, not everybody's coming and going is told.

    In one's own topic it tells of mutual followers too: of people who follow each other, each
    among the thousand whom the other has followed last, and neither of whom has blocked the other.
    They are seen as they show themselves in their own topics; what they show in quick succession is
    told as it stands at the last.
    """

    status: str
    activity: str
    count: int


SIGNAL_PAYLOADS: Final[Mapping[str, type[EventPayload]]] = {"user.presence": PresenceSignal}
"""What is told of each signal, by its name."""


class _Told(Payload):
    """An event on the wire."""

    type: str
    topic: str
    seq: int
    at: InstantText
    by: str | None
    data: EventPayload


class _Signalled(Payload):
    """A signal on the wire."""

    type: str
    topic: str
    at: InstantText
    by: str | None
    data: EventPayload


class Dropped(Payload, tag_field="type", tag="resync"):
    """The client was too slow for a topic, and hears it no longer until it joins again.

    `seq` is the last event that it was told.
    """

    topic: str
    seq: int


_ENCODER: Final = msgspec.json.Encoder()


def encode_message(message: Message | Resync) -> bytes:
    """Write what readers are told, as the wire has it."""
    if isinstance(message, StoredEvent):
        return _ENCODER.encode(_told(message))
    if isinstance(message, Signal):
        return _ENCODER.encode(_signalled(message))
    return _ENCODER.encode(Dropped(topic=message.topic, seq=message.seq))


def _told(stored: StoredEvent) -> _Told:
    event = stored.event
    kind = EVENT_PAYLOADS[type(event)]
    return _Told(
        type=event.name,
        topic=stored.topic,
        seq=stored.seq,
        at=instant(stored.at),
        by=stored.by,
        data=kind(**{name: getattr(event, name) for name in kind.__struct_fields__}),
    )


def _signalled(signal: Signal) -> _Signalled:
    return _Signalled(
        type=signal.name,
        topic=signal.topic,
        at=instant(signal.at),
        by=signal.by,
        data=SIGNAL_PAYLOADS[signal.name](**signal.data),
    )
