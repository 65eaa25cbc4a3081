"""Many at once, on every storage: nothing dangles, nothing is lost, nobody waits in a circle."""

from collections.abc import Sequence
from typing import Any

import anyio
import pytest

from phantom_adapters.contracts.catalog_examples import ADA
from phantom_adapters.contracts.identity_examples import add_people, user
from phantom_core.catalog import (
    AddArtist,
    AddGenre,
    AddSong,
    AddTag,
    Artist,
    ChangeSong,
    DeleteArtist,
    DeleteGenre,
    Genre,
    GetArtist,
    GetPlaylist,
    GetTaste,
    ListArtistSongs,
    SetFavouriteArtists,
    SetFavouriteGenres,
    Song,
)
from phantom_core.kernel import (
    Command,
    Milliseconds,
    PhantomError,
    Query,
    Storage,
    person,
)
from phantom_core.phantom import Phantom

ROOT = person(ADA, is_admin=True)
AT_ONCE = 8


class Shop:
    """A catalogue on one storage, tended by one admin in many places."""

    def __init__(self, storage: Storage) -> None:
        self._phantom = Phantom(storage)

    async def do(self, command: Command[Any]) -> Any:
        return (await self._phantom.do(command, actor=ROOT)).value

    async def ask(self, query: Query[Any]) -> Any:
        return await self._phantom.ask(query, actor=ROOT)

    async def at_once(self, *commands: Command[Any]) -> Sequence[Any]:
        """Do all at the same time; answer what each answers, or refuses with."""
        outcomes: list[Any] = [None] * len(commands)

        async def run(place: int, command: Command[Any]) -> None:
            try:
                outcomes[place] = await self.do(command)
            except PhantomError as error:
                outcomes[place] = error

        async with anyio.create_task_group() as tasks:
            for place, command in enumerate(commands):
                tasks.start_soon(run, place, command)
        return outcomes

    async def genre(self, name: str = "Rap") -> Genre:
        genre: Genre = await self.do(AddGenre(name=name))
        return genre

    async def artist(self, genre: Genre, name: str = "Drake") -> Artist:
        artist: Artist = await self.do(AddArtist(name=name, genre_id=genre.id))
        return artist

    async def titles(self, artist: Artist) -> list[str]:
        """What is in an artist's default playlist."""
        shown = await self.ask(GetPlaylist(playlist_id=artist.default_playlist_id))
        return sorted(track.song.title for track in shown.tracks)


@pytest.fixture
async def shop(storage: Storage) -> Shop:
    await add_people(storage, user(1, id=ADA, is_admin=True))
    return Shop(storage)


def song(artist: Artist, title: str) -> AddSong:
    return AddSong(title=title, artist_id=artist.id, duration_ms=Milliseconds(1000))


async def test_songs_that_come_at_once_are_all_in_the_default_playlist(shop: Shop) -> None:
    drake = await shop.artist(await shop.genre())
    titles = [f"Song {number}" for number in range(AT_ONCE)]
    await shop.at_once(*[song(drake, title) for title in titles])

    assert await shop.titles(drake) == titles


async def test_first_favourites_of_both_kinds_are_both_kept(shop: Shop) -> None:
    rap = await shop.genre()
    drake = await shop.artist(rap)
    await shop.at_once(SetFavouriteGenres(ids=(rap.id,)), SetFavouriteArtists(ids=(drake.id,)))
    taste = (await shop.ask(GetTaste())).taste

    assert (taste.genre_ids, taste.artist_ids) == ((rap.id,), (drake.id,))
    assert taste.version == 2


async def test_nobody_is_deleted_while_songs_of_theirs_come(shop: Shop) -> None:
    rap = await shop.genre()
    for _ in range(AT_ONCE):
        drake = await shop.artist(rap)
        await shop.at_once(song(drake, "One"), DeleteArtist(artist_id=drake.id))
        songs = (await shop.ask(ListArtistSongs(artist_id=drake.id))).items

        assert (await shop.ask(GetArtist(artist_id=drake.id))).lives == bool(songs)


async def test_no_genre_is_deleted_while_artists_of_it_come(shop: Shop) -> None:
    for _ in range(AT_ONCE):
        genre = await shop.genre()
        added, deleted = await shop.at_once(
            AddArtist(name="Drake", genre_id=genre.id), DeleteGenre(genre_id=genre.id)
        )

        assert isinstance(added, Artist) == (deleted is not None)
        if deleted is not None:
            await shop.do(DeleteArtist(artist_id=added.id))
            await shop.do(DeleteGenre(genre_id=genre.id))


async def test_songs_that_change_places_are_lost_by_neither_artist(shop: Shop) -> None:
    rap = await shop.genre()
    drake, nina = await shop.artist(rap, "Drake"), await shop.artist(rap, "Nina")
    songs: list[Song] = []
    for number in range(AT_ONCE):
        owner = drake if number % 2 else nina
        songs.append((await shop.do(song(owner, f"Song {number}"))).song)
    outcomes = await shop.at_once(
        *[
            ChangeSong(song_id=each.id, artist_id=nina.id if number % 2 else drake.id)
            for number, each in enumerate(songs)
        ]
    )

    assert not any(isinstance(each, PhantomError) for each in outcomes)
    assert await shop.titles(drake) == [f"Song {number}" for number in range(0, AT_ONCE, 2)]
    assert await shop.titles(nina) == [f"Song {number}" for number in range(1, AT_ONCE, 2)]


async def test_a_tag_that_all_add_is_one_tag(shop: Shop) -> None:
    outcomes = await shop.at_once(*[AddTag(name="Sunday")] * AT_ONCE)

    assert len({each.id for each in outcomes}) == 1
