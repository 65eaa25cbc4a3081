"""What every music service promises."""

import attrs
import pytest

from phantom_adapters.contracts.music_examples import ALBUMS, ARTIST, HITS, MIXTAPE
from phantom_core.catalog.importing import ImportedTrack, RefusedRow, TrackRow
from phantom_core.catalog.music_service import ByArtist, InPlaylist, MatchingQuery, Selection
from phantom_core.catalog.music_service_ports import MusicService
from phantom_core.kernel import NotFound

__all__ = ["MusicServiceContract"]


async def _tracks(service: MusicService, selection: Selection) -> list[ImportedTrack]:
    rows = [row async for row in service.rows(selection)]
    return [row.track for row in rows if isinstance(row, TrackRow)]


class MusicServiceContract:
    """Supply `service`, which has what `music_examples` tells of.

    Its playlist ends in an entry that is no song.
    """

    adapters: tuple[type[MusicService], ...] = ()

    async def test_words_find_songs_by_title_and_by_artist(self, service: MusicService) -> None:
        by_title = await _tracks(service, MatchingQuery(query="night"))
        by_artist = await _tracks(service, MatchingQuery(query="nina"))

        assert by_title == [HITS[2]]
        assert by_artist == [HITS[0], HITS[1]]

    async def test_words_that_nothing_has_find_nothing(self, service: MusicService) -> None:
        assert await _tracks(service, MatchingQuery(query="zzz & ? /")) == []

    async def test_whatever_is_found_comes_whole_over_all_pages(
        self, service: MusicService
    ) -> None:
        assert await _tracks(service, MatchingQuery(query="radiohead")) == [*ALBUMS]

    async def test_a_playlist_keeps_its_order_and_gives_its_name(
        self, service: MusicService
    ) -> None:
        tracks = await _tracks(service, InPlaylist(playlist_id=MIXTAPE.id))

        assert tracks == [attrs.evolve(each, playlist=MIXTAPE.name) for each in MIXTAPE.tracks]

    async def test_an_entry_that_is_no_song_is_refused_among_the_others(
        self, service: MusicService
    ) -> None:
        rows = [row async for row in service.rows(InPlaylist(playlist_id=MIXTAPE.id))]

        assert [isinstance(row, RefusedRow) for row in rows] == [False] * (len(rows) - 1) + [True]

    async def test_an_artists_songs_are_those_of_all_albums(self, service: MusicService) -> None:
        assert await _tracks(service, ByArtist(artist_id=ARTIST)) == [*ALBUMS]

    @pytest.mark.parametrize(
        "selection", [InPlaylist(playlist_id="nothere"), ByArtist(artist_id="nothere")]
    )
    async def test_what_is_not_there_is_not_found(
        self, service: MusicService, selection: Selection
    ) -> None:
        with pytest.raises(NotFound, match="nothere"):
            await _tracks(service, selection)

    async def test_asked_again_it_begins_anew(self, service: MusicService) -> None:
        once = await _tracks(service, MatchingQuery(query="nina"))
        again = await _tracks(service, MatchingQuery(query="nina"))

        assert once == again
