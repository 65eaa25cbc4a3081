"""Comparing what was seen of a room with the model, and with what anyone may check."""

import hashlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from itertools import pairwise
from typing import Any, Final

from phantom_core.kernel import MILLISECOND, UserId
from phantom_core.rooms import PlaybackView, SongId, VoteView
from phantom_core.rooms import events as e
from tests.property.rooms_model import Model
from tests.property.rooms_world import LENGTHS, PEOPLE, Life, Seen

__all__ = ["check"]

_BY_SYSTEM: Final = {"drop", "back", "expel", "tick", "ticks", "crash"}
_NUMBERS: Final[Mapping[UserId, int]] = {
    actor.person: number for number, actor in enumerate(PEOPLE)
}


def check(life: Life, seen: Seen) -> None:
    """What was seen is what should be."""
    (public, chosen), deeds = life
    model = Model([1000 * each for each in LENGTHS[chosen]], [*_drawn(seen)], public=public)
    now = 0
    for (delay, what, actor, arg), done in zip(deeds, seen.done, strict=True):
        now += delay
        assert _perform(model, what, actor, arg, now) is done, (what, actor, arg)
    model.upto(now)

    begin = (0, [0, 1, 2], 0, 0, public, 0, -1)
    assert _settled([begin, *_notes(seen, public=public)]) == _settled([begin, *model.log])
    _check_truth(seen)
    _check_draws(seen, heard=public)
    _check_views(model, seen, now)


def _perform(model: Model, what: str, u: int, arg: int, now: int) -> bool:
    """Do something in the model, and say whether it is allowed."""
    model.upto(now)
    allowed = what in _BY_SYSTEM or _may(model, what, u, arg)
    if allowed:
        _change(model, what, u, arg, now)
        model.note(now)
        model.upto(now)
    return allowed


def _may(model: Model, what: str, u: int, arg: int) -> bool:
    inside = u in model.here
    if not model.here and not model.public:
        return False
    if what in {"join", "leave"}:
        return u not in model.out
    if what == "kick":
        return inside and u == model.host != arg and arg in model.here
    if what == "vote":
        return inside and model.opened >= 0 and arg % len(model.lengths) in model.stand
    mine = inside and not model.public
    return mine and (what == "waive" or u == model.host or not model.alone())


def _change(model: Model, what: str, u: int, arg: int, now: int) -> None:
    match what:
        case "join" if u not in model.here:
            model.join(u, now)
        case "join" | "back":
            model.dropped.pop(u, None)
        case "drop" if u in model.here:
            model.dropped.setdefault(u, now)
        case "leave" | "expel" if u in model.here:
            model.leave(u, now)
        case "kick":
            model.out |= set() if model.public else {arg}
            model.leave(arg, now)
        case _:
            _change_music(model, what, u, arg, now)
    if what in {"expel", "leave"} and u == model.absent:
        model.absent = -1


def _change_music(model: Model, what: str, u: int, arg: int, now: int) -> None:
    match what:
        case "vote":
            model.votes[u] = arg % len(model.lengths)
        case "waive":
            model.waived = model.waived | {u} if arg else model.waived - {u}
            model.settle(now, on=model.on)
        case "play" | "pause":
            model.settle(now, on=what == "play")
        case "seek":
            model.turn(now, arg, on=model.on)
        case "skip":
            model.go_on(now)


def _settled(notes: Iterable[Any]) -> list[Any]:
    """How it stood last at each time at which it stood otherwise than before."""
    last = {note[0]: note for note in notes}
    return [other for one, other in pairwise([(), *last.values()]) if one[1:] != other[1:]]


def _drawn(seen: Seen) -> Iterator[tuple[list[int], int]]:
    """The candidates and the winner of each vote, by number; -1 for a vote without one."""
    ends = {
        each.event.vote.id: each.event.vote.winner
        for each in seen.log
        if isinstance(each.event, e.VoteSettled)
    }
    for each in seen.log:
        if isinstance(each.event, e.VoteOpened):
            winner = ends.get(each.event.vote.id)
            stand = [seen.songs.index(one.song.id) for one in each.event.vote.candidates]
            yield stand, -1 if winner is None else seen.songs.index(winner.id)


