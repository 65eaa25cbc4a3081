"""What the records of each kind look like, and which of their fields leave the house."""

from collections.abc import Callable, Iterator, Mapping
from typing import Any, Final

import attrs

from phantom_core.audio import AudioFile, AudioFileReport, UserMusicAnalysis
from phantom_core.booking import Booking
from phantom_core.calls.call import CallMute, CallSession, Participant
from phantom_core.catalog import Taste
from phantom_core.chat import ChatFile, ChatMember, ChatMessage, ChatRoom
from phantom_core.composing import KeptMusic
from phantom_core.identity import AuditRecord, Block, Consent, Credential, Follow, Profile, User
from phantom_core.identity.abuse_report import AbuseReport
from phantom_core.identity.email_token import EmailToken
from phantom_core.identity.session import Session
from phantom_core.media.images import Image
from phantom_core.notifications import Device, Inbox, Notification
from phantom_core.privacy.data_export import DataExport
from phantom_core.privacy.record import PersonalFile
from phantom_core.privacy.record_kinds import RecordKind
from phantom_core.privacy.record_rows import (
    CastBallot,
    HeldPlaylist,
    KnownPerson,
    MadeReaction,
    OwnVerdict,
)
from phantom_core.rooms.invite import RoomInvite
from phantom_core.rooms.member import RoomMember
from phantom_core.rooms.room import Room
from phantom_core.studio import Project, ProjectCollaborator
from phantom_core.studio.arrangement.keeping import ArrangedEntity, NamedVersion
from phantom_core.uploads import StorageAccount, Upload

__all__ = ["SHAPES", "Shape"]

_Fields = Mapping[str, Any]
_Files = Callable[[_Fields], Iterator[PersonalFile]]


@attrs.frozen
class Shape:
    """What the records of a kind look like.

    Attributes:
        of: the class whose fields they have.
        key: the fields that tell them apart, in the order in which they are sorted by them.
        without: fields that stay here: secrets, what others did, and how things are stored.
        files: the files that belong to one.
    """

    of: type[Any]
    key: tuple[str, ...] = ("id",)
    without: tuple[str, ...] = ()
    files: _Files | None = None

    @property
    def names(self) -> tuple[str, ...]:
        """The names of all fields that are read; keys of blobs are among them, to name files."""
        fields = (field.name for field in attrs.fields(self.of))
        return tuple(name for name in fields if name not in self.without)


def _sound(fields: _Fields) -> Iterator[PersonalFile]:
    path, title = f"recordings/{fields['id']}", fields["title"]
    yield PersonalFile(
        blob=fields["blob"],
        path=f"{path}.{fields['format']}",
        title=title,
        size_bytes=fields["size_bytes"],
    )
    made = fields["rendition"]
    if made is not None and made.blob is not None:
        yield PersonalFile(
            blob=made.blob,
            path=f"{path}.rendition.{made.format}",
            title=f"{title} (rendition)",
            size_bytes=made.size_bytes or 0,
        )


def _heard(fields: _Fields) -> Iterator[PersonalFile]:
    path = f"analyses/{fields['id']}"
    of = f"of recording {fields['audio_file_id']}"
    yield PersonalFile(blob=fields["waveform"], path=f"{path}.waveform", title=f"Waveform {of}")
    yield PersonalFile(blob=fields["picture"], path=f"{path}.png", title=f"Picture {of}")


def _seen(fields: _Fields) -> Iterator[PersonalFile]:
    title = fields["title"] or "Untitled image"
    for variant in fields["variants"]:
        yield PersonalFile(
            blob=variant.blob,
            path=f"images/{fields['id']}/{variant.name}.webp",
            title=f"{title} ({variant.name})",
            size_bytes=variant.size_bytes,
        )


def _sent(fields: _Fields) -> Iterator[PersonalFile]:
    yield PersonalFile(
        blob=fields["blob"],
        path=f"files/{fields['id']}/{fields['name']}",
        title=fields["name"],
        size_bytes=fields["size_bytes"],
    )


