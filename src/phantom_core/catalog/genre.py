"""A genre: what artists are sorted by."""

from typing import ClassVar, Final

import attrs

from phantom_core.catalog.entry import Entry
from phantom_core.catalog.ids import GenreId
from phantom_core.kernel import Rule, line, ruled

__all__ = ["GENRE_NAME", "Genre"]

GENRE_NAME: Final[Rule] = line(1, 60)
"""What a genre may be called."""


@attrs.frozen(kw_only=True)
class Genre(Entry):
    """A genre. Of those that live no two have the same name, as `spelled` compares them."""

    kind: ClassVar[str] = "genre"
    id: GenreId
    name: str = ruled(GENRE_NAME)
