"""What happens to what is somebody's own in the catalogue, told to them.

What admins do to the catalogue itself is told nowhere: it is looked up when it is shown.
"""

from typing import ClassVar, Final

import attrs

from phantom_core.catalog.ids import PlaylistId
from phantom_core.catalog.playlist import Playlist
from phantom_core.catalog.taste import Taste
from phantom_core.kernel import Event, Topic, UserId, topic

__all__ = [
    "EVENTS",
    "CatalogEvent",
    "PlaylistAdded",
    "PlaylistChanged",
    "PlaylistDeleted",
    "TasteChanged",
]


@attrs.frozen(kw_only=True)
class CatalogEvent(Event):
    """Something about what is a user's own."""

    user_id: UserId

    @property
    def topic(self) -> Topic:
        """The user's own topic."""
        return topic("user", self.user_id)


@attrs.frozen(kw_only=True)
class TasteChanged(CatalogEvent):
    """A user likes something else best."""

    name: ClassVar[str] = "taste.changed"
    taste: Taste


@attrs.frozen(kw_only=True)
class PlaylistAdded(CatalogEvent):
    """A user has made a playlist."""

    name: ClassVar[str] = "playlist.added"
    playlist: Playlist


@attrs.frozen(kw_only=True)
class PlaylistChanged(CatalogEvent):
    """A user's playlist has another name, or other songs."""

    name: ClassVar[str] = "playlist.changed"
    playlist: Playlist


@attrs.frozen(kw_only=True)
class PlaylistDeleted(CatalogEvent):
    """A user's playlist is gone."""

    name: ClassVar[str] = "playlist.deleted"
    playlist_id: PlaylistId


EVENTS: Final[tuple[type[Event], ...]] = (
    TasteChanged,
    PlaylistAdded,
    PlaylistChanged,
    PlaylistDeleted,
)
"""All of them, for the registry."""
