"""A room without a house: what its course asks of the world is said by the test."""

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any, Final

import attrs

from phantom_core.kernel import EPOCH, Id, Milliseconds, UserId, uuid7
from phantom_core.rooms.advancing import advance
from phantom_core.rooms.choosing import begin
from phantom_core.rooms.course import Course
from phantom_core.rooms.facts import RoomFacts
from phantom_core.rooms.happenings import Happening
from phantom_core.rooms.member import RoomMember
from phantom_core.rooms.names import ArtistId, PlaylistId, RoomId, SongId, VoteSessionId
from phantom_core.rooms.playback import Playback, Status
from phantom_core.rooms.room import Room
from phantom_core.rooms.song import RoomSong
from phantom_core.rooms.vote import Tally

__all__ = ["START", "Facts", "Scene", "at", "names", "song", "song_id", "user_id"]

START: Final = EPOCH + timedelta(days=20_000)
"""When the first song begins."""

_ROOM: Final = RoomId(uuid7(EPOCH, 1))
_LIST: Final = PlaylistId(uuid7(EPOCH, 2))


def at(seconds: float) -> datetime:
    """So many seconds after the first song began."""
    return START + timedelta(seconds=seconds)


def user_id(number: int) -> UserId:
    """The id of one of many people."""
    return UserId(uuid7(EPOCH, 100 + number))


def song_id(number: int) -> SongId:
    """The id of one of many songs."""
    return SongId(uuid7(EPOCH, 10_000 + number))


def song(number: int, seconds: float = 200) -> RoomSong:
    """One of many songs."""
    return RoomSong(
        id=song_id(number),
        title=f"Song {number}",
        artist_id=ArtistId(Id("A" * 26)),
        artist_name="Drake",
        duration_ms=Milliseconds(int(seconds * 1000)),
    )


@attrs.define
class Facts(RoomFacts):
    """What the test says is so."""

    catalogue: Sequence[RoomSong]
    members: Sequence[RoomMember] = ()
    ballots: Mapping[UserId, SongId] = attrs.field(factory=dict)
    played: Mapping[SongId, int] = attrs.field(factory=dict)
    lost: Collection[SongId] = ()
    looked_at: int = 0

    def playlist(self, playlist_id: PlaylistId) -> Sequence[SongId]:
        """All songs of the catalogue."""
        assert playlist_id == _LIST
        return [each.id for each in self.catalogue]

    def songs(self, song_ids: Collection[SongId]) -> Mapping[SongId, RoomSong]:
        """Those named, if they are not lost."""
        there = [each for each in self.catalogue if each.id not in self.lost]
        return {each.id: each for each in there if each.id in song_ids}

    def last_played(self) -> Mapping[SongId, int]:
        """What was played before."""
        return self.played

    def tally(self) -> Tally:
        """The ballots, counted."""
        return Counter(self.ballots.values())

    def vote_of(self, user_id: UserId) -> SongId | None:
        """Somebody's ballot."""
        return self.ballots.get(user_id)

    def dropped(self, limit: int) -> Sequence[RoomMember]:
        """Who has dropped out."""
        self.looked_at = max(self.looked_at, limit)
        dropped = [each for each in self.members if each.present and each.dropped_at is not None]
        return sorted(dropped, key=lambda each: (each.departs_at, each.user_id))[:limit]

    def heir(self, besides: Collection[UserId]) -> RoomMember | None:
        """Who came first."""
        left = [each for each in self.members if each.present and each.user_id not in besides]
        return min(left, key=lambda each: (each.joined_at, each.user_id), default=None)

    def unwaived(self, besides: Collection[UserId]) -> bool:
        """Whether anybody has a say."""
        left = [each for each in self.members if each.present and each.user_id not in besides]
        return any(not each.votes_waived for each in left)


class Scene:
    """A room in which music begins at `START`, with some people of whom the first is the host."""

    def __init__(
        self,
        *seconds: float,
        people: int = 2,
        public: bool = True,
        status: Status = Status.PLAYING,
        waived: Collection[int] = (),
    ) -> None:
        catalogue = [song(number, length) for number, length in enumerate(seconds or [200] * 4)]
        members = [
            RoomMember(
                room_id=_ROOM,
                user_id=user_id(number),
                joined_at=at(-100 + number),
                votes_waived=number in waived,
            )
            for number in range(people)
        ]
        self.facts = Facts(catalogue, members)
        room = Room(
            id=_ROOM,
            name="Hall",
            is_public=public,
            created_by=user_id(0),
            host_user_id=user_id(0),
            playlist_id=_LIST,
            people_present=people,
            secret="5e" * 32,
            playback=Playback(status=Status.STOPPED, entry=None, anchored_at=START),
            created_at=START,
        )
        self.course = Course(room, self.facts)
        begin(self.course, START, status)
        self.course.happened.clear()
        self.before: list[Happening] = []
        self.ballots: dict[tuple[VoteSessionId, UserId], SongId | None] = {}

    @property
    def happened(self) -> list[Happening]:
        """All that has happened so far."""
        return self.before + self.course.happened

    @property
    def room(self) -> Room:
        """As it stands now."""
        return self.course.room

    @property
    def playback(self) -> Playback:
        """Where its music stands."""
        return self.course.room.playback

    @property
    def plays(self) -> int:
        """The number of the song that plays."""
        entry = self.playback.entry
        assert entry is not None
        return int(entry.song.title.removeprefix("Song "))

    def to(self, seconds: float) -> list[Happening]:
        """Let time go on, and answer what happens."""
        before = len(self.course.happened)
        assert advance(self.course, at(seconds))
        return self.course.happened[before:]

    def member(self, number: int, **changes: Any) -> RoomMember:
        """Somebody as a member, as they stand now or else."""
        stored = {each.user_id: each for each in self.facts.members}
        found = {**stored, **self.course.members}[user_id(number)]
        return attrs.evolve(found, **changes)

    def reload(self) -> None:
        """Let go of the course, and begin another from what would be stored."""
        course, facts, vote = self.course, self.facts, self.course.room.vote
        self.ballots |= course.ballots
        cast = (
            []
            if vote is None
            else [(user, song) for (of, user), song in self.ballots.items() if of == vote.id]
        )
        members = {**{each.user_id: each for each in facts.members}, **course.members}
        self.facts = Facts(
            facts.catalogue,
            [*members.values()],
            {user: song for user, song in cast if song is not None},
            {**facts.played, **{play.song.id: play.number for play in course.plays}},
        )
        self.before += course.happened
        self.course = Course(course.room, self.facts)

    def drop(self, number: int, seconds: float) -> None:
        """Somebody drops out."""
        self.course.note_member(self.member(number, dropped_at=at(seconds)))

    def newcomer(self, number: int, seconds: float) -> RoomMember:
        """Somebody who was not here before."""
        return RoomMember(room_id=_ROOM, user_id=user_id(number), joined_at=at(seconds))


def names(happened: Collection[Happening]) -> list[tuple[str, float]]:
    """What happened, by name, and after how many seconds."""
    return [(type(each).__name__, (each.at - START).total_seconds()) for each in happened]