def _notes(seen: Seen, *, public: bool) -> Iterator[Any]:
    """How the room stood after each event, as the model notes it."""
    here, host, song, on, place, vote = {0, 1, 2}, 0, 0, public, 0, -1
    for each in seen.log:
        event: Any = each.event
        at = (event.happened_at - seen.began) // MILLISECOND
        here = _here(here, event)
        if isinstance(event, e.RoomState):
            host = _NUMBERS[event.card.host.id]
        if isinstance(event, e.RoomState) and event.reason is e.StateReason.ENDED and on:
            on, place = False, at - place
        if isinstance(event, e.SongChanged | e.PlaybackChanged):
            song, on, place = _music(event.playback, seen.songs, at)
        vote = _vote(vote, event, seen.songs)
        yield at, sorted(here), host, song, on, place, vote


def _here(before: set[int], event: Any) -> set[int]:
    if isinstance(event, e.MemberJoined):
        return before | {_NUMBERS[event.member.person.id]}
    if isinstance(event, e.MemberLeft):
        return before - {_NUMBERS[event.person.id]}
    return before


def _vote(before: Any, event: Any, songs: Sequence[SongId]) -> Any:
    """The candidates of an open vote, the winner of a closed one; -1 if there is none."""
    if isinstance(event, e.VoteOpened):
        return [songs.index(one.song.id) for one in event.vote.candidates]
    if isinstance(event, e.VoteSettled):
        return -1 if event.vote.winner is None else songs.index(event.vote.winner.id)
    return -1 if isinstance(event, e.SongChanged) else before


def _music(playback: PlaybackView, songs: Sequence[SongId], at: int) -> tuple[int, bool, int]:
    assert playback.song is not None
    place = at - playback.position_ms if playback.running else playback.position_ms
    return songs.index(playback.song.id), playback.running, place


def _check_truth(seen: Seen) -> None:
    """Versions grow by one, tallies come four times a second at most, and counts are true."""
    events: list[Any] = [each.event for each in seen.log]
    people, told = 3, dict[Any, datetime]()
    for one, other in pairwise(events):
        assert one.version + 1 == other.version
    for event in events:
        people += isinstance(event, e.MemberJoined) - isinstance(event, e.MemberLeft)
        if isinstance(event, e.MemberEvent):
            assert event.people_present == people
        if isinstance(event, e.VoteTallied):
            assert sum(one.votes for one in event.candidates) <= people
            before = told.get(event.session_id)
            assert before is None or event.happened_at - before >= 250 * MILLISECOND
            told[event.session_id] = event.happened_at


def _check_draws(seen: Seen, *, heard: bool) -> None:
    """Whoever is given the seed finds the same candidates and the same winner."""
    number, song, played = 1, seen.songs[0], dict[SongId, int]()
    for each in seen.log:
        event = each.event
        if isinstance(event, e.VoteSettled):
            _check_draw(event.vote, {*seen.songs} - {song}, played)
        if isinstance(event, e.SongChanged):
            played |= {song: number} if heard else {}
            song = seen.songs[_music(event.playback, seen.songs, 0)[0]]
            number, heard = number + 1, False
        if isinstance(event, e.SongChanged | e.PlaybackChanged):
            heard |= event.playback.running


def _check_draw(vote: VoteView, others: set[SongId], played: Mapping[SongId, int]) -> None:
    assert vote.seed is not None

    def lot(text: str) -> str:
        return hashlib.sha256(f"{vote.seed}:{text}".encode()).hexdigest()

    stand = sorted(others, key=lambda song: (played.get(song, 0), lot(song)))[:3]
    assert [each.song.id for each in vote.candidates] == stand
    assert vote.seed_hash == hashlib.sha256(vote.seed.encode()).hexdigest()
    votes = {each.song.id: each.votes for each in vote.candidates}
    first = min(stand, key=lambda song: (-votes[song], played.get(song, 0), lot(f"tie:{song}")))
    assert vote.winner is None or vote.winner.id == first


def _check_views(model: Model, seen: Seen, now: int) -> None:
    """Everybody who is there sees the same, and it is what the model has."""
    model.settle(now, on=model.on)

    assert {*seen.views} == ({0, 1, 2} if model.public else {*model.here})
    for number, (view, results) in seen.views.items():
        assert view.members is not None
        assert view.playback is not None
        ids = [_NUMBERS[member.person.id] for member in view.members.items]
        assert ids == sorted(model.here, key=lambda u: (model.here[u], u))
        assert view.playback.position_ms == model.start
        if model.opened >= 0:
            given = [*model.votes.values()]
            votes = [each.votes for each in results.vote.candidates] if results.vote else []
            assert votes == [given.count(song) for song in model.stand]
            mine = model.votes.get(number)
            assert results.my_vote == (None if mine is None else seen.songs[mine])
