"""Admins tend genres and artists, and nothing that is pointed at dangles."""

from typing import Any

import pytest

from phantom_adapters.contracts.catalog_examples import artist_id, genre_id
from phantom_core.catalog import (
    AddArtist,
    ArtistInUse,
    ChangeArtist,
    ChangeGenre,
    DeleteArtist,
    DeleteGenre,
    DeleteSong,
    FindArtists,
    GenreInUse,
    GenreTaken,
    GetArtist,
    GetPlaylist,
    ListArtistSongs,
    ListGenres,
    SpotifyIdTaken,
)
from phantom_core.kernel import Command, Invalid, NotFound, Outdated, PageRequest
from tests.use_cases.catalog.shop import ADA, Shop


async def test_genres_are_added_renamed_and_listed_by_name(shop: Shop) -> None:
    soul, rap = await shop.genre("Soul"), await shop.genre("Rap")
    changed = await shop.do(ChangeGenre(genre_id=rap.id, name="Hip-Hop", version=1))
    listed = await shop.ask(ListGenres())

    assert [genre.name for genre in listed.items] == ["Hip-Hop", "Soul"]
    assert (changed.version, soul.version) == (2, 1)
    with pytest.raises(Outdated):
        await shop.do(ChangeGenre(genre_id=rap.id, name="Rap", version=1))


async def test_two_genres_have_one_name_in_no_case(shop: Shop) -> None:
    rap = await shop.genre("Rap")
    soul = await shop.genre("Soul")

    with pytest.raises(GenreTaken):
        await shop.genre("RAP")
    with pytest.raises(GenreTaken):
        await shop.do(ChangeGenre(genre_id=soul.id, name="râp"))
    assert (await shop.do(ChangeGenre(genre_id=rap.id, name="RAP"))).name == "RAP"


async def test_what_changes_nothing_is_no_new_version(shop: Shop) -> None:
    rap = await shop.genre("Rap")
    drake = await shop.artist("Drake", rap)

    assert await shop.do(ChangeGenre(genre_id=rap.id, name="Rap")) == rap
    assert await shop.do(ChangeArtist(artist_id=drake.id, name="Drake")) == drake


async def test_a_genre_with_artists_stays(shop: Shop) -> None:
    rap = await shop.genre("Rap")
    drake = await shop.artist("Drake", rap)

    with pytest.raises(GenreInUse):
        await shop.do(DeleteGenre(genre_id=rap.id))
    await shop.do(DeleteArtist(artist_id=drake.id))
    await shop.do(DeleteGenre(genre_id=rap.id, version=1))
    assert (await shop.ask(ListGenres())).items == []


async def test_a_deleted_genre_is_there_no_more_and_its_name_is_free(shop: Shop) -> None:
    rap = await shop.genre("Rap")
    await shop.do(DeleteGenre(genre_id=rap.id))

    changes: list[Command[Any]] = [
        DeleteGenre(genre_id=rap.id),
        ChangeGenre(genre_id=rap.id, name="Soul"),
    ]
    for command in changes:
        with pytest.raises(NotFound):
            await shop.do(command)
    with pytest.raises(Invalid, match="genre_id: must be a genre"):
        await shop.do(AddArtist(name="Drake", genre_id=rap.id))
    assert (await shop.genre("Rap")).id != rap.id


async def test_an_artist_comes_with_a_default_playlist(shop: Shop) -> None:
    drake = await shop.artist("Drake")
    shown = await shop.ask(GetPlaylist(playlist_id=drake.default_playlist_id))

    assert (shown.playlist.name, shown.playlist.artist_id) == ("Drake", drake.id)
    assert shown.playlist.is_default
    assert list(shown.tracks) == []


async def test_a_default_playlist_is_called_as_its_artist_unless_it_has_a_name_of_its_own(
    shop: Shop,
) -> None:
    drake = await shop.artist("Drake")
    await shop.do(ChangeArtist(artist_id=drake.id, name="Drizzy"))
    shown = await shop.ask(GetPlaylist(playlist_id=drake.default_playlist_id))

    assert shown.playlist.name == "Drizzy"


