"""Controlling the music of a private room."""

from collections.abc import Iterator

import attrs

from phantom_core.kernel import Access, Checked, Command, Milliseconds, ruled
from phantom_core.rooms.names import EntryId, RoomId, SongId
from phantom_core.rooms.playback import Repeat
from phantom_core.rooms.views import PlaybackView

__all__ = [
    "Pause",
    "Play",
    "PlaybackCommand",
    "Previous",
    "QueueSong",
    "Seek",
    "SetModes",
    "Skip",
    "Stop",
]


@attrs.frozen(kw_only=True)
class PlaybackCommand(Command[PlaybackView]):
    """What the commands on a room's music share.

    Raises: NotFound; RoomOver; PublicRoomControl; HostsOnly, where the others have waived their
    votes; AlreadyAdvanced; NothingToPlay.

    Attributes:
        entry_id: the playing that is meant; the current one, if absent.
    """

    room_id: RoomId
    entry_id: EntryId | None = None


@attrs.frozen(kw_only=True)
class Play(PlaybackCommand):
    """Have the music play. It may play already. Raises: as `PlaybackCommand`."""

    access = Access.PERSON


@attrs.frozen(kw_only=True)
class Pause(PlaybackCommand):
    """Have the music stand still, if it plays. Raises: as `PlaybackCommand`."""

    access = Access.PERSON


@attrs.frozen(kw_only=True)
class Stop(PlaybackCommand):
    """Go back to the beginning of the first song, and be quiet. Raises: as `PlaybackCommand`."""

    access = Access.PERSON


@attrs.frozen(kw_only=True)
class Skip(PlaybackCommand):
    """Go on to what comes next; an open vote closes and decides it.

    Raises: as `PlaybackCommand`.
    """

    access = Access.PERSON


@attrs.frozen(kw_only=True)
class Previous(PlaybackCommand):
    """Go back to the song before this one; after its first three seconds, to its beginning.

    Raises: as `PlaybackCommand`.
    """

    access = Access.PERSON


@attrs.frozen(kw_only=True)
class Seek(Checked, PlaybackCommand):
    """Go elsewhere in the song; beyond its end is its end. Raises: Invalid; as `PlaybackCommand`."""

    access = Access.PERSON
    position_ms: Milliseconds = ruled(lambda value: _not_negative(value))


def _not_negative(value: int) -> Iterator[tuple[str, str]]:
    if value < 0:
        yield "", "must not be negative"


@attrs.frozen(kw_only=True)
class SetModes(PlaybackCommand):
    """Have the playlist shuffled or not, and repeated or not. What is not given stays.

    Raises: as `PlaybackCommand`.
    """

    access = Access.PERSON
    shuffle: bool | None = None
    repeat: Repeat | None = None


@attrs.frozen(kw_only=True)
class QueueSong(Command[PlaybackView]):
    """Have a song played before the playlist goes on.

    Raises: NotFound; RoomOver; PublicRoomControl; HostsOnly; Invalid, if there is no such song;
    QueueFull.
    """

    access = Access.PERSON
    room_id: RoomId
    song_id: SongId
