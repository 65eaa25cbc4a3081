"""Having songs played before the playlist goes on."""

import attrs

from phantom_core.kernel import Access, Command, Fault, Invalid
from phantom_core.rooms.errors import QueueFull
from phantom_core.rooms.names import RoomId, SongId
from phantom_core.rooms.playback import MOST_QUEUED, Queued
from phantom_core.rooms.ports import RoomsWork
from phantom_core.rooms.use_cases._course import controlled_room, go_on
from phantom_core.rooms.use_cases._viewing import playback
from phantom_core.rooms.views import PlaybackView

__all__ = ["QueueSong"]


@attrs.frozen(kw_only=True)
class QueueSong(Command[PlaybackView]):
    """Have a song played before the playlist goes on.

    Raises: NotFound; RoomOver; PublicRoomControl; HostsOnly; Invalid, if there is no such song;
    QueueFull.
    """

    access = Access.PERSON
    room_id: RoomId
    song_id: SongId

    def run(self, work: RoomsWork) -> PlaybackView:
        """Answer where the music stands, with what waits."""
        course = controlled_room(work, self.room_id)
        song, before = course.song(self.song_id), course.room.playback
        if song is None:
            raise Invalid(Fault("song_id", "must be a song of the catalogue"))
        if len(before.queue) >= MOST_QUEUED:
            raise QueueFull
        queued = Queued(id=work.new_id(), song=song, added_by=work.actor.person)
        course.turn_playback(attrs.evolve(before, queue=(*before.queue, queued)), work.now)
        go_on(work, course)
        return playback(work, course)
