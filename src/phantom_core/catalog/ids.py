"""What things in the catalogue are known by."""

from typing import NewType

from phantom_core.kernel import ArtistId, GenreId, Id, PlaylistId, SongId

__all__ = ["ArtistId", "GenreId", "PlaylistId", "SongId", "TagId"]

TagId = NewType("TagId", Id)
"""The id of a tag."""
