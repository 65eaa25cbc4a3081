"""What the people of the demo world do in its rooms: a pure function of what is seen there.

All chance is drawn from the names of what plays and of who is there. So whoever looks, and however
often, finds the same deeds; and those of a server that was started again change nothing twice.
"""

from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from random import Random
from typing import Any, Final

import attrs

from phantom_app.demo.furnishing import OpenRoom
from phantom_core.kernel import Actor, Command
from phantom_core.rooms import (
    CastVote,
    EntryId,
    JoinRoom,
    LeaveRoom,
    MemberView,
    PlaybackView,
    SongId,
    VoteView,
)

__all__ = ["Deed", "deeds"]

_ALWAYS_THERE: Final = 2
_WANDERS: Final = 0.25
_ABSTAINS: Final = 0.1
_FICKLE: Final = 0.5


@attrs.frozen(kw_only=True)
class Deed:
    """Something that somebody does.

    Attributes:
        playing: during which playing of a song.
        at: when; it tells no two deeds apart, as it moves when the music stood still meanwhile.
    """

    playing: EntryId
    actor: Actor
    command: Command[Any]
    at: datetime = attrs.field(eq=False)


def deeds(room: OpenRoom, playback: PlaybackView, members: Sequence[MemberView]) -> Iterator[Deed]:
    """What the regulars do while the current song plays, in no order.

    They vote, come and go while somebody else is there; otherwise they sit and listen.
    """
    if playback.entry_id is None:
        return
    present = {member.person.id for member in members}
    watched = not present <= {actor.person for actor in room.regulars.values()}
    for place, (name, actor) in enumerate(room.regulars.items()):
        habit = _Habit(room=room, playing=playback.entry_id, name=name, actor=actor)
        there = actor.person in present
        away = watched and place >= _ALWAYS_THERE and habit.wanders
        if there == away:
            yield habit.moves(_begun(playback), there=there)
        elif there and watched and playback.vote is not None and playback.vote.open:
            yield from habit.votes(playback.vote)


def _begun(playback: PlaybackView) -> datetime:
    """When the song would have begun, had it played on ever since."""
    return playback.anchored_at - timedelta(milliseconds=playback.position_ms)


@attrs.frozen(kw_only=True)
class _Habit:
    """What one of the regulars is like during one playing."""

    room: OpenRoom
    playing: EntryId
    name: str
    actor: Actor

    @property
    def wanders(self) -> bool:
        """Whether they spend this song elsewhere."""
        return self._fate("wanders").random() < _WANDERS

    def moves(self, begun: datetime, *, there: bool) -> Deed:
        """They go, or come, within the first seconds of the song."""
        delay = self._fate("moves").uniform(1.0, 10.0)
        command = LeaveRoom if there else JoinRoom
        return self._does(begun + timedelta(seconds=delay), command(room_id=self.room.room_id))

    def votes(self, vote: VoteView) -> Iterator[Deed]:
        """They think for a while, and mostly vote, by their taste and the mood of the moment."""
        fate = self._fate("votes")
        delay = fate.uniform(2.0, 14.0)
        if fate.random() < _ABSTAINS:
            return
        best = max(
            (candidate.song.id for candidate in vote.candidates),
            key=lambda song_id: self._likes(song_id) + _FICKLE * fate.random(),
        )
        command = CastVote(room_id=self.room.room_id, song_id=best)
        yield self._does(vote.opens_at + timedelta(seconds=delay), command)

    def _likes(self, song_id: SongId) -> float:
        """How much they like a song, 0 to 1; they always like it as much."""
        return _chance(f"{self.name}:{song_id}").random()

    def _does(self, at: datetime, command: Command[Any]) -> Deed:
        return Deed(playing=self.playing, at=at, actor=self.actor, command=command)

    def _fate(self, what: str) -> Random:
        return _chance(f"{self.playing}:{self.name}:{what}")


def _chance(seed: str) -> Random:
    return Random(seed)  # noqa: S311 - it shall be guessed
