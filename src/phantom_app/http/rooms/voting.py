"""Voting on what comes next, and leaving it to the host."""

from litestar import Response, get, post, put
from litestar.params import JSONBody

from phantom_app.http.callers import PhantomRequest
from phantom_app.http.etags import TAGGED
from phantom_app.http.payloads import IdInPath, IdText, Payload
from phantom_app.http.rooms.payloads import RoomPayload, room_answer, room_id_of
from phantom_app.http.rooms.playback_payloads import VoteResultsPayload, vote_results_of
from phantom_core.kernel import Id, NotFound
from phantom_core.rooms import (
    CastVote,
    GetVoteResults,
    NotACandidate,
    NotPresent,
    PublicRoomControl,
    RoomOver,
    SongId,
    VoteClosed,
    WaiveVotes,
)

__all__ = ["Ballot", "Waiver", "results", "vote", "waive"]


class Ballot(Payload):
    """What somebody wants to hear next."""

    song_id: IdText


class Waiver(Payload):
    """Whether one leaves the music to the host."""

    waived: bool


@post(
    "/{room_id:str}/vote",
    status_code=200,
    refuses=[NotFound, RoomOver, NotPresent, VoteClosed, NotACandidate],
)
async def vote(
    request: PhantomRequest, room_id: IdInPath, data: JSONBody[Ballot]
) -> VoteResultsPayload:
    """Give one's one vote in the open vote to a song; a vote given before moves."""
    command = CastVote(room_id=room_id_of(room_id), song_id=SongId(Id(data.song_id)))
    return vote_results_of(await request.caller.do(command))


@get("/{room_id:str}/vote-results", refuses=[NotFound, RoomOver])
async def results(request: PhantomRequest, room_id: IdInPath) -> VoteResultsPayload:
    """How the vote of the current playing stands, or has ended."""
    return vote_results_of(await request.caller.ask(GetVoteResults(room_id=room_id_of(room_id))))


@put(
    "/{room_id:str}/waive",
    refuses=[NotFound, RoomOver, PublicRoomControl],
    response_headers=TAGGED,
)
async def waive(
    request: PhantomRequest, room_id: IdInPath, data: JSONBody[Waiver]
) -> Response[RoomPayload]:
    """Leave the music of a private room to its host, or have a say in it again."""
    command = WaiveVotes(room_id=room_id_of(room_id), waived=data.waived)
    return room_answer(await request.caller.do(command))
