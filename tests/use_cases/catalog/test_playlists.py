"""People keep playlists of their own, which everybody may look at."""

from typing import Any

import pytest

from phantom_adapters.contracts.catalog_examples import artist_id, playlist_id, song_id
from phantom_core.catalog import (
    ChangePlaylist,
    CreatePlaylist,
    DefaultPlaylist,
    DeletePlaylist,
    DeleteSong,
    GetPlaylist,
    ListPlaylists,
    Playlist,
    SetPlaylistSongs,
    Song,
)
from phantom_core.catalog.events import PlaylistAdded, PlaylistChanged, PlaylistDeleted
from phantom_core.kernel import Command, Forbidden, Invalid, NotFound, Outdated, PageRequest
from tests.use_cases.catalog.shop import ADA, EVE, ROOT, Shop


@pytest.fixture
async def songs(shop: Shop) -> list[Song]:
    """Three songs of an artist."""
    drake = await shop.artist()
    return [await shop.song(drake, title) for title in ("One", "Two", "Three")]


async def mine(shop: Shop, songs: list[Song], name: str = "Mine") -> Playlist:
    create = CreatePlaylist(name=name, song_ids=tuple(song.id for song in songs))
    return (await shop.do(create, ADA)).playlist


async def test_a_playlist_keeps_its_songs_in_their_order(shop: Shop, songs: list[Song]) -> None:
    made = await mine(shop, [songs[2], songs[0]])

    assert (made.name, made.created_by, made.song_count) == ("Mine", ADA.person, 2)
    assert not made.is_default
    assert await shop.titles(made.id) == ["Three", "One"]


async def test_other_songs_are_put_in_whole(shop: Shop, songs: list[Song]) -> None:
    made = await mine(shop, songs[:2])
    other = SetPlaylistSongs(playlist_id=made.id, song_ids=(songs[1].id, songs[0].id), version=1)
    changed = (await shop.do(other, ADA)).playlist

    assert (changed.version, changed.song_count) == (2, 2)
    assert await shop.titles(made.id) == ["Two", "One"]
    with pytest.raises(Outdated):
        await shop.do(other, ADA)


async def test_what_changes_nothing_is_told_to_nobody(shop: Shop, songs: list[Song]) -> None:
    made = await mine(shop, songs)
    same = SetPlaylistSongs(playlist_id=made.id, song_ids=tuple(song.id for song in songs))

    assert await shop.told(same, ADA) == []
    assert await shop.told(ChangePlaylist(playlist_id=made.id, name="Mine"), ADA) == []


async def test_its_maker_is_told_of_all_that_becomes_of_it(shop: Shop, songs: list[Song]) -> None:
    (added,) = await shop.told(CreatePlaylist(name="Mine"), ADA)
    assert isinstance(added, PlaylistAdded)
    made = added.playlist
    put = SetPlaylistSongs(playlist_id=made.id, song_ids=(songs[0].id,))
    (filled,) = await shop.told(put, ADA)
    (renamed,) = await shop.told(ChangePlaylist(playlist_id=made.id, name="Ours"), ROOT)
    (gone,) = await shop.told(DeletePlaylist(playlist_id=made.id), ADA)

    assert isinstance(filled, PlaylistChanged)
    assert isinstance(renamed, PlaylistChanged)
    assert filled.playlist.song_count == 1
    assert (renamed.user_id, renamed.playlist.name) == (ADA.person, "Ours")
    assert gone == PlaylistDeleted(user_id=ADA.person, playlist_id=made.id)


async def test_songs_that_are_not_there_are_told_by_their_places(
    shop: Shop, songs: list[Song]
) -> None:
    made = await mine(shop, songs)
    await shop.do(DeleteSong(song_id=songs[1].id))
    ids = (songs[0].id, songs[1].id, song_id(9))

    for command in (
        CreatePlaylist(name="Other", song_ids=ids),
        SetPlaylistSongs(playlist_id=made.id, song_ids=ids),
    ):
        with pytest.raises(Invalid) as refusal:
            await shop.do(command, ADA)
        assert [fault.path for fault in refusal.value.faults] == ["song_ids[1]", "song_ids[2]"]


