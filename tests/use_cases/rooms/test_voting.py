"""Voting on what comes next, and leaving it to the host."""

import pytest

from phantom_core.kernel import SYSTEM, NotFound
from phantom_core.rooms import (
    AdvanceRoom,
    CastVote,
    GetVoteResults,
    LeaveRoom,
    NotACandidate,
    NotPresent,
    PublicRoomControl,
    Reason,
    RoomId,
    SongId,
    VoteClosed,
    WaiveVotes,
)
from phantom_core.rooms.events import MemberUpdated, VoteOpened, VoteSettled, VoteTallied
from tests.use_cases.rooms.house import ADA, BOB, CY, DEE, House, who


async def standing(house: House, room_id: RoomId, seconds: float = 160) -> list[SongId]:
    """Let the vote of the first song open, and name the candidates."""
    playback = await house.later(room_id, seconds)
    assert playback.vote is not None
    return [candidate.song.id for candidate in playback.vote.candidates]


async def test_votes_are_counted_by_person_and_the_most_decide(house: House) -> None:
    room_id = await house.public(BOB, CY)
    first, second, _ = await standing(house, room_id)
    for somebody, choice in ((ADA, first), (BOB, second), (CY, first)):
        await house.do(CastVote(room_id=room_id, song_id=choice), somebody)
    results = await house.do(CastVote(room_id=room_id, song_id=second), CY)
    assert results.vote is not None
    assert [each.votes for each in results.vote.candidates] == [1, 2, 0]
    assert results.my_vote == second
    playback = await house.later(room_id, 40)

    assert playback.song is not None
    assert (playback.song.id, playback.reason) == (second, Reason.VOTE)


async def test_results_are_seen_by_everybody_and_ones_own_vote_by_oneself(house: House) -> None:
    room_id = await house.public(BOB)
    first, *_ = await standing(house, room_id)
    await house.do(CastVote(room_id=room_id, song_id=first), BOB)

    mine, theirs = [await house.ask(GetVoteResults(room_id=room_id), actor) for actor in (BOB, DEE)]
    assert mine.vote == theirs.vote
    assert (mine.my_vote, theirs.my_vote) == (first, None)
    assert mine.closes_at is not None
    assert mine.winner is None


async def test_the_seed_is_told_when_it_is_over_and_not_before(house: House) -> None:
    room_id = await house.public()
    await standing(house, room_id)
    await house.later(room_id, 30)
    told = await house.heard_in(room_id)
    (opened,) = [each for each in told if isinstance(each, VoteOpened)]
    (settled,) = [each for each in told if isinstance(each, VoteSettled)]

    assert opened.vote.seed is None
    assert opened.vote.seed_hash == settled.vote.seed_hash
    assert settled.vote.seed is not None
    assert (await house.ask(GetVoteResults(room_id=room_id))).winner == settled.vote.winner


async def test_there_is_no_vote_but_while_it_is_open(house: House) -> None:
    room_id = await house.public()
    with pytest.raises(VoteClosed):
        await house.do(CastVote(room_id=room_id, song_id=house.songs[1].id))
    first, *_ = await standing(house, room_id)
    house.clock.advance(seconds=30)

    with pytest.raises(VoteClosed):
        await house.do(CastVote(room_id=room_id, song_id=first))


async def test_one_votes_for_candidates_only(house: House) -> None:
    room_id = await house.public()
    await standing(house, room_id)

    with pytest.raises(NotACandidate):
        await house.do(CastVote(room_id=room_id, song_id=house.songs[0].id))


async def test_those_vote_who_are_there(house: House) -> None:
    public, private = await house.public(BOB), await house.private(BOB)
    first, *_ = await standing(house, public)
    await house.do(LeaveRoom(room_id=public), BOB)

    for outsider in (BOB, CY):
        with pytest.raises(NotPresent):
            await house.do(CastVote(room_id=public, song_id=first), outsider)
    with pytest.raises(NotFound):
        await house.do(CastVote(room_id=private, song_id=first), CY)


async def test_a_leavers_vote_goes_and_the_tally_is_told(house: House) -> None:
    room_id = await house.public(BOB)
    first, *_ = await standing(house, room_id)
    await house.do(CastVote(room_id=room_id, song_id=first), BOB)
    house.clock.advance(seconds=1)
    told = await house.told(LeaveRoom(room_id=room_id), BOB)

    assert isinstance(told[-1], VoteTallied)
    assert [each.votes for each in told[-1].candidates] == [0, 0, 0]
    results = await house.ask(GetVoteResults(room_id=room_id))
    assert results.vote is not None
    assert sum(each.votes for each in results.vote.candidates) == 0


async def test_many_votes_make_four_tallies_a_second_and_the_last_is_exact(house: House) -> None:
    room_id = await house.public(BOB, CY, DEE)
    songs = await standing(house, room_id)
    before = len(await house.heard_in(room_id))
    for number in range(40):
        house.clock.advance(milliseconds=25)
        voter = (ADA, BOB, CY, DEE)[number % 4]
        await house.do(CastVote(room_id=room_id, song_id=songs[number // 4 % 3]), voter)
        if number % 5 == 0:
            await house.do(AdvanceRoom(room_id=room_id), SYSTEM)
    await house.later(room_id, 1)
    told = (await house.heard_in(room_id))[before:]

    tallies = [each for each in told if isinstance(each, VoteTallied)]
    assert len(tallies) <= 5
    assert [each.votes for each in tallies[-1].candidates] == [4, 0, 0]


async def test_a_vote_that_changes_nothing_tells_nothing(house: House) -> None:
    room_id = await house.public()
    first, *_ = await standing(house, room_id)
    await house.do(CastVote(room_id=room_id, song_id=first))
    house.clock.advance(seconds=1)

    assert await house.told(CastVote(room_id=room_id, song_id=first)) == []


async def test_when_the_others_waive_the_vote_is_called_off(house: House) -> None:
    room_id = await house.private(BOB)
    await house.play_on(room_id, 170)
    updated, settled = await house.told(WaiveVotes(room_id=room_id, waived=True), BOB)

    assert isinstance(updated, MemberUpdated)
    assert (updated.member.person.id, updated.member.votes_waived) == (*who(BOB), True)
    assert updated.voting_waived
    assert isinstance(settled, VoteSettled)
    assert settled.vote.winner is None
    assert await house.told(WaiveVotes(room_id=room_id, waived=True), BOB) == []


async def test_whoever_takes_their_say_back_has_a_late_vote_open(house: House) -> None:
    room_id = await house.private(BOB)
    await house.do(WaiveVotes(room_id=room_id, waived=True), BOB)
    await house.play_on(room_id, 180)
    told = await house.told(WaiveVotes(room_id=room_id, waived=False), BOB)

    assert [type(each) for each in told] == [MemberUpdated, VoteOpened]
    assert isinstance(told[-1], VoteOpened)
    assert told[-1].vote.opens_at == house.clock.now


async def test_nobody_waives_in_a_public_room(house: House) -> None:
    with pytest.raises(PublicRoomControl):
        await house.do(WaiveVotes(room_id=await house.public(), waived=True))
