"""Which playlists can be played in rooms."""

from phantom_core.rooms.names import PlaylistId
from phantom_core.rooms.ports import RoomsWork


def playable(work: RoomsWork, playlist_id: PlaylistId) -> bool:
    """Whether there is such a playlist, with at least one song that there is."""
    return bool(work.room_library.songs(work.room_library.order(playlist_id)))
