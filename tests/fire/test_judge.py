"""The judge finds nothing wrong with what has happened as it should, and whatever else there is."""

import random
from collections.abc import Callable, Sequence
from copy import deepcopy
from datetime import datetime
from pathlib import Path
from typing import Any

import attrs
import pytest

from phantom_adapters.memory import ManualClock
from phantom_adapters.sql import open_storage
from phantom_core.kernel import MILLISECOND, Actor
from phantom_core.rooms import CastVote, GetVoteResults, JoinRoom, LeaveRoom, ListHistory, RoomId
from tests.crash.history import History
from tests.fire.evidence import Told, log_on_sqlite
from tests.fire.judge import Life, faults_of
from tests.fire.town import Resident, Room
from tests.fire.voters import Ballot, Voter
from tests.use_cases.rooms.house import ADA, BOB, CY, DEE, House


@attrs.define
class Case:
    """What is known of a room."""

    room: Room
    log: list[Told]
    played: list[Any]
    voters: Sequence[Voter]
    lives: list[Life]

    def verdict(self) -> str:
        """All that is wrong with it."""
        return "; ".join(faults_of(self.room, self.log, self.played, self.voters, self.lives))

    def find(self, name: str, number: int = 2) -> int:
        """Where one event of a kind stands in the log, not one of the first."""
        return [place for place, told in enumerate(self.log) if told.name == name][number]

    def leave(self, place: int, voter: Voter, begun: str) -> None:
        """Have somebody leave at a place of the log, who began to at some time."""
        left, before = self.log[self.find("room.member.left", 0)], self.log[place - 1]
        who = {"happened_at": begun, "person": {"id": voter.who.id}}
        data = {**left.data, **who, "version": before.data["version"]}
        self.log.insert(place, attrs.evolve(left, at=before.at, data=data))
        for at in range(place, len(self.log)):
            told = self.log[at]
            data = {**told.data, "version": told.data["version"] + 1}
            self.log[at] = attrs.evolve(told, seq=at + 1, data=data)

    def change(self, name: str, **changes: Any) -> None:
        """Have one event of a kind tell something else."""
        place = self.find(name)
        data = deepcopy({**self.log[place].data, **changes})
        self.log[place] = attrs.evolve(self.log[place], data=data)


async def test_what_has_happened_as_it_should_is_right(tmp_path: Path) -> None:
    case = await _evening(tmp_path)
    found = case.verdict()

    assert found == ""
    assert len(case.log) > 30


async def test_who_leaves_before_the_deadline_and_after_the_close_has_voted(tmp_path: Path) -> None:
    case = await _evening(tmp_path)
    place = case.find("vote.closed")
    closed = case.log[place].data["vote"]
    voter = next(
        voter
        for voter in case.voters
        for ballot in voter.ballots
        if ballot.session == closed["id"] and ballot.verdict == "ok"
    )
    begun = datetime.fromisoformat(closed["closes_at"]) - MILLISECOND
    case.leave(place + 1, voter, begun.isoformat())

    assert case.verdict() == ""


def _another_winner(case: Case) -> None:
    vote = deepcopy(case.log[case.find("vote.closed")].data["vote"])
    losers = [each["song"] for each in vote["candidates"] if each["song"] != vote["winner"]]
    case.change("vote.closed", vote={**vote, "winner": losers[0]})


def _another_tally(case: Case) -> None:
    vote = deepcopy(case.log[case.find("vote.closed")].data["vote"])
    vote["candidates"][0]["votes"] += 1
    case.change("vote.closed", vote=vote)


def _another_seed(case: Case) -> None:
    vote = case.log[case.find("vote.closed")].data["vote"]
    case.change("vote.closed", vote={**vote, "seed": "0" * 64})


def _closed_twice(case: Case) -> None:
    place = case.find("vote.closed")
    case.log.insert(place, case.log[place])


def _never_closed(case: Case) -> None:
    del case.log[case.find("vote.closed")]


def _closed_late(case: Case) -> None:
    place = case.find("vote.closed")
    case.log[place] = attrs.evolve(case.log[place], at=case.log[place].at + 1500)


