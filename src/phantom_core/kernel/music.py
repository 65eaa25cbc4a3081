"""What music is named by; here, because every context that plays or likes it names it alike."""

from typing import NewType

from phantom_core.kernel.ids import Id

__all__ = ["ArtistId", "GenreId", "PlaylistId", "SongId"]

GenreId = NewType("GenreId", Id)
"""The id of a genre of the catalogue."""

ArtistId = NewType("ArtistId", Id)
"""The id of an artist of the catalogue."""

SongId = NewType("SongId", Id)
"""The id of a song of the catalogue."""

PlaylistId = NewType("PlaylistId", Id)
"""The id of a playlist of the catalogue."""
