"""Songs as they are shown: with whom they are by."""

from collections.abc import Sequence

import attrs

from phantom_core.catalog.artist import Artist
from phantom_core.catalog.playlist import Playlist
from phantom_core.catalog.song import Song

__all__ = ["Track", "Tracklist"]


@attrs.frozen(kw_only=True)
class Track:
    """A song and its artist."""

    song: Song
    artist: Artist


@attrs.frozen(kw_only=True)
class Tracklist:
    """A playlist and its living songs, in their order."""

    playlist: Playlist
    tracks: Sequence[Track]
