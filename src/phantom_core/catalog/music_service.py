"""What may be asked of a music service, and how it may fail."""

from typing import Final

import attrs

from phantom_core.catalog.entry import SPOTIFY_ID
from phantom_core.kernel import Checked, Conflict, line, ruled

__all__ = [
    "MOST_TRACKS",
    "ByArtist",
    "InPlaylist",
    "MatchingQuery",
    "MusicServiceUnconfigured",
    "Selection",
]

MOST_TRACKS: Final = 10_000
"""The most songs that one selection takes from a music service."""


@attrs.frozen(kw_only=True)
class MatchingQuery(Checked):
    """The songs that a service finds for some words, the best first."""

    query: str = ruled(line(1, 200))


@attrs.frozen(kw_only=True)
class InPlaylist(Checked):
    """The songs of a playlist, in its order; they are in a playlist of its name here too."""

    playlist_id: str = ruled(SPOTIFY_ID)


@attrs.frozen(kw_only=True)
class ByArtist(Checked):
    """The songs on the albums and singles of an artist, each title once."""

    artist_id: str = ruled(SPOTIFY_ID)


Selection = MatchingQuery | InPlaylist | ByArtist
"""Which songs are meant."""


class MusicServiceUnconfigured(Conflict):
    """No music service is configured."""

    rule = "music-service-unconfigured"

    def __init__(self) -> None:
        super().__init__(
            "No music service is configured: set PHANTOM_SPOTIFY_CLIENT_ID and"
            " PHANTOM_SPOTIFY_CLIENT_SECRET."
        )
