"""What things in the catalogue are known by."""

from typing import NewType

from phantom_core.kernel import Id

__all__ = ["ArtistId", "GenreId", "PlaylistId", "SongId", "TagId"]

GenreId = NewType("GenreId", Id)
"""The id of a genre."""

ArtistId = NewType("ArtistId", Id)
"""The id of an artist."""

SongId = NewType("SongId", Id)
"""The id of a song."""

PlaylistId = NewType("PlaylistId", Id)
"""The id of a playlist."""

TagId = NewType("TagId", Id)
"""The id of a tag."""