def _advanced_twice(case: Case) -> None:
    place = case.find("song.changed")
    case.log.insert(place, case.log[place])


def _another_song(case: Case) -> None:
    playback = deepcopy(case.log[case.find("song.changed")].data["playback"])
    case.change("song.changed", playback={**playback, "reason": "playlist"})


def _a_version_twice(case: Case) -> None:
    case.change("song.changed", version=case.log[case.find("song.changed")].data["version"] - 1)


def _counted_though_refused(case: Case) -> None:
    ballots = case.voters[0].ballots
    ballots[:] = [attrs.evolve(each, verdict="refused", session=None) for each in ballots]


def _a_playing_is_missing(case: Case) -> None:
    del case.played[2]


def _something_else_was_heard(case: Case) -> None:
    case.voters[0].listener.gaps.append((3, 5))


@pytest.mark.parametrize(
    ("wrong", "told"),
    [
        (_another_winner, "has won, and not"),
        (_another_tally, "its tally is"),
        (_another_seed, "its seed is another"),
        (_closed_twice, "it was closed 2 times"),
        (_never_closed, "a vote was never closed"),
        (_closed_late, "ms late"),
        (_advanced_twice, "a playing has begun twice"),
        (_another_song, "another song was played after it"),
        (_a_version_twice, "does not grow one by one"),
        (_counted_though_refused, "its tally is"),
        (_a_playing_is_missing, "the history is"),
        (_something_else_was_heard, "has missed something"),
    ],
)
async def test_whatever_is_wrong_is_found(
    tmp_path: Path, wrong: Callable[[Case], None], told: str
) -> None:
    case = await _evening(tmp_path)
    wrong(case)
    found = case.verdict()

    assert told in found


async def _evening(folder: Path) -> Case:
    """Ada's guests vote for a minute of short songs; one of them goes out and comes back."""
    clock, chance = ManualClock(), random.Random(3)
    storage = open_storage(f"sqlite:///{folder}/phantom.db", clock=clock)
    house = await House.open((4, 5, 6, 7), storage, clock)
    begun = _milliseconds(clock())
    room_id = await house.public(BOB, CY, DEE)
    songs = {str(song.id): int(song.duration_ms) for song in house.songs}
    guests = [Resident(str(guest.person), "") for guest in (BOB, CY, DEE)]
    room = Room(str(room_id), Resident(str(ADA.person), ""), songs, guests)
    voters = [Voter(guest, room, History(), by_socket=False) for guest in guests]
    for second in range(60):
        await house.later(room_id, 0.6)
        number = second % 3
        if second in {20, 21}:
            going = LeaveRoom if second == 20 else JoinRoom
            await house.do(going(room_id=room_id), CY)
        elif second != 22:
            voters[number].ballots.append(
                await _vote(house, room_id, (BOB, CY, DEE)[number], chance)
            )
    history = await house.ask(ListHistory(room_id=room_id))
    played = [{"number": each.number, "entryId": each.entry_id} for each in history.items]
    await storage.close()
    log = [*log_on_sqlite(folder / "phantom.db")[room.id]]
    life = Life(begun, _milliseconds(clock()) + 10_000)
    return Case(room, log, played[::-1], voters, [life])


async def _vote(house: House, room_id: RoomId, guest: Actor, chance: random.Random) -> Ballot:
    vote = (await house.ask(GetVoteResults(room_id=room_id), guest)).vote
    assert vote is not None
    song = chance.choice(vote.candidates).song
    house.clock.advance(milliseconds=1)
    await house.do(CastVote(room_id=room_id, song_id=song.id), guest)
    at = _milliseconds(house.clock())
    return Ballot(
        voter=str(guest.person),
        song=str(song.id),
        sent=at,
        heard=at,
        verdict="ok",
        session=str(vote.id),
    )


def _milliseconds(moment: datetime) -> int:
    return (moment - datetime.fromtimestamp(0, moment.tzinfo)) // MILLISECOND
