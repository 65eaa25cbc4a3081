"""A listening room: people who hear the same music at the same time."""

from datetime import datetime
from typing import Any, Final

import attrs

from phantom_core.kernel.actor import UserId
from phantom_core.kernel.rules import Checked, line, ruled
from phantom_core.kernel.versions import expect_version
from phantom_core.rooms.names import ArtistId, GenreId, PlaylistId, RoomId
from phantom_core.rooms.playback import Playback
from phantom_core.rooms.vote import VoteSession

__all__ = ["ROOM_NAME", "Room"]

ROOM_NAME: Final = line(1, 100)
"""What a room may be called."""


@attrs.frozen(kw_only=True)
class Room(Checked):
    """A room, with all that decides what is heard in it.

    Attributes:
        secret: what its draws follow from; nobody is ever told.
        host_user_id: who looks after it. In an empty room, the one who did last.
        absent_host_id: who was the host and has dropped out: it is theirs again when they return.
        genre_id: the artist's, as of when the room was made.
        people_present: how many people are in it.
        vote: the vote of the current playing: open, or closed; `None` before it has one.
        next_deadline: when something happens in it by itself; `None` if nothing will.
        version: counts the changes, from 1.
    """

    id: RoomId
    name: str = ruled(ROOM_NAME)
    is_public: bool
    created_by: UserId
    host_user_id: UserId
    absent_host_id: UserId | None = None
    artist_id: ArtistId | None = None
    genre_id: GenreId | None = None
    playlist_id: PlaylistId | None = None
    allow_voice_chat: bool = False
    is_active: bool = True
    people_present: int = 0
    secret: str = attrs.field(repr=False)
    playback: Playback
    vote: VoteSession | None = None
    next_deadline: datetime | None = None
    created_at: datetime
    version: int = 1

    def based_on(self, version: int | None) -> "Room":
        """This room, if `version` is the newest or not named. Raises: Outdated."""
        expect_version("room", current=self.version, expected=version)
        return self

    def changed(self, **changes: Any) -> "Room":
        """The next version. Raises: Invalid."""
        return attrs.evolve(self, version=self.version + 1, **changes)

    @property
    def open_vote(self) -> VoteSession | None:
        """The vote that is open, if one is."""
        return self.vote if self.vote is not None and self.vote.open else None

    @property
    def elected(self) -> VoteSession | None:
        """The closed vote whose winner comes next, if there is one."""
        decided = self.vote is not None and self.vote.winner is not None
        return self.vote if decided else None