_OF_USER: Final = ("user_id",)

SHAPES: Final[Mapping[RecordKind, Shape]] = {
    RecordKind.ACCOUNT: Shape(User),
    RecordKind.PROFILE: Shape(Profile, _OF_USER),
    RecordKind.PASSWORD: Shape(Credential, _OF_USER, ("password_hash",)),
    RecordKind.SESSIONS: Shape(Session, without=("family_hash", "token_hash")),
    RecordKind.MAILED_LINKS: Shape(EmailToken, ("purpose",), ("token_hash",)),
    RecordKind.CONSENTS: Shape(Consent),
    RecordKind.FOLLOWING: Shape(Follow, ("followee_id",)),
    RecordKind.FOLLOWERS: Shape(Follow, ("follower_id",)),
    RecordKind.BLOCKED: Shape(Block, ("blocked_id",)),
    RecordKind.REPORTS: Shape(AbuseReport, without=("owner_id", "resolved_by")),
    RecordKind.AUDIT: Shape(AuditRecord, without=("actor_id",)),
    RecordKind.TASTE: Shape(Taste, _OF_USER),
    RecordKind.PLAYLISTS: Shape(HeldPlaylist),
    RecordKind.ROOMS: Shape(Room, without=("secret", "playback", "vote", "next_deadline")),
    RecordKind.ROOM_PLACES: Shape(RoomMember, ("room_id",)),
    RecordKind.ROOM_INVITES: Shape(RoomInvite),
    RecordKind.VOTES: Shape(CastBallot, ("room_id", "session_id")),
    RecordKind.CALLS: Shape(CallSession, without=("webrtc_session_id",)),
    RecordKind.CALL_PLACES: Shape(Participant, ("call_id",)),
    RecordKind.CALL_MUTES: Shape(CallMute, ("room_id", "muted_user_id")),
    RecordKind.CHATS: Shape(ChatRoom),
    RecordKind.CHAT_PLACES: Shape(ChatMember, ("chat_room_id",)),
    RecordKind.MESSAGES: Shape(
        ChatMessage, ("chat_room_id", "seq"), without=("reactions", "notice")
    ),
    RecordKind.REACTIONS: Shape(MadeReaction, ("message_id",)),
    RecordKind.PEOPLE: Shape(KnownPerson),
    RecordKind.PROJECTS: Shape(Project, without=("origin",)),
    RecordKind.PROJECT_PLACES: Shape(ProjectCollaborator, ("project_id",)),
    RecordKind.CONTRIBUTIONS: Shape(ArrangedEntity, without=("vector",)),
    RecordKind.VERSIONS: Shape(NamedVersion),
    RecordKind.RECORDINGS: Shape(AudioFile, without=("analysis_run",), files=_sound),
    RecordKind.ANALYSES: Shape(AudioFileReport, files=_heard),
    RecordKind.ANNOTATIONS: Shape(UserMusicAnalysis, ("audio_file_id",)),
    RecordKind.NOTIFICATIONS: Shape(Notification, without=("key",)),
    RecordKind.NOTIFICATION_CHOICES: Shape(Inbox, _OF_USER),
    RecordKind.DEVICES: Shape(Device, without=("token",)),
    RecordKind.IMAGES: Shape(Image, files=_seen),
    RecordKind.FILES: Shape(ChatFile, files=_sent),
    RecordKind.UPLOADS: Shape(Upload, without=("multipart",)),
    RecordKind.STORAGE: Shape(StorageAccount, _OF_USER),
    RecordKind.GENERATIONS: Shape(KeptMusic, ("mark",), ("mark",)),
    RecordKind.MATCHES: Shape(OwnVerdict, ("other_id",)),
    RecordKind.BOOKINGS: Shape(Booking),
    RecordKind.EXPORTS: Shape(DataExport),
}
"""Each kind's."""
