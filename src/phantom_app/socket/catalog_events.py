"""What is told of people's playlists and tastes."""

from collections.abc import Callable, Mapping
from typing import Any, Final

from phantom_app.http.catalog.payloads import (
    PlaylistPayload,
    TastePayload,
    playlist_of,
    taste_of,
)
from phantom_app.http.payloads import IdText, Payload
from phantom_app.socket.event_payloads import EventPayload
from phantom_core.catalog import Playlist, Taste
from phantom_core.catalog import events as catalog
from phantom_core.kernel import Event

__all__ = ["EVENTS", "RESOURCES", "PlaylistData", "PlaylistDeletedData", "TasteData"]


class TasteData(EventPayload):
    """What the user likes best, as it is now."""

    taste: TastePayload


class PlaylistData(EventPayload):
    """A playlist of the user's, as it is now; its songs are read at `GET /api/playlists/{id}`."""

    playlist: PlaylistPayload


class PlaylistDeletedData(EventPayload):
    """A playlist of the user's is gone."""

    playlist_id: IdText


EVENTS: Final[Mapping[type[Event], type[EventPayload]]] = {
    catalog.TasteChanged: TasteData,
    catalog.PlaylistAdded: PlaylistData,
    catalog.PlaylistChanged: PlaylistData,
    catalog.PlaylistDeleted: PlaylistDeletedData,
}
"""What is told of each event."""

RESOURCES: Final[Mapping[type[Any], Callable[[Any], Payload]]] = {
    Playlist: playlist_of,
    Taste: taste_of,
}
"""How what events hold is told."""
