"""The songs among which a playlist's are drawn: a bounded number, whatever the catalogue's size."""

from collections.abc import Iterator, Mapping
from itertools import islice
from typing import Final

from phantom_core.catalog.artist import Artist
from phantom_core.catalog.generation import Candidate, Interest, Reason, ReasonKind, Wish
from phantom_core.catalog.ids import ArtistId, GenreId
from phantom_core.catalog.ports import CatalogWork

_MOST_ARTISTS: Final = 40
_MOST_GENRES: Final = 8
_ARTISTS_OF_A_GENRE: Final = 24
_SONGS_OF_AN_ARTIST: Final = 10


def candidates(work: CatalogWork, wish: Wish, length: int, begin: int) -> list[Candidate]:
    """What may be chosen, the most important first.

    Args:
        work: the unit of work.
        wish: what is asked for.
        length: how many songs are wanted.
        begin: the lot from which artists and songs are taken, round.
    """
    named = dict(islice(wish.artists.items(), _MOST_ARTISTS))
    return [
        *_by_artists(work, named, max(length, _SONGS_OF_AN_ARTIST), begin),
        *_by_genres(work, dict(islice(wish.genres.items(), _MOST_GENRES)), named, begin),
    ]


def _by_artists(
    work: CatalogWork, named: Mapping[ArtistId, Interest], limit: int, begin: int
) -> Iterator[Candidate]:
    artists = work.artists.of(named)
    for artist_id, interest in named.items():
        artist = artists[artist_id]
        reason = Reason(ReasonKind.ARTIST, f"By {artist.name}{interest.because}.")
        yield from _songs_of(work, artist, interest.weight, reason, begin, limit)


def _by_genres(
    work: CatalogWork,
    named: Mapping[GenreId, Interest],
    but: Mapping[ArtistId, object],
    begin: int,
) -> Iterator[Candidate]:
    genres = work.genres.of(named)
    for genre_id, interest in named.items():
        reason = Reason(ReasonKind.GENRE, f"{genres[genre_id].name}{interest.because}.")
        for artist in work.artists.drawn(genre_id, begin, _ARTISTS_OF_A_GENRE):
            if artist.id not in but:
                limit = _SONGS_OF_AN_ARTIST
                yield from _songs_of(work, artist, interest.weight, reason, begin, limit)


def _songs_of(
    work: CatalogWork, artist: Artist, weight: float, reason: Reason, begin: int, limit: int
) -> Iterator[Candidate]:
    for song in work.songs.drawn(artist.id, begin, limit):
        yield Candidate(song=song, weight=weight, reason=reason)
