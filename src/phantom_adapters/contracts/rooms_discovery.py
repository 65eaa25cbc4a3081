"""What every store of rooms promises of those that are found."""

from itertools import product
from typing import Any

import attrs
import pytest

from phantom_adapters.contracts.rooms_examples import (
    add_rooms,
    all_pages,
    artist_id,
    genre_id,
    read,
    room,
    room_id,
    write,
)
from phantom_core.kernel import Invalid, NameQuery, Page, PageRequest, Storage, cursor_after
from phantom_core.rooms.listing import RoomFilter
from phantom_core.rooms.ports import RoomsWork
from phantom_core.rooms.room import Room

__all__ = ["DiscoveryContract"]


def _named(text: str) -> RoomFilter:
    return RoomFilter(query=NameQuery.of(text))


async def _found(storage: Storage, wanted: RoomFilter, *, limit: int = 50) -> list[int]:
    """The numbers of the rooms that are found, in order."""
    rooms = await all_pages(
        storage, lambda work, page: work.rooms.discover(wanted, page), limit=limit
    )
    numbers = {room_id(number): number for number in range(30)}
    return [numbers[each.id] for each in rooms]


class DiscoveryContract:
    """The part of `RoomsContract` that is about finding rooms."""

    async def test_rooms_that_are_full_of_people_are_found_first_then_the_latest(
        self, storage: Storage
    ) -> None:
        people = {1: 3, 2: 0, 3: 7, 4: 3}
        await add_rooms(
            storage, *[room(number, people_present=many) for number, many in people.items()]
        )

        for limit in (1, 2, 3, 4, 50):
            assert await _found(storage, RoomFilter(), limit=limit) == [3, 4, 1, 2]

    async def test_what_somebody_likes_comes_first_artists_before_genres(
        self, storage: Storage
    ) -> None:
        await add_rooms(
            storage,
            room(1, artist_id=artist_id(1), genre_id=genre_id(1), people_present=9),
            room(2, artist_id=artist_id(2), genre_id=genre_id(2), people_present=2),
            room(3, artist_id=artist_id(3), genre_id=genre_id(2), people_present=5),
            room(4, artist_id=artist_id(4), genre_id=genre_id(3), people_present=1),
            room(5, artist_id=artist_id(5), genre_id=None, people_present=3),
            room(6, artist_id=artist_id(2), genre_id=genre_id(2), people_present=4),
        )
        wanted = RoomFilter(
            liked_artists=(artist_id(2), artist_id(4)), liked_genres=(genre_id(2), genre_id(9))
        )

        for limit in (1, 2, 3, 4, 5, 6):
            assert await _found(storage, wanted, limit=limit) == [6, 2, 4, 3, 1, 5]

    async def test_rooms_of_an_artist_or_a_genre_may_be_asked_for(self, storage: Storage) -> None:
        pairs = [(1, 1), (1, 2), (2, 1), (2, 2)]
        await add_rooms(
            storage,
            *[
                room(number, artist_id=artist_id(artist), genre_id=genre_id(genre))
                for number, (artist, genre) in enumerate(pairs)
            ],
        )
        by_artist = RoomFilter(artist_id=artist_id(1))
        by_both = RoomFilter(artist_id=artist_id(2), genre_id=genre_id(1))

        assert await _found(storage, by_artist) == [1, 0]
        assert await _found(storage, RoomFilter(genre_id=genre_id(2))) == [3, 1]
        assert await _found(storage, by_both) == [2]
        assert await _found(storage, RoomFilter(artist_id=artist_id(9))) == []

    @pytest.mark.parametrize(
        ("text", "numbers"),
        [
            ("", [4, 3, 2, 1]),
            ("drake", [3, 2, 1]),
            ("DRAKÉ", [3, 2, 1]),
            ("fan dra", [3, 1]),
            ("drake f", [3, 1]),
            ("rake", []),
            ("drake fans forever", []),
            ("the late", [4]),
            ("late-night", [4]),
            ("!", []),
        ],
    )
    async def test_rooms_are_found_by_the_beginnings_of_words_in_their_names(
        self, storage: Storage, text: str, numbers: list[int]
    ) -> None:
        names = ["Drake fans", "drake", "(Fans of Dráke!)", "The Late-Night Room"]
        await add_rooms(storage, *[room(at, name=name) for at, name in enumerate(names, 1)])

        assert await _found(storage, _named(text)) == numbers

    async def test_private_rooms_and_those_that_are_over_are_not_found(
        self, storage: Storage
    ) -> None:
        await add_rooms(storage, room(1), room(2, is_public=False), room(3, is_active=False))

        assert await _found(storage, RoomFilter()) == [1]
        assert await _found(storage, _named("room")) == [1]

    async def test_a_room_is_found_as_it_is_now(self, storage: Storage) -> None:
        await add_rooms(storage, room(1, name="Old name"), room(2), room(3, name="Old name"))

        def change(work: RoomsWork) -> None:
            work.rooms.put(work.rooms.get(room_id(1)).changed(name="New name", people_present=5))
            work.rooms.put(work.rooms.get(room_id(2)).changed(is_active=False))
            work.rooms.put(room(3, name="Other name"))

        await write(storage, change)

        assert await _found(storage, RoomFilter()) == [1, 3]
        assert await _found(storage, _named("old")) == []
        assert await _found(storage, _named("name")) == [1, 3]
        assert await _found(storage, _named("other")) == [3]

    async def test_rooms_that_have_not_moved_come_once_whatever_moves(
        self, storage: Storage
    ) -> None:
        numbers = range(1, 7)
        await add_rooms(storage, *[room(number, people_present=number) for number in numbers])
        first: Page[Room] = await read(
            storage, lambda work: work.rooms.discover(RoomFilter(), PageRequest(limit=3))
        )

        def move(work: RoomsWork) -> None:
            for number, people in [(5, 0), (2, 9)]:
                work.rooms.put(work.rooms.get(room_id(number)).changed(people_present=people))

        await write(storage, move)
        rest = PageRequest(cursor=first.next)
        second: Page[Room] = await read(
            storage, lambda work: work.rooms.discover(RoomFilter(), rest)
        )

        assert [each.id for each in first.items] == [room_id(number) for number in (6, 5, 4)]
        assert [each.id for each in second.items] == [room_id(number) for number in (3, 1, 5)]

    async def test_all_that_may_be_asked_is_answered_by_the_same_order(
        self, storage: Storage
    ) -> None:
        rooms = [
            room(
                number,
                name=["Late night", "Night owls", "Morning"][number % 3],
                artist_id=artist_id(number % 4),
                genre_id=genre_id(number % 2),
                people_present=number * 7 % 5,
            )
            for number in range(24)
        ]
        await add_rooms(storage, *rooms)
        for artists, genres, text, genre in product([0, 1, 3], [0, 1], ["", "ni la"], [None, 1]):
            wanted = RoomFilter(
                genre_id=None if genre is None else genre_id(genre),
                query=NameQuery.of(text),
                liked_artists=tuple(map(artist_id, range(artists))),
                liked_genres=tuple(map(genre_id, range(genres))),
            )
            places = {number: wanted.place(each) for number, each in enumerate(rooms)}
            fitting = [(place, number) for number, place in places.items() if place]

            expected = [number for _, number in sorted(fitting, reverse=True)]
            assert await _found(storage, wanted, limit=5) == expected

    @pytest.mark.parametrize(
        "cursor",
        [
            cursor_after("rooms", 0, 1, "x"),
            cursor_after("rooms", "0" * 26),
            cursor_after("own-rooms", 0, 1, "0" * 26),
        ],
    )
    async def test_a_foreign_cursor_finds_no_rooms(self, storage: Storage, cursor: Any) -> None:
        page = attrs.evolve(PageRequest(), cursor=cursor)

        with pytest.raises(Invalid, match="cursor"):
            await read(storage, lambda work: work.rooms.discover(RoomFilter(), page))
