"""Rooms and artists are recommended by one's own taste, and by those whom one knows."""

from phantom_core.catalog import AddSong, ArtistId, GenreId, GetArtist, SetFavouriteGenres
from phantom_core.identity import BlockUser, FollowUser
from phantom_core.kernel import Actor, Milliseconds
from phantom_core.matching import (
    FeedReasonKind,
    RecommendArtists,
    RecommendedArtist,
    RecommendedRoom,
    RecommendRooms,
)
from phantom_core.rooms import CreateRoom, JoinRoom
from phantom_core.rooms.names import RoomId
from tests.use_cases.matching.salon import ROOT, Salon


async def rooms(salon: Salon, actor: Actor) -> dict[str, RecommendedRoom]:
    return {each.room_id: each for each in await salon.ask(RecommendRooms(), actor)}


async def artists(salon: Salon, actor: Actor) -> dict[str, RecommendedArtist]:
    return {each.artist_id: each for each in await salon.ask(RecommendArtists(), actor)}


async def settled(salon: Salon, name: str, *liked: ArtistId) -> Actor:
    """Somebody who has a taste, and may enter rooms; without consent to be matched."""
    actor = await salon.newcomer(name)
    await salon.choose(actor, *liked)
    genre_id = await genre_of(salon, liked[0])
    await salon.do(SetFavouriteGenres(ids=(genre_id,)), actor)
    return actor


async def open_room(salon: Salon, host: Actor, artist_id: ArtistId) -> RoomId:
    song = AddSong(
        title=f"Song of {host.person}", artist_id=artist_id, duration_ms=Milliseconds(60_000)
    )
    await salon.do(song, ROOT)
    room = await salon.do(CreateRoom(name="Here", is_public=True, artist_id=artist_id), host)
    return room.card.id


async def genre_of(salon: Salon, artist_id: ArtistId) -> GenreId:
    return (await salon.ask(GetArtist(artist_id=artist_id), ROOT)).genre_id


async def test_rooms_of_favourites_come_first_and_say_so(salon: Salon) -> None:
    dub, pop = await salon.artists("Burial", "Shackleton"), await salon.artists("Abba", "Boney M.")
    host, other = await settled(salon, "host", *dub), await settled(salon, "other", *pop)
    ada = await settled(salon, "ada", dub[0], pop[1])
    at_dub, at_pop = await open_room(salon, host, dub[0]), await open_room(salon, other, pop[0])
    found = await rooms(salon, ada)

    assert list(found) == [at_dub, at_pop]
    assert found[at_dub].reasons[0].text == "It plays Burial, whom you like."
    assert found[at_dub].score > found[at_pop].score
    assert all(each.reasons for each in found.values())


async def test_a_room_where_friends_are_says_who_unless_one_does_not_see_them(
    salon: Salon,
) -> None:
    dub, pop = await salon.artists("Burial", "Shackleton"), await salon.artists("Abba", "Boney M.")
    host, bob = await settled(salon, "host", *pop), await settled(salon, "bob", *pop)
    ada = await settled(salon, "ada", *dub)
    room_id = await open_room(salon, host, pop[0])
    await salon.do(JoinRoom(room_id=room_id), bob)
    await salon.do(FollowUser(user_id=bob.person), ada)
    (reason,) = (await rooms(salon, ada))[room_id].reasons

    assert reason.kind is FeedReasonKind.CROWD

    await salon.do(FollowUser(user_id=ada.person), bob)
    (reason,) = (await rooms(salon, ada))[room_id].reasons

    assert (reason.kind, reason.text) == (FeedReasonKind.COMPANY, "Bob is in it now.")

    await salon.do(BlockUser(user_id=ada.person), bob)
    (reason,) = (await rooms(salon, ada))[room_id].reasons

    assert (reason.kind, reason.text) == (FeedReasonKind.CROWD, "2 people are in it now.")

    await salon.do(BlockUser(user_id=ada.person), host)

    assert await rooms(salon, ada) == {}


async def test_rooms_that_one_is_in_are_left_out(salon: Salon) -> None:
    dub = await salon.artists("Burial", "Shackleton")
    host = await settled(salon, "host", *dub)
    await open_room(salon, host, dub[0])

    assert await rooms(salon, host) == {}


async def test_artists_of_like_minds_come_first_and_nobody_is_named(salon: Salon) -> None:
    dub = await salon.artists("Burial", "Shackleton", "Actress", "Andy Stott", "Kode9")
    people = await salon.people("ada", "bob", "cleo", "dan")
    await salon.choose(people[0], *dub[:3])
    for actor in people[1:3]:
        await salon.choose(actor, *dub[:4])
    await salon.choose(people[3], dub[4])
    await salon.settle()
    found = await artists(salon, people[0])

    assert next(iter(found)) == dub[3]
    assert set(found) == {dub[3], dub[4]}
    assert found[dub[3]].reasons[0].kind is FeedReasonKind.ARTISTS
    assert "Bob" not in str(found)
    assert all(0 <= each.score <= 99 for each in found.values())


async def test_artists_of_ones_genres_need_no_consent(salon: Salon) -> None:
    dub, _ = await salon.artists("Burial", "Shackleton"), await salon.artists("Abba")
    ada = await settled(salon, "ada", dub[0])
    found = await artists(salon, ada)

    assert list(found) == [dub[1]]
    assert "Genre of Burial" in found[dub[1]].reasons[0].text
    assert set(await artists(salon, await salon.newcomer("eve"))) >= set(dub)
