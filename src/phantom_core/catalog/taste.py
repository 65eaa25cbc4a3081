"""Taste: what a user likes best."""

from typing import Any, Final

import attrs

from phantom_core.catalog.entry import distinct
from phantom_core.catalog.ids import ArtistId, GenreId
from phantom_core.kernel import Checked, Rule, UserId, ruled

__all__ = ["FAVOURITES", "MOST_FAVOURITES", "Taste"]

MOST_FAVOURITES: Final = 200
"""How many genres, and how many artists, may be somebody's favourites."""

FAVOURITES: Final[Rule] = distinct(MOST_FAVOURITES)
"""What favourites may be: so many, none twice."""


@attrs.frozen(kw_only=True)
class Taste(Checked):
    """What a user likes best, the dearest first.

    What is deleted from the catalogue stays a favourite until its user chooses anew.

    Attributes:
        version: counts the changes, from 1; 0 is the taste of who has never said.
    """

    user_id: UserId
    genre_ids: tuple[GenreId, ...] = ruled(FAVOURITES, default=())
    artist_ids: tuple[ArtistId, ...] = ruled(FAVOURITES, default=())
    version: int = 0

    @property
    def chosen(self) -> bool:
        """Whether it names at least one genre and one artist."""
        return bool(self.genre_ids and self.artist_ids)

    def changed(self, **changes: Any) -> "Taste":
        """The next version; this one, if nothing is otherwise. Raises: Invalid."""
        changed = attrs.evolve(self, **changes)
        return self if changed == self else attrs.evolve(changed, version=self.version + 1)
