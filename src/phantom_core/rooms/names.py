"""What rooms, and what they speak of, are named by."""

from typing import NewType

from phantom_core.kernel.ids import Id
from phantom_core.kernel.music import ArtistId, GenreId, PlaylistId, SongId

__all__ = [
    "ArtistId",
    "EntryId",
    "GenreId",
    "InviteId",
    "PlaylistId",
    "RoomId",
    "SongId",
    "VoteSessionId",
]

RoomId = NewType("RoomId", Id)
"""The id of a room."""

EntryId = NewType("EntryId", Id)
"""The id of one playing of a song in a room."""

VoteSessionId = NewType("VoteSessionId", Id)
"""The id of one vote on what comes next."""

InviteId = NewType("InviteId", Id)
"""The id of an invite to a private room."""
