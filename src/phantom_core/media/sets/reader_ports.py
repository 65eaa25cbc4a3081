"""What looks at the bytes of tracks."""

from pathlib import Path
from typing import Protocol

from phantom_core.media.sets.track import TrackFacts, TrackFormat

__all__ = ["TrackReader"]


class TrackReader(Protocol):
    """Says what tracks are; by their bytes, not by their names."""

    def wants_more(self, head: bytes) -> bool:
        """Whether `sniffed` would rather see more of a file than this beginning."""

    def sniffed(self, head: bytes) -> TrackFormat:
        """The container that a file is in which begins so: a first opinion.

        Raises: UnsupportedMedia, for what is no audio that is accepted.
        """

    def promised(self, content_type: str) -> TrackFormat:
        """The container of a media type. Raises: UnsupportedMedia, if none is accepted."""

    async def read(self, path: Path) -> TrackFacts:
        """Look at a whole file. Tags that say nothing usable are left out.

        Raises: UnsupportedMedia, for what is no audio that is accepted, or gives no sound;
            TooLarge, for more of it than is taken; Unavailable.
        """
