"""The catalogue over HTTP: finding music, keeping playlists, saying what one likes; tending it."""

from phantom_app.http.catalog import artists, genres, importing, playlists, songs, tags, tastes

__all__ = ["ROUTES"]

ROUTES = (
    *genres.ROUTES,
    *artists.ROUTES,
    *songs.ROUTES,
    *playlists.ROUTES,
    *tags.ROUTES,
    *tastes.ROUTES,
    *importing.ROUTES,
)
"""What is served here."""
