"""Making rooms."""

from collections.abc import Iterator
from typing import Final

import attrs

from phantom_core.kernel import Access, Checked, Command, Fault, Invalid, UserId, each, ruled
from phantom_core.rooms import policy
from phantom_core.rooms.advancing import next_deadline
from phantom_core.rooms.choosing import begin
from phantom_core.rooms.course import Course
from phantom_core.rooms.draw import draw_secret
from phantom_core.rooms.happenings import Arrived, Happening, RoomMade, SongTurned
from phantom_core.rooms.member import RoomMember
from phantom_core.rooms.names import ArtistId, PlaylistId, RoomId
from phantom_core.rooms.playback import Playback, Status
from phantom_core.rooms.ports import RoomsWork, Taste
from phantom_core.rooms.room import ROOM_NAME, Room
from phantom_core.rooms.use_cases._course import course_of, go_on
from phantom_core.rooms.use_cases._entering import hold_self
from phantom_core.rooms.use_cases._inviting import invite, may_be_invited
from phantom_core.rooms.use_cases._playlist import playable
from phantom_core.rooms.use_cases._telling import tell
from phantom_core.rooms.use_cases._viewing import inside
from phantom_core.rooms.views import RoomView

__all__ = ["CreateRoom"]

_INVITES: Final = each(lambda _: iter(()), most=50)


@attrs.frozen(kw_only=True)
class CreateRoom(Checked, Command[RoomView]):
    """Open a room, and be its host.

    The music of a public room plays from now on. That of a private one stands at the beginning of
    its first song: of the playlist, else of the artist's, else of the first of one's favourite
    artists whom the catalogue still has.

    Attributes:
        artist_id: a public room needs one.
        playlist_id: what is played; the artist's default playlist, if absent.
        invites: who may come in, 50 at the most; a private room needs one at least, a public room
            has none.

    Raises: Invalid; EntryRule; NotAuthenticated, if they are suspended meanwhile.
    """

    access = Access.PERSON
    name: str = ruled(ROOM_NAME)
    is_public: bool
    artist_id: ArtistId | None = None
    playlist_id: PlaylistId | None = None
    allow_voice_chat: bool = False
    invites: tuple[UserId, ...] = ruled(_INVITES, default=())

    def run(self, work: RoomsWork) -> RoomView:
        """Answer the room as its host sees it."""
        hold_self(work)
        taste = work.room_tastes.of(work.actor.person)
        policy.may_come_in(None, taste).enforce()
        faults = [*self._faults(work)]
        if faults:
            raise Invalid(*faults)
        course = course_of(work, self._empty(work, taste))
        found = begin(course, work.now, Status.PLAYING if self.is_public else Status.PAUSED)
        if self.is_public and not found:
            raise Invalid(Fault("artist_id", "must be an artist with at least one song"))
        opened = _open(work, course.room)
        for user_id in self.invites:
            invite(work, opened, user_id)
        return inside(work, opened)

    def _faults(self, work: RoomsWork) -> Iterator[Fault]:
        if self.is_public and self.artist_id is None:
            yield Fault("artist_id", "must be given: the music of a public room is an artist's")
        if self.artist_id is not None and work.room_library.genre_of(self.artist_id) is None:
            yield Fault("artist_id", "must be an artist of the catalogue")
        if self.playlist_id is not None and not playable(work, self.playlist_id):
            yield Fault("playlist_id", "must be a playlist with at least one song")
        if self.is_public and self.invites:
            yield Fault("invites", "must be empty: anybody may join a public room")
        if not self.is_public and not self.invites:
            yield Fault("invites", "must name somebody: a private room begins with two people")
        for index, user_id in enumerate(self.invites):
            if not may_be_invited(work, user_id):
                yield Fault(f"invites[{index}]", "must be an active user whom you may invite")

    def _empty(self, work: RoomsWork, taste: Taste) -> Room:
        """The room, before anything is played in it."""
        me, artist_id = work.actor.person, self.artist_id
        artists = taste.artist_ids if artist_id is None else (artist_id,)
        playlists = map(work.room_library.default_playlist, artists)
        return Room(
            id=RoomId(work.new_id()),
            name=self.name,
            is_public=self.is_public,
            created_by=me,
            host_user_id=me,
            artist_id=artist_id,
            genre_id=None if artist_id is None else work.room_library.genre_of(artist_id),
            playlist_id=self.playlist_id or next(filter(None, playlists), None),
            allow_voice_chat=self.allow_voice_chat,
            people_present=1,
            secret=draw_secret(work.random),
            playback=Playback(status=Status.STOPPED, entry=None, anchored_at=work.now),
            created_at=work.now,
        )


def _open(work: RoomsWork, prepared: Room) -> Course:
    """Store a room with its host in it, tell of it, and let its time begin."""
    room = attrs.evolve(prepared, version=1)
    host = RoomMember(room_id=room.id, user_id=room.host_user_id, joined_at=work.now)
    course = course_of(work, attrs.evolve(room, next_deadline=next_deadline(course_of(work, room))))
    work.rooms.add(course.room)
    work.room_members.put(host)
    tell(work, _made(course, host))
    go_on(work, course)
    return course


def _made(course: Course, host: RoomMember) -> Iterator[Happening]:
    room = course.room
    at, waived = room.created_at, course.waived
    yield RoomMade(at=at, room=room, waived=waived)
    yield Arrived(at=at, room=room, waived=waived, member=host)
    if room.playback.entry is not None:
        yield SongTurned(at=at, room=room, tally={})
