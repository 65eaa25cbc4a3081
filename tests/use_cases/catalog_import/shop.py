"""A catalogue to import into, on any storage."""

from collections.abc import AsyncIterator, Iterable, Sequence
from typing import Any

import attrs

from phantom_core.catalog import Artist, CatalogWork, Genre, Playlist, Song
from phantom_core.catalog.flows import Importer, import_rows
from phantom_core.catalog.importing import ImportedTrack, ImportReport, Row, Tally, TrackRow
from phantom_core.kernel import (
    SYSTEM,
    Access,
    Actor,
    Id,
    PageRequest,
    Query,
    Storage,
    UserId,
    person,
)
from phantom_core.phantom import Phantom

__all__ = ["ADA", "Shop", "Stock", "track"]

ADA = person(UserId(Id("01ARZ3NDEKTSV4RRFFQ69G5FAV")), is_admin=True)
"""Who imports."""

_ALL = PageRequest(limit=200)


def track(**fields: Any) -> ImportedTrack:
    """Olé by Ann, or another song."""
    return ImportedTrack(**{"title": "Olé", "artist": "Ann", "duration_ms": 1000, **fields})


@attrs.frozen(kw_only=True)
class Stock:
    """All there is, by names: artists with their genre, songs with their artist."""

    genres: Sequence[Genre]
    artists: Sequence[Artist]
    songs: Sequence[Song]
    playlists: Sequence[tuple[Playlist, Sequence[str]]]
    defaults: Sequence[Sequence[str]]


@attrs.frozen
class _TakeStock(Query[Stock]):
    access = Access.SYSTEM
    owner: UserId

    def run(self, work: CatalogWork) -> Stock:
        genres = work.genres.all(_ALL).items
        artists = [
            each
            for genre in genres
            for each in sorted(work.artists.drawn(genre.id, 0, 1000), key=lambda artist: artist.id)
        ]
        songs = [song for each in artists for song in work.songs.of_artist(each.id, _ALL).items]
        titles = {song.id: song.title for song in songs}
        own = work.playlists.of_user(self.owner, _ALL).items

        def listed(playlist_id: Any) -> list[str]:
            return [titles[song_id] for song_id in work.playlists.songs_of(playlist_id)]

        return Stock(
            genres=genres,
            artists=artists,
            songs=songs,
            playlists=[(each, listed(each.id)) for each in own],
            defaults=[listed(each.default_playlist_id) for each in artists],
        )


@attrs.frozen
class Shop:
    """A catalogue, at first empty."""

    phantom: Phantom

    @classmethod
    def on(cls, storage: Storage) -> "Shop":
        """Open one on a storage."""
        return cls(Phantom(storage))

    async def import_(
        self, *tracks: ImportedTrack, actor: Actor = ADA, **options: Any
    ) -> ImportReport:
        """Import tracks."""
        rows = [TrackRow(place=f"row {n}", track=each) for n, each in enumerate(tracks, start=1)]
        return await self.import_rows(rows, actor=actor, **options)

    async def import_rows(
        self, rows: Iterable[Row], actor: Actor = ADA, **options: Any
    ) -> ImportReport:
        """Import rows."""
        importer = Importer(phantom=self.phantom, actor=actor, **options)
        return await import_rows(importer, _as_they_come(rows))

    async def stock(self) -> Stock:
        """All there is."""
        return await self.phantom.ask(_TakeStock(ADA.person), actor=SYSTEM)

    @staticmethod
    def counts(report: ImportReport) -> dict[str, tuple[int, int, int]]:
        """What a report counts: added, updated and unchanged, by kind, where there is any."""
        return {
            kind.value: (tally.added, tally.updated, tally.unchanged)
            for kind, tally in report.tallies.items()
            if tally != Tally()
        }


async def _as_they_come(rows: Iterable[Row]) -> AsyncIterator[Row]:
    for row in rows:
        yield row