def test_a_song_comes_once_and_there_is_a_limit() -> None:
    with pytest.raises(Invalid, match="song_ids: must not name the same twice"):
        CreatePlaylist(name="Mine", song_ids=(song_id(1), song_id(1)))
    with pytest.raises(Invalid, match="song_ids: must have at most 10000 entries"):
        SetPlaylistSongs(
            playlist_id=playlist_id(1), song_ids=tuple(song_id(each) for each in range(10_001))
        )


async def test_a_playlist_may_be_about_an_artist(shop: Shop) -> None:
    drake = await shop.artist()
    about = (await shop.do(CreatePlaylist(name="Best of", artist_id=drake.id), ADA)).playlist
    listed = await shop.ask(ListPlaylists(artist_id=drake.id), EVE)

    assert [each.id for each in listed.items] == [drake.default_playlist_id, about.id]
    with pytest.raises(Invalid, match="artist_id"):
        await shop.do(CreatePlaylist(name="Best of", artist_id=artist_id(9)), ADA)


async def test_ones_own_playlists_are_listed_newest_first(shop: Shop) -> None:
    for name in ("One", "Two", "Three"):
        shop.clock.advance(seconds=1)
        await mine(shop, [], name)
    first = await shop.ask(ListPlaylists(page=PageRequest(limit=2)), ADA)
    rest = await shop.ask(ListPlaylists(page=PageRequest(limit=2, cursor=first.next)), ADA)

    assert [each.name for each in first.items] == ["Three", "Two"]
    assert [each.name for each in rest.items] == ["One"]
    assert (await shop.ask(ListPlaylists(), EVE)).items == []


async def test_everybody_may_look_and_only_its_maker_and_admins_may_change(
    shop: Shop, songs: list[Song]
) -> None:
    made = await mine(shop, songs)

    assert (await shop.ask(GetPlaylist(playlist_id=made.id), EVE)).playlist == made
    changes: list[Command[Any]] = [
        ChangePlaylist(playlist_id=made.id, name="Eve's"),
        SetPlaylistSongs(playlist_id=made.id, song_ids=()),
        DeletePlaylist(playlist_id=made.id),
    ]
    for command in changes:
        with pytest.raises(Forbidden):
            await shop.do(command, EVE)
        await shop.do(command, ROOT)


async def test_a_default_playlist_is_the_admins_and_stays(shop: Shop, songs: list[Song]) -> None:
    default = (await shop.ask(ListPlaylists(artist_id=songs[0].artist_id))).items[0]
    put = SetPlaylistSongs(playlist_id=default.id, song_ids=(songs[2].id,))

    assert await shop.told(put, ROOT) == []
    assert await shop.titles(default.id) == ["Three"]
    with pytest.raises(Forbidden):
        await shop.do(put, ADA)
    with pytest.raises(DefaultPlaylist):
        await shop.do(DeletePlaylist(playlist_id=default.id), ROOT)


async def test_a_deleted_playlist_is_there_no_more(shop: Shop) -> None:
    made = await mine(shop, [])
    with pytest.raises(Outdated):
        await shop.do(DeletePlaylist(playlist_id=made.id, version=2), ADA)
    await shop.do(DeletePlaylist(playlist_id=made.id), ADA)

    assert (await shop.ask(ListPlaylists(), ADA)).items == []
    with pytest.raises(NotFound):
        await shop.ask(GetPlaylist(playlist_id=made.id), ADA)
    changes: list[Command[Any]] = [
        ChangePlaylist(playlist_id=made.id, name="Back"),
        DeletePlaylist(playlist_id=made.id),
    ]
    for command in changes:
        with pytest.raises(NotFound):
            await shop.do(command, ADA)


@pytest.mark.parametrize("name", ["", "x" * 201, "nul\0"])
async def test_what_is_no_name_is_refused(shop: Shop, name: str) -> None:
    with pytest.raises(Invalid, match="name"):
        await shop.do(CreatePlaylist(name=name), ADA)
