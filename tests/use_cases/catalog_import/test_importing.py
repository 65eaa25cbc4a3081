"""An import adds what is missing, fills what is empty, and changes nothing else."""

from pathlib import Path
from typing import Any

import attrs
import pytest

from phantom_core.catalog import GenreTaken, SongId
from phantom_core.catalog.importing import (
    AT_A_TIME,
    ImportedTrack,
    ImportReport,
    RefusedRow,
    Row,
    TrackRow,
)
from phantom_core.catalog.use_cases.importing import ImportTracks, PreviewImport
from phantom_core.kernel import (
    ANONYMOUS,
    SYSTEM,
    Actor,
    Forbidden,
    Id,
    Invalid,
    NotAuthenticated,
    PhantomError,
    TooLarge,
    Unavailable,
    UserId,
    person,
)
from tests.use_cases.catalog_import.shop import ADA, Shop, track

_FULL = track(
    genre="Soul",
    album="Best of",
    spotify_track_id="t1",
    spotify_artist_id="a1",
    preview_url="https://p.example",
    album_cover_url="https://c.example",
    image_url="https://i.example",
    playlist="Mine",
)


async def test_a_row_makes_a_genre_an_artist_a_song_and_a_playlist(shop: Shop) -> None:
    report = await shop.import_(_FULL)
    stock = await shop.stock()
    (genre,), (artist,), (song,) = stock.genres, stock.artists, stock.songs
    ((playlist, titles),) = stock.playlists

    assert shop.counts(report) == dict.fromkeys(["genre", "artist", "song", "playlist"], (1, 0, 0))
    assert (genre.name, artist.name, artist.genre_id) == ("Soul", "Ann", genre.id)
    assert (artist.spotify_artist_id, artist.image_url) == ("a1", "https://i.example")
    assert (song.title, song.artist_id, song.duration_ms) == ("Olé", artist.id, 1000)
    assert (song.album_name, song.album_cover_url) == ("Best of", "https://c.example")
    assert (song.spotify_track_id, song.preview_url) == ("t1", "https://p.example")
    assert (playlist.name, playlist.created_by, playlist.song_count) == ("Mine", ADA.user_id, 1)
    assert titles == ["Olé"]
    assert stock.defaults == [["Olé"]]


@pytest.mark.parametrize("full", [_FULL, track(), track(playlist="Mine")])
async def test_importing_twice_changes_nothing(shop: Shop, full: ImportedTrack) -> None:
    first = shop.counts(await shop.import_(full))
    before = await shop.stock()
    report = await shop.import_(full)

    assert await shop.stock() == before
    assert shop.counts(report) == dict.fromkeys(first, (0, 0, 1))


async def test_names_are_compared_without_case_and_accents(shop: Shop) -> None:
    await shop.import_(track(genre="Röck"))
    report = await shop.import_(track(title="OLE", artist="ánn", genre="rock"))

    assert shop.counts(report) == dict.fromkeys(["genre", "artist", "song"], (0, 0, 1))


async def test_what_is_empty_is_filled_and_what_is_not_stays(shop: Shop) -> None:
    await shop.import_(track(album="By hand", image_url="https://hand.example"))
    report = await shop.import_(
        track(duration_ms=5, preview_url="https://p.example", image_url="https://i.example")
    )
    stock = await shop.stock()

    assert shop.counts(report) == {"genre": (0, 0, 1), "artist": (0, 0, 1), "song": (0, 1, 0)}
    assert stock.artists[0].image_url == "https://hand.example"
    assert (stock.songs[0].album_name, stock.songs[0].duration_ms) == ("By hand", 1000)
    assert stock.songs[0].preview_url == "https://p.example"
    assert stock.songs[0].version == 2


async def test_artists_without_a_genre_get_the_first_that_is_said(shop: Shop) -> None:
    await shop.import_(track(), track(title="Two", genre="Soul"), track(title="3", genre="Pop"))
    stock = await shop.stock()

    assert [genre.name for genre in stock.genres] == ["Other", "Soul"]
    assert stock.artists[0].genre_id == stock.genres[1].id


async def test_an_id_of_the_service_counts_more_than_names(shop: Shop) -> None:
    await shop.import_(track(spotify_track_id="t1", spotify_artist_id="a1"))
    report = await shop.import_(
        track(title="Olé!", artist="Anne", spotify_track_id="t1", spotify_artist_id="a1")
    )

    assert shop.counts(report)["song"] == (0, 0, 1)
    assert shop.counts(report)["artist"] == (0, 0, 1)


