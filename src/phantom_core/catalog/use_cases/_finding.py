"""Finding what is spoken of, as it lives; and telling what is not there."""

from collections.abc import Collection, Mapping, Sequence
from typing import TypeVar

from phantom_core.catalog.artist import Artist
from phantom_core.catalog.entry import Entry
from phantom_core.catalog.genre import Genre
from phantom_core.catalog.ids import ArtistId, GenreId, SongId
from phantom_core.catalog.ports import CatalogWork
from phantom_core.catalog.song import Song
from phantom_core.catalog.track import Track
from phantom_core.kernel import Fault, Id, Invalid, NotFound

E = TypeVar("E", bound=Entry)
K = TypeVar("K", bound=Id)


def living(entry: E, identifier: Id) -> E:
    """An entry, if it lives. Raises: NotFound."""
    if not entry.lives:
        raise NotFound(entry.kind, identifier)
    return entry


def named_genre(work: CatalogWork, genre_id: GenreId) -> Genre:
    """The living genre that a command names, held. Raises: Invalid."""
    try:
        return living(work.genres.get(genre_id), genre_id)
    except NotFound as error:
        raise Invalid(Fault("genre_id", "must be a genre")) from error


def named_artist(work: CatalogWork, artist_id: ArtistId) -> Artist:
    """The living artist that a command names, held. Raises: Invalid."""
    try:
        return living(work.artists.get(artist_id), artist_id)
    except NotFound as error:
        raise Invalid(Fault("artist_id", "must be an artist")) from error


def check_named(
    field: str, named: Sequence[K], found: Mapping[K, Entry], *, but: Collection[K] = ()
) -> None:
    """Refuse ids of nothing that lives, each with its place.

    Args:
        field: where they stand.
        named: the ids.
        found: what there is of them.
        but: those that pass all the same, as they were there before.

    Raises: Invalid.
    """
    known = {*but, *(each for each, entry in found.items() if entry.lives)}
    faults = [
        Fault(f"{field}[{place}]", "is not in the catalogue")
        for place, each in enumerate(named)
        if each not in known
    ]
    if faults:
        raise Invalid(*faults)


def tracks_of(work: CatalogWork, songs: Collection[Song]) -> Sequence[Track]:
    """Songs with their artists."""
    artists = work.artists.of({song.artist_id for song in songs})
    return [Track(song=song, artist=artists[song.artist_id]) for song in songs]


def living_tracks(work: CatalogWork, song_ids: Sequence[SongId]) -> Sequence[Track]:
    """Those of some songs that live, in their order, with their artists."""
    found = work.songs.of(song_ids)
    return tracks_of(work, [found[each] for each in song_ids if found[each].lives])
