"""What clients send to have music play for everybody: in a private room, or in a project."""

from collections.abc import Sequence
from enum import Enum
from typing import Any, Final

import attrs

from phantom_app.http.payloads import Payload
from phantom_app.http.rooms.playback_payloads import PlaybackPayload, playback_of
from phantom_app.http.rooms.playing import NamedEntry, PositionNumber, entry_id_of
from phantom_app.http.studio.session_payloads import SharedPlaybackPayload, shared_playback_of
from phantom_app.socket.frame_parts import DoingFrame
from phantom_core.kernel import Access, Command, Fault, Invalid, Milliseconds, Outcome
from phantom_core.rooms import Pause, Play, PlaybackView, RoomId, Seek
from phantom_core.studio import PlaybackView as SharedPlaybackView
from phantom_core.studio import ProjectId, SyncAction, SyncProjectPlayback

__all__ = ["FRAMES", "PlayerAction", "SyncData", "SyncFrame", "SyncPlayback"]


class PlayerAction(Enum):
    """What somebody does to a player."""

    PLAY = "play"
    PAUSE = "pause"
    SEEK = "seek"


class SyncData(NamedEntry):
    """What is done, and where in the music. Only in a room there are entries to name.

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
    """Play, pause or seek for everybody in a private room, or in a project that one may edit."""

    answer = PlaybackPayload | SharedPlaybackPayload
    data: SyncData

    def command(self) -> SyncPlayback | SyncProjectPlayback:
        """What is done to the music; where it then stands is said last."""
        if self.topic.startswith("project:"):
            return self._in_project(ProjectId(self.subject("project")))
        return self._in_room(RoomId(self.subject("room")))

    def _in_project(self, project_id: ProjectId) -> SyncProjectPlayback:
        if self.data.entry_id is not None:
            raise Invalid(Fault("entry_id", "must be left out: a project is one piece of music"))
        return SyncProjectPlayback(
            project_id=project_id,
            action=SyncAction(self.data.action.value),
            position_ms=self._position(),
        )

    def _in_room(self, room_id: RoomId) -> SyncPlayback:
        entry_id, position = entry_id_of(self.data.entry_id), self._position()
        steps: list[Play | Pause | Seek] = []
        if self.data.action is not PlayerAction.SEEK:
            kind = Play if self.data.action is PlayerAction.PLAY else Pause
            steps.append(kind(room_id=room_id, entry_id=entry_id))
        elif position is None:
            raise Invalid(Fault("position_ms", "is required"))
        if position is not None:
            steps.append(Seek(room_id=room_id, entry_id=entry_id, position_ms=position))
        return SyncPlayback(steps=tuple(steps))

    def _position(self) -> Milliseconds | None:
        position = self.data.position_ms
        return None if position is None else Milliseconds(position)

    def told(self, outcome: Outcome[PlaybackView | SharedPlaybackView]) -> Payload:
        """Where the music stands."""
        view = outcome.value
        return (
            shared_playback_of(view) if isinstance(view, SharedPlaybackView) else playback_of(view)
        )


FRAMES: Final = (SyncFrame,)
"""All of them."""
