"""Controlling the music of a private room."""

from abc import abstractmethod
from collections.abc import Iterator
from datetime import datetime

import attrs

from phantom_core.kernel import Access, Checked, Command, Milliseconds, ruled
from phantom_core.rooms.choosing import go_back, reorder, stop
from phantom_core.rooms.choosing import go_on as play_next
from phantom_core.rooms.course import Course
from phantom_core.rooms.errors import AlreadyAdvanced, NothingToPlay
from phantom_core.rooms.names import EntryId, RoomId
from phantom_core.rooms.playback import Repeat, Status
from phantom_core.rooms.ports import RoomsWork
from phantom_core.rooms.use_cases._course import controlled_room, go_on
from phantom_core.rooms.use_cases._viewing import playback
from phantom_core.rooms.views import PlaybackView

__all__ = ["Control", "Pause", "Play", "Previous", "Seek", "SetModes", "Skip", "Stop"]


@attrs.frozen(kw_only=True)
class Control:
    """What the commands on a room's music share.

    Raises: NotFound; RoomOver; PublicRoomControl; HostsOnly, where the others have waived their
    votes; AlreadyAdvanced.

    Attributes:
        entry_id: the playing that is meant; the current one, if absent.
    """

    room_id: RoomId
    entry_id: EntryId | None = None

    def run(self, work: RoomsWork) -> PlaybackView:
        """Answer where the music stands now."""
        course = controlled_room(work, self.room_id)
        entry = course.room.playback.entry
        current = None if entry is None else entry.id
        if self.entry_id not in {None, current}:
            raise AlreadyAdvanced(current)
        self.apply(course, work.now)
        go_on(work, course)
        return playback(work, course)

    @abstractmethod
    def apply(self, course: Course, at: datetime) -> None:
        """Have the music go on otherwise."""


@attrs.frozen(kw_only=True)
class Play(Control, Command[PlaybackView]):
    """Have the music play. It may play already. Raises: as `Control`; NothingToPlay."""

    access = Access.PERSON

    def apply(self, course: Course, at: datetime) -> None:
        """Go on from where it stands, or with the first song there is."""
        playback = course.room.playback
        if playback.entry is None:
            play_next(course, at, skipping=True)
            _expect_song(course)
        elif playback.status is not Status.PLAYING:
            course.turn_playback(playback.played(at), at)


@attrs.frozen(kw_only=True)
class Pause(Control, Command[PlaybackView]):
    """Have the music stand still, if it plays. Raises: as `Control`."""

    access = Access.PERSON

    def apply(self, course: Course, at: datetime) -> None:
        """Stand still."""
        playback = course.room.playback
        if playback.status is Status.PLAYING:
            course.turn_playback(playback.paused(at), at)


@attrs.frozen(kw_only=True)
class Stop(Control, Command[PlaybackView]):
    """Go back to the beginning of the first song, and be quiet. Raises: as `Control`."""

    access = Access.PERSON

    def apply(self, course: Course, at: datetime) -> None:
        """Stop, if it has not, or was moved since."""
        playback = course.room.playback
        if playback.status is not Status.STOPPED or playback.position_ms > 0:
            stop(course, at)


@attrs.frozen(kw_only=True)
class Skip(Control, Command[PlaybackView]):
    """Go on to what comes next; an open vote closes and decides it.

    Raises: as `Control`; NothingToPlay.
    """

    access = Access.PERSON

    def apply(self, course: Course, at: datetime) -> None:
        """Go on."""
        play_next(course, at, skipping=True)
        _expect_song(course)


@attrs.frozen(kw_only=True)
class Previous(Control, Command[PlaybackView]):
    """Go back to the song before this one; after its first three seconds, to its beginning.

    Raises: as `Control`; NothingToPlay.
    """

    access = Access.PERSON

    def apply(self, course: Course, at: datetime) -> None:
        """Go back."""
        _expect_song(course)
        go_back(course, at)


def _not_negative(value: int) -> Iterator[tuple[str, str]]:
    if value < 0:
        yield "", "must not be negative"


@attrs.frozen(kw_only=True)
class Seek(Control, Checked, Command[PlaybackView]):
    """Go elsewhere in the song; beyond its end is its end.

    Raises: Invalid; as `Control`; NothingToPlay.
    """

    access = Access.PERSON
    position_ms: Milliseconds = ruled(_not_negative)

    def apply(self, course: Course, at: datetime) -> None:
        """Go there."""
        _expect_song(course)
        course.turn_playback(course.room.playback.sought(self.position_ms, at), at)


@attrs.frozen(kw_only=True)
class SetModes(Control, Command[PlaybackView]):
    """Have the playlist shuffled or not, and repeated or not. What is not given stays.

    Raises: as `Control`.
    """

    access = Access.PERSON
    shuffle: bool | None = None
    repeat: Repeat | None = None

    def apply(self, course: Course, at: datetime) -> None:
        """Change what is otherwise."""
        playback = course.room.playback
        if self.repeat not in {None, playback.repeat}:
            course.turn_playback(attrs.evolve(playback, repeat=self.repeat), at)
        if self.shuffle not in {None, playback.shuffle}:
            reorder(course, at, shuffle=bool(self.shuffle))


def _expect_song(course: Course) -> None:
    if course.room.playback.entry is None:
        raise NothingToPlay
