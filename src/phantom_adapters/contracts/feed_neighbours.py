"""What everybody promises who tells recommendations of rooms and of the catalogue."""

from typing import Any

import attrs
import pytest

from phantom_adapters.contracts import catalog_examples as catalogue
from phantom_adapters.contracts.recording_examples import Repository
from phantom_adapters.contracts.rooms_examples import (
    add_rooms,
    artist_id,
    genre_id,
    member,
    play,
    room,
    room_id,
    song_id,
    user_id,
    write,
)
from phantom_core.catalog import CatalogWork
from phantom_core.kernel import Id, Storage
from phantom_core.matching.feed_ports import OpenRoom
from phantom_core.matching.feeds import Favourites
from phantom_core.rooms.ports import RoomsWork

__all__ = ["FeedCatalogueContract", "OpenRoomsContract"]


class OpenRoomsContract:
    """Bind it with a fixture `storage`: an empty one."""

    @pytest.fixture
    async def rooms(self, storage: Storage) -> Any:
        """What is under test: three public rooms, one private, one closed, with people in them."""
        await add_rooms(
            storage,
            room(1, artist_id=artist_id(1), genre_id=genre_id(1), people_present=9),
            room(2, artist_id=artist_id(2), genre_id=genre_id(2), people_present=2),
            room(3, artist_id=artist_id(3), genre_id=genre_id(2), people_present=5),
            room(4, artist_id=artist_id(2), is_public=False),
            room(5, artist_id=artist_id(2), is_active=False),
        )

        def enter(work: RoomsWork) -> None:
            for number in (1, 3, 4, 5):
                work.room_members.put(member(number, 7))
            for number, song_number in enumerate((1, 2, 1), start=1):
                work.room_plays.add(_by(play(3, number, song_number), song_number))

        await write(storage, enter)
        return Repository(storage, "open_rooms")

    async def test_what_is_near_to_a_taste_comes_first(self, rooms: Any) -> None:
        found = await rooms.near([artist_id(2)], [genre_id(2)], 10)

        assert [each.id for each in found] == [room_id(2), room_id(3), room_id(1)]
        assert len(await rooms.near([], [], 2)) == 2
        assert found[0] == OpenRoom(
            id=room_id(2),
            artist_id=artist_id(2),
            genre_id=genre_id(2),
            people_present=2,
            hosts=(user_id(1), user_id(1)),
        )

    async def test_only_public_rooms_tell_who_is_in_them(self, rooms: Any) -> None:
        assert [each.id for each in await rooms.around(user_id(7))] == [room_id(3), room_id(1)]
        assert list(await rooms.around(user_id(8))) == []

    async def test_what_was_heard_last_comes_first(self, rooms: Any) -> None:
        assert list(await rooms.heard(room_id(3), 2)) == [artist_id(1), artist_id(2)]
        assert list(await rooms.heard(room_id(1), 2)) == []


def _by(played: Any, number: int) -> Any:
    song = attrs.evolve(played.song, id=song_id(number), artist_id=artist_id(number))
    return attrs.evolve(played, song=song)


class FeedCatalogueContract:
    """Bind it with a fixture `storage`: an empty one."""

    @pytest.fixture
    async def feed(self, storage: Storage) -> Any:
        """What is under test: a genre with two artists, of whom one is deleted."""

        def fill(work: CatalogWork) -> None:
            work.genres.add(catalogue.genre(1, "Dub"))
            work.artists.add(catalogue.artist(1, "Scientist"))
            work.artists.add(catalogue.artist(2, "Gone", deleted_at=catalogue.MOMENT))
            ids = catalogue.artist_id(2), catalogue.artist_id(1)
            chosen = work.tastes.hold(catalogue.ADA)
            work.tastes.put(chosen.changed(artist_ids=ids, genre_ids=(catalogue.genre_id(1),)))

        await catalogue.write(storage, fill)
        return Repository(storage, "feed_catalogue")

    async def test_what_lives_has_a_name(self, feed: Any) -> None:
        one, gone, dub = catalogue.artist_id(1), catalogue.artist_id(2), catalogue.genre_id(1)

        assert await feed.names([one, gone, dub, Id("0" * 26)]) == {one: "Scientist", dub: "Dub"}
        assert await feed.names([]) == {}

    async def test_favourites_are_those_that_live(self, feed: Any) -> None:
        one, dub = catalogue.artist_id(1), catalogue.genre_id(1)
        expected = Favourites(artists=(one,), genres=(dub,), genres_of={one: dub})

        assert await feed.favourites(catalogue.ADA) == expected
        assert await feed.favourites(catalogue.EVE) == Favourites()
        assert await feed.genres_of([catalogue.artist_id(2), one]) == {one: dub}
        assert list(await feed.genres(5)) == [dub]

    async def test_artists_of_a_genre_are_drawn(self, feed: Any) -> None:
        assert list(await feed.artists_in(catalogue.genre_id(1), 0, 5)) == [catalogue.artist_id(1)]
        assert list(await feed.artists_in(catalogue.genre_id(2), 0, 5)) == []