async def test_two_ids_are_two_things_whatever_their_names(shop: Shop) -> None:
    report = await shop.import_(
        track(spotify_track_id="t1", spotify_artist_id="a1"),
        track(spotify_track_id="t2", spotify_artist_id="a1"),
        track(spotify_track_id="t3", spotify_artist_id="a2"),
    )

    assert shop.counts(report)["artist"] == (2, 0, 0)
    assert shop.counts(report)["song"] == (3, 0, 0)


async def test_what_was_known_by_name_gets_its_id(shop: Shop) -> None:
    await shop.import_(track())
    await shop.import_(track(spotify_track_id="t1", spotify_artist_id="a1"))
    stock = await shop.stock()

    assert [song.spotify_track_id for song in stock.songs] == ["t1"]
    assert [artist.spotify_artist_id for artist in stock.artists] == ["a1"]


async def test_a_title_on_two_albums_is_two_songs_and_without_one_is_either(shop: Shop) -> None:
    await shop.import_(track(album="First"), track(album="Second"))
    report = await shop.import_(track(album="second"), track())

    assert len((await shop.stock()).songs) == 2
    assert shop.counts(report)["song"] == (0, 0, 2)


async def test_only_what_a_row_means_is_counted(shop: Shop) -> None:
    await shop.import_(
        track(album="First", spotify_artist_id="a1"), track(album="Second", spotify_artist_id="a1")
    )
    report = await shop.import_(track(album="Second", spotify_artist_id="a2"))
    again = await shop.import_(track(album="First", spotify_artist_id="a1"))

    assert shop.counts(report)["artist"] == shop.counts(report)["song"] == (1, 0, 0)
    assert shop.counts(again)["song"] == (0, 0, 1)


async def test_a_new_song_needs_a_duration_and_a_known_one_does_not(shop: Shop) -> None:
    await shop.import_(track())
    report = await shop.import_(track(duration_ms=None), track(title="New", duration_ms=None))

    assert shop.counts(report)["song"] == (0, 0, 1)
    assert report.refusals == [
        RefusedRow(place="row 2", reason="duration is missing, and the song is new here")
    ]


async def test_a_refused_row_leaves_nothing_behind(shop: Shop) -> None:
    await shop.import_(track(genre="Soul", playlist="Mine", duration_ms=None))
    stock = await shop.stock()

    assert (stock.genres, stock.artists, stock.playlists) == ([], [], [])


async def test_a_playlist_keeps_the_order_of_the_rows_over_many_batches(shop: Shop) -> None:
    titles = [f"Song {number}" for number in range(2 * AT_A_TIME + 1)]
    await shop.import_(*(track(title=title, playlist="Mine") for title in titles))
    ((playlist, listed),) = (await shop.stock()).playlists

    assert listed == titles
    assert playlist.song_count == len(titles)


async def test_a_playlist_that_is_there_gets_what_it_lacks_at_its_end(shop: Shop) -> None:
    one, two, three = (track(title=each, playlist="Mine") for each in ("One", "Two", "Three"))
    await shop.import_(one, two)
    report = await shop.import_(three, two, attrs.evolve(one, playlist="MINE"), one)
    ((_, titles),) = (await shop.stock()).playlists

    assert titles == ["One", "Two", "Three"]
    assert shop.counts(report)["playlist"] == (0, 1, 0)


async def test_playlists_belong_to_who_imports_and_without_anybody_are_none(shop: Shop) -> None:
    await shop.import_(track(playlist="Mine"))
    bob = person(UserId(Id(ADA.person[:-1] + "W")), is_admin=True)
    report = await shop.import_(track(playlist="Mine"), actor=bob)
    nobody = await shop.import_(track(playlist="Ours"), actor=SYSTEM)

    assert shop.counts(report)["playlist"] == (1, 0, 0)
    assert "playlist" not in shop.counts(nobody)
    assert (report.nobodys_playlists, nobody.nobodys_playlists) == (False, True)


