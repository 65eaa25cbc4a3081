"""Rooms and who is in them, on the wire."""

from typing import Annotated, Any
from zlib import crc32

import msgspec
from litestar import Response

from phantom_app.http.etags import versioned
from phantom_app.http.identity.payloads import PersonPayload, person_of
from phantom_app.http.payloads import IdText, InstantText, Payload, VersionNumber, instant
from phantom_app.http.rooms.playback_payloads import (
    PlaybackPayload,
    RoomSongPayload,
    playback_of,
    room_song_of,
)
from phantom_core.kernel import Id
from phantom_core.rooms import (
    InviteStatus,
    InviteView,
    MemberView,
    RoomCard,
    RoomId,
    RoomRow,
    RoomView,
)

__all__ = [
    "RoomCardPayload",
    "RoomInvitePayload",
    "RoomMemberPayload",
    "RoomPayload",
    "RoomRowPayload",
    "invite_of",
    "member_of",
    "room_answer",
    "room_card_of",
    "room_id_of",
    "room_of",
    "room_row_of",
]


class RoomMemberPayload(Payload):
    """Somebody who is in a room."""

    user: PersonPayload
    is_host: bool
    is_muted: Annotated[bool, msgspec.Meta(description="Whether they have muted themself.")]
    is_deafened: bool
    votes_waived: Annotated[
        bool, msgspec.Meta(description="Whether they leave the music to the host.")
    ]
    joined_at: InstantText


class RoomCardPayload(Payload):
    """A room, as everybody sees it who may know of it."""

    id: IdText
    name: str
    is_public: bool
    created_by: PersonPayload
    host_user_id: IdText
    host: PersonPayload
    artist_id: IdText | None = None
    genre_id: IdText | None = None
    current_playlist_id: IdText | None = None
    allow_voice_chat: bool
    voting_waived: Annotated[
        bool, msgspec.Meta(description="Whether all others leave the music to the host.")
    ]
    is_active: bool
    people_present: int
    created_at: InstantText
    version: VersionNumber


class RoomRowPayload(RoomCardPayload):
    """A room in a list."""

    current_song: RoomSongPayload | None = None


class RoomPayload(RoomCardPayload):
    """A room with its music and its people.

    Of a private room, who is invited sees neither before they come in.
    """

    current_song_id: IdText | None = None
    playback: PlaybackPayload | None = None
    members: Annotated[
        list[RoomMemberPayload] | None,
        msgspec.Meta(
            description="The hundred who came first, by `joinedAt`, then by id; the list has all."
        ),
    ] = None


class RoomInvitePayload(Payload):
    """An invite to a private room; the room as it stood when this was told."""

    id: IdText
    room_id: IdText
    room: RoomCardPayload
    invited_by: PersonPayload
    invited_user_id: IdText
    invited_user: PersonPayload
    status: InviteStatus
    created_at: InstantText


def room_id_of(text: str) -> RoomId:
    """The id of a room, out of a path."""
    return RoomId(Id(text))


def member_of(member: MemberView) -> RoomMemberPayload:
    """A member."""
    return RoomMemberPayload(
        user=person_of(member.person),
        is_host=member.is_host,
        is_muted=member.is_muted,
        is_deafened=member.is_deafened,
        votes_waived=member.votes_waived,
        joined_at=instant(member.joined_at),
    )


def room_card_of(card: RoomCard) -> RoomCardPayload:
    """A room from outside."""
    return RoomCardPayload(**_card_fields(card))


def room_row_of(row: RoomRow) -> RoomRowPayload:
    """A room in a list."""
    song = row.current_song
    return RoomRowPayload(
        **_card_fields(row.card), current_song=None if song is None else room_song_of(song)
    )


def room_of(view: RoomView) -> RoomPayload:
    """A room from inside, or its card alone where that is all there is to see."""
    playback = None if view.playback is None else playback_of(view.playback)
    song = None if playback is None else playback.song
    members = None if view.members is None else [member_of(each) for each in view.members.items]
    return RoomPayload(
        **_card_fields(view.card),
        current_song_id=None if song is None else song.id,
        playback=playback,
        members=members,
    )


def room_answer(view: RoomView, *, status: int = 200) -> Response[RoomPayload]:
    """Answer with a room; its tag begins with its version."""
    return versioned(room_of(view), view.card.version, _rest_of(view), status=status)


def invite_of(invite: InviteView) -> RoomInvitePayload:
    """An invite."""
    return RoomInvitePayload(
        id=invite.id,
        room_id=invite.room.id,
        room=room_card_of(invite.room),
        invited_by=person_of(invite.invited_by),
        invited_user_id=invite.invited.id,
        invited_user=person_of(invite.invited),
        status=invite.status,
        created_at=instant(invite.created_at),
    )


def _rest_of(view: RoomView) -> str:
    """What stands in a room's tag for its people: what they are called is no change of the room.

    Where the music stands at this instant follows from what the version counts.
    """
    told = repr((view.card.created_by, view.card.host, view.members))
    return f"{crc32(told.encode('utf-8', 'surrogatepass')):x}"


def _card_fields(card: RoomCard) -> dict[str, Any]:
    return {
        "id": card.id,
        "name": card.name,
        "is_public": card.is_public,
        "created_by": person_of(card.created_by),
        "host_user_id": card.host.id,
        "host": person_of(card.host),
        "artist_id": card.artist_id,
        "genre_id": card.genre_id,
        "current_playlist_id": card.playlist_id,
        "allow_voice_chat": card.allow_voice_chat,
        "voting_waived": card.voting_waived,
        "is_active": card.is_active,
        "people_present": card.people_present,
        "created_at": instant(card.created_at),
        "version": card.version,
    }