async def test_artists_are_said_to_be_otherwise_field_by_field(shop: Shop) -> None:
    drake = await shop.artist("Drake", spotify_artist_id="x", image_url="https://example.org/1")
    soul = await shop.genre("Soul")
    moved = await shop.do(ChangeArtist(artist_id=drake.id, genre_id=soul.id, image_url=None))

    assert (moved.name, moved.genre_id, moved.spotify_artist_id) == ("Drake", soul.id, "x")
    assert (moved.image_url, moved.version) == (None, 2)
    with pytest.raises(Outdated):
        await shop.do(ChangeArtist(artist_id=drake.id, name="X", version=1))


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("name", ""),
        ("name", "x" * 201),
        ("spotify_artist_id", "no id!"),
        ("image_url", "ftp://example.org/x"),
        ("image_url", "javascript:alert(1)"),
    ],
)
async def test_what_is_no_artists_is_refused_with_its_place(
    shop: Shop, field: str, value: Any
) -> None:
    drake = await shop.artist()

    with pytest.raises(Invalid, match=field):
        await shop.do(ChangeArtist(artist_id=drake.id, **{field: value}))
    with pytest.raises(Invalid, match=field):
        await shop.artist(**{"name": "Eve", field: value})


async def test_a_spotify_id_is_one_artists_until_that_is_deleted(shop: Shop) -> None:
    drake = await shop.artist("Drake", spotify_artist_id="x")

    with pytest.raises(SpotifyIdTaken):
        await shop.artist("Other", spotify_artist_id="x")
    await shop.do(DeleteArtist(artist_id=drake.id))
    assert (await shop.artist("Another", spotify_artist_id="x")).spotify_artist_id == "x"


async def test_an_artist_with_songs_stays(shop: Shop) -> None:
    drake = await shop.artist()
    song = await shop.song(drake)

    with pytest.raises(ArtistInUse):
        await shop.do(DeleteArtist(artist_id=drake.id))
    await shop.do(DeleteSong(song_id=song.id))
    await shop.do(DeleteArtist(artist_id=drake.id))


async def test_a_deleted_artist_is_found_by_nothing_but_the_id(shop: Shop) -> None:
    drake = await shop.artist()
    await shop.do(DeleteArtist(artist_id=drake.id))

    assert (await shop.ask(FindArtists(query="drake"))).items == []
    assert not (await shop.ask(GetArtist(artist_id=drake.id))).lives
    with pytest.raises(NotFound):
        await shop.ask(GetPlaylist(playlist_id=drake.default_playlist_id))
    with pytest.raises(NotFound):
        await shop.do(ChangeArtist(artist_id=drake.id, name="Back"))


async def test_what_there_never_was_is_not_found(shop: Shop) -> None:
    with pytest.raises(NotFound):
        await shop.ask(GetArtist(artist_id=artist_id(1)))
    with pytest.raises(NotFound):
        await shop.ask(ListArtistSongs(artist_id=artist_id(1)))
    with pytest.raises(NotFound):
        await shop.do(DeleteGenre(genre_id=genre_id(1)))
    with pytest.raises(Invalid, match="genre_id"):
        await shop.do(AddArtist(name="Drake", genre_id=genre_id(1)))


async def test_drake_finds_drake_then_drake_bell_then_nick_drake(shop: Shop) -> None:
    rap = await shop.genre()
    for name in ("Nick Drake", "Drake Bell", "Drake", "Mandrake"):
        await shop.artist(name, rap)
    first = await shop.ask(FindArtists(query="DRÄKE", page=PageRequest(limit=3)))
    rest = await shop.ask(FindArtists(query="drake", page=PageRequest(limit=3, cursor=first.next)))

    assert [artist.name for artist in first.items] == ["Drake", "Drake Bell", "Nick Drake"]
    assert [artist.name for artist in rest.items] == ["Mandrake"]
    assert rest.next is None


@pytest.mark.parametrize("query", ["x" * 101, "nul\0", "\ud800"])
def test_what_cannot_be_searched_for_is_told(query: str) -> None:
    with pytest.raises(Invalid, match="query"):
        FindArtists(query=query)


async def test_the_songs_of_an_artist_are_listed_as_they_came(shop: Shop) -> None:
    drake = await shop.artist()
    for title in ("Zzz", "One Dance"):
        await shop.song(drake, title)
    listed = await shop.ask(ListArtistSongs(artist_id=drake.id), ADA)

    assert [track.song.title for track in listed.items] == ["Zzz", "One Dance"]
    assert {track.artist for track in listed.items} == {drake}
