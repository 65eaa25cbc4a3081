"""What the people of the demo world do in its rooms: a pure function of what is seen there.

All chance is drawn from the names of what plays and of who is there. So whoever looks, and however
often, finds the same deeds; and those of a server that was started again change nothing twice.
"""

from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from typing import Final

from phantom_app.demo.furnishing import OpenRoom
from phantom_app.demo.regular import Deed, Regular
from phantom_app.demo.talk import advocates, greets, remarks
from phantom_core.rooms import (
    CastVote,
    JoinRoom,
    LeaveRoom,
    MemberView,
    PlaybackView,
    RoomSong,
    VoteView,
)

__all__ = ["deeds"]

_ALWAYS_THERE: Final = 2
_WANDERS: Final = 0.25
_ABSTAINS: Final = 0.1
_FICKLE: Final = 0.5


def deeds(room: OpenRoom, playback: PlaybackView, members: Sequence[MemberView]) -> Iterator[Deed]:
    """What the regulars do while the current song plays, in no order.

    They vote, talk, come and go while somebody else is there; otherwise they sit and listen.
    """
    if playback.entry_id is None or playback.song is None:
        return
    begun = playback.anchored_at - timedelta(milliseconds=playback.position_ms)
    present = {member.person.id for member in members}
    own = {actor.person for actor in room.regulars.values()}
    guests = [member for member in members if member.person.id not in own]
    for place, (name, actor) in enumerate(room.regulars.items()):
        one = Regular(room=room, playing=playback.entry_id, name=name, actor=actor)
        there = actor.person in present
        away = bool(guests) and place >= _ALWAYS_THERE and _wanders(one)
        if there == away:
            yield _moves(one, begun, there=there)
        elif there and guests:
            yield from remarks(one, playback.song, begun)
            yield from _votes(one, playback.vote)
            if place == 0:
                yield from greets(one, guests, playback.server_time)


def _wanders(one: Regular) -> bool:
    """Whether they spend this song elsewhere."""
    return one.fate("wanders").random() < _WANDERS


def _moves(one: Regular, begun: datetime, *, there: bool) -> Deed:
    """They go, or come, within the first seconds of the song."""
    command = LeaveRoom if there else JoinRoom
    seconds = one.fate("moves").uniform(1.0, 10.0)
    return one.does(command(room_id=one.room.room_id), begun, seconds)


def _votes(one: Regular, vote: VoteView | None) -> Iterator[Deed]:
    """They think for a while, mostly vote, and may say for what."""
    fate = one.fate("votes")
    if vote is None or not vote.open or fate.random() < _ABSTAINS:
        return
    seconds, best = fate.uniform(2.0, 14.0), _best(one, vote)
    yield one.does(CastVote(room_id=one.room.room_id, song_id=best.id), vote.opens_at, seconds)
    yield from advocates(one, best, vote.opens_at, seconds)


def _best(one: Regular, vote: VoteView) -> RoomSong:
    """What they vote for: by their taste, and the mood of the moment."""
    mood = one.fate("mood")
    songs = (candidate.song for candidate in vote.candidates)
    return max(songs, key=lambda song: one.likes(song.id) + _FICKLE * mood.random())