async def test_a_full_playlist_takes_no_more_and_says_so(
    shop: Shop, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("phantom_core.catalog.use_cases._import_lists.MOST_SONGS", 1)
    report = await shop.import_(track(playlist="Mine"), track(title="Two", playlist="Mine"))
    stock = await shop.stock()

    assert shop.counts(report)["song"] == (2, 0, 0)
    assert [row.place for row in report.refusals] == ["row 2"]
    assert [titles for _, titles in stock.playlists] == [["Olé"]]


async def test_each_thing_counts_once_however_many_rows_speak_of_it(shop: Shop) -> None:
    tracks = [track(title=f"Song {number % 60}", genre="Soul") for number in range(200)]
    report = await shop.import_(*tracks)

    assert shop.counts(report) == {"genre": (1, 0, 0), "artist": (1, 0, 0), "song": (60, 0, 0)}


async def test_a_dry_run_tells_the_same_and_does_nothing(shop: Shop) -> None:
    await shop.import_(track(title="Song 1"))
    before = await shop.stock()
    tracks = [
        track(title=f"söng {number % 60}", album="x", genre="Soul", playlist="Mine")
        for number in range(200)
    ]
    told = await shop.import_(*tracks, dry_run=True)
    after = await shop.stock()
    done = await shop.import_(*tracks)

    assert after == before
    assert shop.counts(told) == shop.counts(done)


async def test_rows_that_could_not_be_read_are_told_beside_the_others(shop: Shop) -> None:
    heard: list[int] = []
    rows: list[Row] = [
        RefusedRow(place="x:1", reason="no"),
        TrackRow(place="x:2", track=track()),
        RefusedRow(place="x:3", reason="no"),
    ]
    report = await shop.import_rows(rows, on_progress=lambda _, count: heard.append(count))

    assert report.refused == 2
    assert [row.place for row in report.refusals] == ["x:1", "x:3"]
    assert heard == [3]


async def test_a_report_names_the_first_refusals_and_counts_all(shop: Shop) -> None:
    report = await shop.import_rows([RefusedRow(place="x", reason="no")] * 1500)

    assert (report.refused, len(report.refusals)) == (1500, 1000)


async def test_an_import_that_somebody_was_quicker_than_goes_on(
    shop: Shop, monkeypatch: pytest.MonkeyPatch
) -> None:
    lost = iter([GenreTaken(), GenreTaken()])
    run = ImportTracks.run

    def quicker(self: ImportTracks, work: Any) -> Any:
        for refusal in lost:
            raise refusal
        return run(self, work)

    monkeypatch.setattr(ImportTracks, "run", quicker)
    report = await shop.import_(track())

    assert shop.counts(report)["song"] == (1, 0, 0)


@pytest.mark.parametrize("kind", [ImportTracks, PreviewImport])
def test_one_transaction_takes_a_few_rows(kind: type[ImportTracks]) -> None:
    with pytest.raises(Invalid, match="at most 50"):
        kind(tracks=(track(),) * 51)


@pytest.mark.parametrize(
    ("actor", "refusal"),
    [(ANONYMOUS, NotAuthenticated), (person(UserId(ADA.person)), Forbidden)],
)
@pytest.mark.parametrize("dry_run", [False, True])
async def test_only_admins_import(
    shop: Shop, actor: Actor, refusal: type[PhantomError], *, dry_run: bool
) -> None:
    with pytest.raises(refusal):
        await shop.import_(track(), actor=actor, dry_run=dry_run)


class TestRecordings:
    """What is done with the recordings of rows."""

    @staticmethod
    def _rows() -> list[TrackRow]:
        return [
            TrackRow(place="a", track=track()),
            TrackRow(place="b", track=track(), recording=Path("b.wav")),
            TrackRow(place="c", track=track(), recording=Path("c.wav")),
            TrackRow(place="d", track=track(title="Two"), recording=Path("d.wav")),
        ]

    async def _kept(
        self, shop: Shop, refusal: PhantomError | None = None, **options: Any
    ) -> tuple[ImportReport, list[str]]:
        kept: list[str] = []

        async def keep(recording: Path, title: str, _: SongId) -> None:
            kept.append(f"{recording.name} as {title}")
            if refusal is not None and recording.name == "b.wav":
                raise refusal

        report = await shop.import_rows(self._rows(), keep_recording=keep, **options)
        return report, kept

    async def test_the_first_recording_of_each_song_is_kept(self, shop: Shop) -> None:
        report, kept = await self._kept(shop)

        assert kept == ["b.wav as Olé", "d.wav as Two"]
        assert shop.counts(report)["song"] == (2, 0, 0)

    async def test_a_dry_run_keeps_none(self, shop: Shop) -> None:
        _, kept = await self._kept(shop, dry_run=True)

        assert kept == []

    async def test_one_that_is_refused_is_told_and_the_others_are_kept(self, shop: Shop) -> None:
        report, kept = await self._kept(shop, TooLarge("At most 3 bytes.", limit=3))

        assert kept == ["b.wav as Olé", "d.wav as Two"]
        assert report.refusals == [RefusedRow(place="b", reason="At most 3 bytes.")]

    async def test_an_outage_ends_the_import(self, shop: Shop) -> None:
        with pytest.raises(Unavailable):
            await self._kept(shop, Unavailable("Away."))
