"""What clients send about rooms."""

from collections.abc import Sequence
from enum import Enum
from typing import Any, ClassVar, Final

import attrs

from phantom_app.http.payloads import Payload
from phantom_app.http.rooms.playback_payloads import (
    PlaybackPayload,
    VoteResultsPayload,
    playback_of,
    vote_results_of,
)
from phantom_app.http.rooms.playing import NamedEntry, PositionNumber, entry_id_of
from phantom_app.http.rooms.voting import Ballot
from phantom_app.socket.frame_parts import DoingFrame
from phantom_core.kernel import Access, Command, Fault, Id, Invalid, Milliseconds, Outcome
from phantom_core.rooms import (
    CastVote,
    Pause,
    Play,
    PlaybackView,
    RoomId,
    Seek,
    SongId,
    VoteResults,
)

__all__ = ["FRAMES", "PlayerAction", "SyncData", "SyncFrame", "SyncPlayback", "VoteFrame"]


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


class PlayerAction(Enum):
    """What somebody does to a player."""

    PLAY = "play"
    PAUSE = "pause"
    SEEK = "seek"


class SyncData(NamedEntry):
    """What is done, and where in the song.

    Without a position, what plays or pauses does so where it is.
    """

    action: PlayerAction
    position_ms: PositionNumber | None = None


@attrs.frozen(kw_only=True)
class SyncPlayback(Command[PlaybackView]):
    """Have the music of a room play or pause, and be elsewhere in the song, all at once.

    Raises: what its steps raise.
    """

    access = Access.PERSON
    steps: Sequence[Play | Pause | Seek]

    def run(self, work: Any) -> PlaybackView:
        """Take the steps, and answer what came of them."""
        return [step.run(work) for step in self.steps][-1]


class SyncFrame(DoingFrame, tag="playback.sync"):
    """Play, pause or seek for everybody in a private room."""

    answer: ClassVar[type[Payload]] = PlaybackPayload
    data: SyncData

    def command(self) -> SyncPlayback:
        """What is done to the room's music; where it then stands is said last."""
        room_id, entry_id = RoomId(self.subject("room")), entry_id_of(self.data.entry_id)
        steps: list[Play | Pause | Seek] = []
        if self.data.action is not PlayerAction.SEEK:
            kind = Play if self.data.action is PlayerAction.PLAY else Pause
            steps.append(kind(room_id=room_id, entry_id=entry_id))
        elif self.data.position_ms is None:
            raise Invalid(Fault("position_ms", "is required"))
        if self.data.position_ms is not None:
            position = Milliseconds(self.data.position_ms)
            steps.append(Seek(room_id=room_id, entry_id=entry_id, position_ms=position))
        return SyncPlayback(steps=tuple(steps))

    def told(self, outcome: Outcome[PlaybackView]) -> PlaybackPayload:
        """Where the music stands."""
        return playback_of(outcome.value)


FRAMES: Final = (VoteFrame, SyncFrame)
"""All of them."""
