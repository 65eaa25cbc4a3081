"""What clients are told of events: one struct for each event, in one table."""

from collections.abc import Callable, Mapping
from typing import Any, Final

import msgspec

from phantom_app.http.audio.payloads import AudioFilePayload, audio_file_of
from phantom_app.http.identity.payloads import (
    ConsentPayload,
    DevicePayload,
    MePayload,
    ProfilePayload,
    UserPayload,
    consent_of,
    device_of,
    me_of,
    profile_of,
    user_of,
)
from phantom_app.http.payloads import IdText, InstantText, Payload, instant
from phantom_core.audio import AudioFile
from phantom_core.audio import events as audio
from phantom_core.identity import Account, Consent, Profile, SignedInDevice, User
from phantom_core.identity import events as identity
from phantom_core.identity.abuse_report import ReportKind, ReportStatus
from phantom_core.identity.session import EndReason
from phantom_core.kernel import Event, StoredEvent
from phantom_core.live import Message, Resync, Signal

__all__ = [
    "EVENT_PAYLOADS",
    "SIGNAL_PAYLOADS",
    "AccountData",
    "AnalysisDoneData",
    "AnalysisFailedData",
    "AnalysisProgressData",
    "AudioData",
    "AudioFileData",
    "BlockData",
    "ConsentData",
    "ContentCondemnedData",
    "Dropped",
    "EventPayload",
    "FollowData",
    "NothingMore",
    "PresenceSignal",
    "ProfileData",
    "ReportResolvedData",
    "SessionData",
    "SessionsEndedData",
    "UserData",
    "encode_message",
]


class EventPayload(Payload):
    """The base of what is told of an event; each field is taken from the event's own.

    What an event holds of the domain is told as the REST resource that it is.
    """


class NothingMore(EventPayload):
    """The event's type says it all."""


class AccountData(EventPayload):
    """The account with its profile, as it begins."""

    account: MePayload


class UserData(EventPayload):
    """The account, as it is now."""

    user: UserPayload


class ProfileData(EventPayload):
    """The profile, as it is now."""

    profile: ProfilePayload


class SessionData(EventPayload):
    """The log-in session, as it is now."""

    session: DevicePayload


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

    consent: ConsentPayload


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


class AudioFileData(EventPayload):
    """The recording, as it is now.

    Its `version` counts what its owner changes, and stays when an analysis moves on.
    """

    file: AudioFilePayload


class AnalysisProgressData(AudioData):
    """How far an analysis has come; the recording's `analysisStatus` is `running`."""

    stage: str
    fraction: float


class AnalysisDoneData(AudioData):
    """An analysis has its report; the recording's `analysisStatus` is `done`."""

    report_id: IdText


class AnalysisFailedData(AudioData):
    """An analysis found nothing out, and why; the recording's `analysisStatus` is `failed`."""

    reason: str


EVENT_PAYLOADS: Final[Mapping[type[Event], type[EventPayload]]] = {
    identity.UserRegistered: AccountData,
    identity.UserChanged: UserData,
    identity.UserStatusChanged: UserData,
    identity.ProfileChanged: ProfileData,
    identity.EmailVerified: NothingMore,
    identity.PasswordChanged: NothingMore,
    identity.SessionStarted: SessionData,
    identity.SessionRefreshed: SessionData,
    identity.SessionsEnded: SessionsEndedData,
    identity.Followed: FollowData,
    identity.FollowEnded: FollowData,
    identity.UserBlocked: BlockData,
    identity.UserUnblocked: BlockData,
    identity.ConsentGranted: ConsentData,
    identity.ConsentRevoked: ConsentData,
    identity.ReportResolved: ReportResolvedData,
    identity.ContentCondemned: ContentCondemnedData,
    audio.AudioAdded: AudioFileData,
    audio.AudioChanged: AudioFileData,
    audio.AudioAnnotated: AudioData,
    audio.AudioDeleted: AudioData,
    audio.AnalysisQueued: AudioData,
    audio.AnalysisProgress: AnalysisProgressData,
    audio.AnalysisDone: AnalysisDoneData,
    audio.AnalysisFailed: AnalysisFailedData,
}
"""What is told of each event. An event without a row cannot be told, and a test says so."""


_RESOURCES: Final[Mapping[type[Any], Callable[[Any], Payload]]] = {
    Account: me_of,
    AudioFile: audio_file_of,
    Consent: consent_of,
    Profile: profile_of,
    SignedInDevice: device_of,
    User: user_of,
}


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
        by=_named(stored),
        data=kind(**{name: _plain(getattr(event, name)) for name in kind.__struct_fields__}),
    )


def _named(stored: StoredEvent) -> str | None:
    """Who is said to have caused an event: in a person's own topic, nobody but themself.

    Whoever else has a part in it is named by its data, if that is theirs to know: who in office
    acted is not, nor who ended a follow of theirs.
    """
    kind, _, owner = stored.topic.partition(":")
    return None if kind == "user" and stored.by != owner else stored.by


def _plain(value: Any) -> Any:
    resource = _RESOURCES.get(type(value))
    return value if resource is None else resource(value)


def _signalled(signal: Signal) -> _Signalled:
    return _Signalled(
        type=signal.name,
        topic=signal.topic,
        at=instant(signal.at),
        by=signal.by,
        data=SIGNAL_PAYLOADS[signal.name](**signal.data),
    )
