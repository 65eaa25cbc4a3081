"""Telling what has happened in a room: each happening as the event that its topic hears."""

from collections.abc import Iterable, Iterator, Mapping
from functools import singledispatch
from typing import Any, Final

from phantom_core.kernel import UserId
from phantom_core.rooms.events import (
    MemberJoined,
    MemberLeft,
    MemberUpdated,
    PlaybackChanged,
    RoomEvent,
    RoomState,
    SongChanged,
    StateReason,
    VoteOpened,
    VoteSettled,
    VoteTallied,
)
from phantom_core.rooms.happenings import (
    Arrived,
    Departed,
    Happening,
    HostPassed,
    MemberChanged,
    MemberHappening,
    MusicHappening,
    PlaybackTurned,
    RoomChanged,
    RoomEnded,
    RoomHappening,
    RoomMade,
    SongTurned,
    TallyTold,
    VoteEnded,
    VoteHappening,
    VoteHeld,
)
from phantom_core.rooms.ports import RoomsWork
from phantom_core.rooms.showing import (
    People,
    candidates_of,
    card_of,
    member_of,
    playback_of,
    vote_of,
)
from phantom_core.rooms.views import PlaybackView, VoteView

_REASONS: Final[Mapping[type[Happening], StateReason]] = {
    RoomMade: StateReason.CREATED,
    RoomChanged: StateReason.CHANGED,
    HostPassed: StateReason.HOST,
    RoomEnded: StateReason.ENDED,
}


def tell(work: RoomsWork, happened: Iterable[Happening]) -> None:
    """Record what has happened, in order."""
    told = [*happened]
    named = {user_id for happening in told for user_id in _named(happening)}
    people = work.people.of(sorted(named)) if named else {}
    for happening in told:
        work.record(_event(happening, people))


def _named(happening: Happening) -> Iterator[UserId]:
    """Everybody whom the event names."""
    if isinstance(happening, RoomHappening):
        yield from (happening.room.created_by, happening.room.host_user_id)
    if isinstance(happening, MemberHappening):
        yield happening.member.user_id
    yield from (queued.added_by for queued in happening.room.playback.queue)


def _common(happening: Happening) -> dict[str, Any]:
    room = happening.room
    return {"room_id": room.id, "happened_at": happening.at, "version": room.version}


def _counts(happening: RoomHappening) -> dict[str, Any]:
    present = happening.room.people_present
    return {"people_present": present, "voting_waived": happening.waived, **_common(happening)}


@singledispatch
def _event(happening: Happening, people: People) -> RoomEvent:
    raise AssertionError(happening, people)


@_event.register
def _(happening: RoomHappening, people: People) -> RoomEvent:
    card = card_of(happening.room, people, waived=happening.waived)
    return RoomState(card=card, reason=_REASONS[type(happening)], **_common(happening))


@_event.register
def _(happening: Arrived, people: People) -> RoomEvent:
    member = member_of(happening.member, happening.room, people)
    return MemberJoined(member=member, **_counts(happening))


@_event.register
def _(happening: MemberChanged, people: People) -> RoomEvent:
    member = member_of(happening.member, happening.room, people)
    return MemberUpdated(member=member, **_counts(happening))


@_event.register
def _(happening: Departed, people: People) -> RoomEvent:
    person = people[happening.member.user_id]
    return MemberLeft(person=person, reason=happening.reason, **_counts(happening))


@_event.register
def _(happening: PlaybackTurned, people: People) -> RoomEvent:
    return PlaybackChanged(playback=_playback(happening, people), **_common(happening))


@_event.register
def _(happening: SongTurned, people: People) -> RoomEvent:
    return SongChanged(playback=_playback(happening, people), **_common(happening))


@_event.register
def _(happening: VoteHeld, _: People) -> RoomEvent:
    return VoteOpened(vote=_vote(happening), **_common(happening))


@_event.register
def _(happening: VoteEnded, _: People) -> RoomEvent:
    return VoteSettled(vote=_vote(happening), **_common(happening))


@_event.register
def _(happening: TallyTold, _: People) -> RoomEvent:
    vote = happening.vote
    candidates = candidates_of(vote, happening.tally)
    return VoteTallied(session_id=vote.id, candidates=candidates, **_common(happening))


def _vote(happening: VoteHappening) -> VoteView:
    return vote_of(happening.vote, happening.tally)


def _playback(happening: MusicHappening, people: People) -> PlaybackView:
    room = happening.room
    vote = None if room.vote is None else vote_of(room.vote, happening.tally)
    return playback_of(room.playback, vote, people, happening.at)
