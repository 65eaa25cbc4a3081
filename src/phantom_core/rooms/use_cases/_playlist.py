"""Which playlists can be played in rooms."""

from typing import Final

from phantom_core.rooms.names import PlaylistId
from phantom_core.rooms.ports import RoomsWork

_AT_ONCE: Final = 256


def playable(work: RoomsWork, playlist_id: PlaylistId) -> bool:
    """Whether there is such a playlist, with at least one song that there is."""
    library = work.room_library
    if not library.has_playlist(playlist_id):
        return False
    songs = library.order(playlist_id)
    return any(
        library.songs(songs[begin : begin + _AT_ONCE]) for begin in range(0, len(songs), _AT_ONCE)
    )
