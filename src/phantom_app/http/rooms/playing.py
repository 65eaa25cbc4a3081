"""The music of a room: where it stands, controlling it, the queue, and what was played."""

from typing import Annotated, Final

import msgspec
from litestar import get, post, put
from litestar.params import JSONBody

from phantom_app.http.callers import PhantomRequest
from phantom_app.http.paging import CursorText, Items, Limit, items_of, page_at
from phantom_app.http.payloads import IdInPath, IdText, Payload
from phantom_app.http.rooms.payloads import room_id_of
from phantom_app.http.rooms.playback_payloads import (
    PlaybackPayload,
    PlayPayload,
    play_of,
    playback_of,
)
from phantom_core.kernel import Id, Milliseconds, NotFound
from phantom_core.rooms import (
    AlreadyAdvanced,
    EntryId,
    GetPlayback,
    HostsOnly,
    ListHistory,
    NothingToPlay,
    Pause,
    Play,
    Previous,
    PublicRoomControl,
    QueueFull,
    QueueSong,
    Repeat,
    RoomOver,
    Seek,
    SetModes,
    Skip,
    SongId,
    Stop,
)

__all__ = [
    "Modes",
    "NamedEntry",
    "Place",
    "PositionNumber",
    "Wish",
    "enqueue",
    "entry_id_of",
    "history",
    "pause",
    "play",
    "playback",
    "previous",
    "seek",
    "set_modes",
    "skip",
    "stop",
]

_LARGEST: Final = 2**53 - 1

_REFUSALS: Final = [
    NotFound,
    RoomOver,
    PublicRoomControl,
    HostsOnly,
    AlreadyAdvanced,
    NothingToPlay,
]

PositionNumber = Annotated[int, msgspec.Meta(ge=0, le=_LARGEST)]
"""A position in a song, in milliseconds; beyond its end is its end."""


class NamedEntry(Payload):
    """Which playing is meant; the current one, if none is named."""

    entry_id: IdText | None = None


_CURRENT: Final = NamedEntry()


class Place(NamedEntry):
    """Where in the song to go."""

    position_ms: PositionNumber


class Modes(Payload):
    """How the playlist is played; what is left out stays."""

    shuffle: bool | None = None
    repeat: Repeat | None = None


class Wish(Payload):
    """What shall be played before the playlist goes on."""

    song_id: IdText


@get("/{room_id:str}/playback", refuses=[NotFound, RoomOver])
async def playback(request: PhantomRequest, room_id: IdInPath) -> PlaybackPayload:
    """Where the music of a room stands now."""
    return playback_of(await request.caller.ask(GetPlayback(room_id=room_id_of(room_id))))


@post("/{room_id:str}/play", status_code=200, refuses=_REFUSALS)
async def play(
    request: PhantomRequest, room_id: IdInPath, data: JSONBody[NamedEntry] = _CURRENT
) -> PlaybackPayload:
    """Have the music of a private room play."""
    command = Play(room_id=room_id_of(room_id), entry_id=entry_id_of(data.entry_id))
    return playback_of(await request.caller.do(command))


@post("/{room_id:str}/pause", status_code=200, refuses=_REFUSALS)
async def pause(
    request: PhantomRequest, room_id: IdInPath, data: JSONBody[NamedEntry] = _CURRENT
) -> PlaybackPayload:
    """Have the music of a private room stand still."""
    command = Pause(room_id=room_id_of(room_id), entry_id=entry_id_of(data.entry_id))
    return playback_of(await request.caller.do(command))


@post("/{room_id:str}/stop", status_code=200, refuses=_REFUSALS)
async def stop(
    request: PhantomRequest, room_id: IdInPath, data: JSONBody[NamedEntry] = _CURRENT
) -> PlaybackPayload:
    """Go back to the beginning of the first song, and be quiet."""
    command = Stop(room_id=room_id_of(room_id), entry_id=entry_id_of(data.entry_id))
    return playback_of(await request.caller.do(command))


@post("/{room_id:str}/skip", status_code=200, refuses=_REFUSALS)
async def skip(
    request: PhantomRequest, room_id: IdInPath, data: JSONBody[NamedEntry] = _CURRENT
) -> PlaybackPayload:
    """Go on to what comes next; naming the playing that is meant skips it once, and no other."""
    command = Skip(room_id=room_id_of(room_id), entry_id=entry_id_of(data.entry_id))
    return playback_of(await request.caller.do(command))


@post("/{room_id:str}/previous", status_code=200, refuses=_REFUSALS)
async def previous(
    request: PhantomRequest, room_id: IdInPath, data: JSONBody[NamedEntry] = _CURRENT
) -> PlaybackPayload:
    """Go back to the song before; after the first three seconds, to the beginning of this one."""
    command = Previous(room_id=room_id_of(room_id), entry_id=entry_id_of(data.entry_id))
    return playback_of(await request.caller.do(command))


@post("/{room_id:str}/seek", status_code=200, refuses=_REFUSALS)
async def seek(
    request: PhantomRequest, room_id: IdInPath, data: JSONBody[Place]
) -> PlaybackPayload:
    """Go elsewhere in the song."""
    command = Seek(
        room_id=room_id_of(room_id),
        entry_id=entry_id_of(data.entry_id),
        position_ms=Milliseconds(data.position_ms),
    )
    return playback_of(await request.caller.do(command))


@put("/{room_id:str}/modes", refuses=_REFUSALS)
async def set_modes(
    request: PhantomRequest, room_id: IdInPath, data: JSONBody[Modes]
) -> PlaybackPayload:
    """Have the playlist shuffled or not, and repeated or not."""
    command = SetModes(room_id=room_id_of(room_id), shuffle=data.shuffle, repeat=data.repeat)
    return playback_of(await request.caller.do(command))


@post(
    "/{room_id:str}/queue",
    status_code=200,
    refuses=[NotFound, RoomOver, PublicRoomControl, HostsOnly, QueueFull],
)
async def enqueue(
    request: PhantomRequest, room_id: IdInPath, data: JSONBody[Wish]
) -> PlaybackPayload:
    """Have a song played before the playlist goes on."""
    command = QueueSong(room_id=room_id_of(room_id), song_id=SongId(Id(data.song_id)))
    return playback_of(await request.caller.do(command))


@get("/{room_id:str}/history", refuses=[NotFound, RoomOver])
async def history(
    request: PhantomRequest, room_id: IdInPath, limit: Limit = 50, cursor: CursorText = None
) -> Items[PlayPayload]:
    """What was played in a room, the latest first."""
    query = ListHistory(room_id=room_id_of(room_id), page=page_at(limit, cursor))
    return items_of(await request.caller.ask(query), play_of)


def entry_id_of(text: str | None) -> EntryId | None:
    """The id of a playing, out of a body."""
    return None if text is None else EntryId(Id(text))
