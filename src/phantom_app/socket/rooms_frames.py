"""What clients send about rooms."""

from typing import ClassVar, Final

from phantom_app.http.payloads import Payload
from phantom_app.http.rooms.playback_payloads import VoteResultsPayload, vote_results_of
from phantom_app.http.rooms.voting import Ballot
from phantom_app.socket.frame_parts import DoingFrame
from phantom_core.kernel import Id, Outcome
from phantom_core.rooms import CastVote, RoomId, SongId, VoteResults

__all__ = ["FRAMES", "VoteFrame"]


class VoteFrame(DoingFrame, tag="room.vote"):
    """Give one's one vote in the open vote of a room to a song; a vote given before moves."""

    answer: ClassVar[type[Payload]] = VoteResultsPayload
    data: Ballot

    def command(self) -> CastVote:
        """The vote."""
        return CastVote(room_id=RoomId(self.subject("room")), song_id=SongId(Id(self.data.song_id)))

    def told(self, outcome: Outcome[VoteResults]) -> VoteResultsPayload:
        """How the vote stands."""
        return vote_results_of(outcome.value)


FRAMES: Final = (VoteFrame,)
"""All of them."""
