"""What an import needs of a music service elsewhere."""

from collections.abc import AsyncIterator
from typing import Protocol

from phantom_core.catalog.importing import Row
from phantom_core.catalog.music_service import Selection

__all__ = ["MusicService"]


class MusicService(Protocol):
    """A catalogue that others keep."""

    def rows(self, selection: Selection) -> AsyncIterator[Row]:
        """The songs that are meant, in the service's order, each with its ids there.

        At most `MOST_TRACKS` are yielded. An entry that is no song, or lacks what a song needs,
        is a refused row among the others. Asked again, it begins anew.

        Raises: NotFound, if there is no such playlist or artist; Unavailable, when the service does
        not answer, and then it may have yielded some; MusicServiceUnconfigured.
        """
        ...
