"""What matching asks its neighbours about a person, in plain values."""

from datetime import date

import attrs

from phantom_core.kernel import ArtistId, GenreId, UserId

__all__ = ["Facts"]


@attrs.frozen(kw_only=True)
class Facts:
    """Somebody, as the other contexts know them.

    Attributes:
        active: whether their account is.
        consents: whether they let themself be matched.
        discoverable: whether suggestions may name them.
        gender: by the name that identity has for it.
        genders: of those whom they wish to meet; empty, if any will do. So are roles and regions.
        ages: the lowest and highest of those whom they wish to meet, in years, both included.
        artist_ids: their favourites, the dearest first.
        genre_ids: as `artist_ids`.
        genres_of: the genre of each of the artists that has one.
        sounds: the fingerprints of recordings of theirs, of one scheme.
    """

    user_id: UserId
    active: bool
    consents: bool
    discoverable: bool
    gender: str | None = None
    birth_date: date | None = None
    region: str | None = None
    roles: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()
    genders: tuple[str, ...] = ()
    ages: tuple[int, int] | None = None
    wanted_roles: tuple[str, ...] = ()
    regions: tuple[str, ...] = ()
    artist_ids: tuple[ArtistId, ...] = ()
    genre_ids: tuple[GenreId, ...] = ()
    genres_of: tuple[tuple[ArtistId, GenreId], ...] = ()
    sounds: tuple[tuple[float, ...], ...] = ()
