"""People have playlists made of what they name, or of what they like."""

from collections.abc import Sequence
from itertools import pairwise
from typing import Any

import pytest

from phantom_adapters.contracts.catalog_examples import artist_id, genre_id, song_id
from phantom_core.catalog import (
    Artist,
    DeleteSong,
    Generated,
    GeneratePlaylist,
    Genre,
    NothingToDraw,
    ReasonKind,
    SetFavouriteArtists,
    SetFavouriteGenres,
)
from phantom_core.catalog.events import PlaylistAdded
from phantom_core.kernel import Invalid
from tests.use_cases.catalog.shop import ADA, EVE, Shop


class Radio:
    """A catalogue of two genres: two artists in one, with four songs each; one in the other."""

    rap: Genre
    soul: Genre
    drake: Artist
    kendrick: Artist
    nina: Artist


@pytest.fixture
async def radio(shop: Shop) -> Radio:
    """What is there to be played."""
    made = Radio()
    made.rap, made.soul = await shop.genre("Rap"), await shop.genre("Soul")
    made.drake = await shop.artist("Drake", made.rap)
    made.kendrick = await shop.artist("Kendrick", made.rap)
    made.nina = await shop.artist("Nina", made.soul)
    for artist in (made.drake, made.kendrick, made.nina):
        for number in range(4):
            await shop.song(artist, f"{artist.name} {number}")
    return made


def titles(made: Generated) -> list[str]:
    return [track.song.title for track in made.tracklist.tracks]


def artists(made: Generated) -> set[str]:
    return {track.artist.name for track in made.tracklist.tracks}


def told(made: Generated) -> set[str]:
    return {reason.text for reason in made.reasons}


async def generated(shop: Shop, **fields: Any) -> Generated:
    return await shop.do(GeneratePlaylist(**fields), ADA)


async def test_an_artist_brings_others_of_the_genre_along(shop: Shop, radio: Radio) -> None:
    made = await generated(shop, artist_id=radio.drake.id)

    assert artists(made) == {"Drake", "Kendrick"}
    assert len(titles(made)) == 8
    assert told(made) == {"By Drake, whom you named.", "Rap, as Drake is."}
    assert made.tracklist.playlist.name == "Around Drake"
    assert made.tracklist.playlist.artist_id == radio.drake.id


async def test_genres_bring_their_artists(shop: Shop, radio: Radio) -> None:
    made = await generated(shop, genre_ids=(radio.soul.id, radio.rap.id))

    assert artists(made) == {"Drake", "Kendrick", "Nina"}
    assert told(made) == {"Rap, which you named.", "Soul, which you named."}
    assert made.tracklist.playlist.name == "Soul, Rap"


async def test_songs_that_are_named_come_with_others_like_them(shop: Shop, radio: Radio) -> None:
    seed = await shop.song(radio.nina, "Sinnerman")
    made = await generated(shop, song_ids=(seed.id,), length=4)
    because = {
        track.song.title: reason
        for track, reason in zip(made.tracklist.tracks, made.reasons, strict=True)
    }

    assert len(because) == 4
    assert because["Sinnerman"].kind is ReasonKind.SONG
    assert because["Sinnerman"].text == "You named it."
    assert artists(made) == {"Nina"}
    assert told(made) == {"You named it.", 'By Nina, as "Sinnerman" is.'}
    assert made.tracklist.playlist.name == "Like Sinnerman"


async def test_nothing_named_is_ones_own_taste(shop: Shop, radio: Radio) -> None:
    await shop.do(SetFavouriteArtists(ids=(radio.nina.id,)), ADA)
    await shop.do(SetFavouriteGenres(ids=(radio.rap.id,)), ADA)
    made = await generated(shop)

    assert artists(made) == {"Drake", "Kendrick", "Nina"}
    assert told(made) == {"By Nina, a favourite of yours.", "Rap, a favourite of yours."}
    assert made.tracklist.playlist.name == "To your taste"


async def test_a_room_is_what_those_in_it_like(shop: Shop, radio: Radio) -> None:
    await shop.do(SetFavouriteArtists(ids=(radio.nina.id, radio.drake.id)), ADA)
    await shop.do(SetFavouriteArtists(ids=(radio.drake.id,)), EVE)
    here = await shop.room(ADA, EVE)
    made = await generated(shop, room_id=here)

    assert told(made) == {
        "By Drake, a favourite of 2 of you.",
        "By Nina, a favourite of one of you.",
    }
    assert made.tracklist.playlist.name == "To your common taste"


async def test_a_room_that_one_is_not_in_is_no_room(shop: Shop) -> None:
    there = await shop.room(EVE)

    with pytest.raises(Invalid, match="room_id: must be a room that you are in"):
        await generated(shop, room_id=there)


async def test_what_is_named_comes_with_what_the_room_likes(shop: Shop, radio: Radio) -> None:
    await shop.do(SetFavouriteArtists(ids=(radio.nina.id, radio.drake.id)), ADA)
    made = await generated(shop, artist_id=radio.drake.id, room_id=await shop.room(ADA))

    assert told(made) == {
        "By Drake, whom you named.",
        "By Nina, a favourite of yours.",
        "Rap, as Drake is.",
    }


async def test_it_is_saved_as_ones_own_and_told(shop: Shop, radio: Radio) -> None:
    (added,) = await shop.told(GeneratePlaylist(artist_id=radio.drake.id, length=3), ADA)

    assert isinstance(added, PlaylistAdded)
    assert (added.playlist.created_by, added.playlist.song_count) == (ADA.person, 3)
    assert len(await shop.titles(added.playlist.id)) == 3


async def test_the_same_seed_gives_the_same_list(shop: Shop, radio: Radio) -> None:
    one = await generated(shop, artist_id=radio.drake.id, seed=7)
    other = await generated(shop, artist_id=radio.drake.id, seed=7)
    drawn = await generated(shop, artist_id=radio.drake.id)
    again = await generated(shop, artist_id=radio.drake.id, seed=drawn.seed)
    lists = [
        titles(await generated(shop, artist_id=radio.drake.id, seed=seed)) for seed in range(5)
    ]

    assert titles(one) == titles(other)
    assert titles(drawn) == titles(again)
    assert len({tuple(each) for each in lists}) > 1


async def test_no_artist_comes_twice_in_a_row_where_there_are_others(
    shop: Shop, radio: Radio
) -> None:
    made = await generated(shop, genre_ids=(radio.rap.id,), seed=1)
    order: Sequence[str] = [track.artist.name for track in made.tracklist.tracks]

    assert all(one != other for one, other in pairwise(order))


async def test_what_is_deleted_is_not_drawn(shop: Shop, radio: Radio) -> None:
    song = await shop.song(radio.nina, "Gone")
    await shop.do(DeleteSong(song_id=song.id))

    assert "Gone" not in titles(await generated(shop, genre_ids=(radio.soul.id,)))
    with pytest.raises(Invalid, match=r"song_ids\[0\]: is not in the catalogue"):
        await generated(shop, song_ids=(song.id,))


async def test_what_there_is_not_is_told_by_its_place(shop: Shop, radio: Radio) -> None:
    with pytest.raises(Invalid, match="artist_id: must be an artist"):
        await generated(shop, artist_id=artist_id(9))
    with pytest.raises(Invalid, match=r"genre_ids\[1\]: is not in the catalogue"):
        await generated(shop, genre_ids=(radio.rap.id, genre_id(9)))
    with pytest.raises(Invalid, match=r"song_ids\[0\]: is not in the catalogue"):
        await generated(shop, song_ids=(song_id(9),))


async def test_without_names_or_favourites_there_is_nothing_to_draw(shop: Shop) -> None:
    with pytest.raises(NothingToDraw, match="nobody has said yet what they like best"):
        await shop.do(GeneratePlaylist(), EVE)


async def test_without_songs_there_is_nothing_to_draw(shop: Shop) -> None:
    silent = await shop.artist("Silent")

    with pytest.raises(NothingToDraw, match="of which there is none"):
        await generated(shop, artist_id=silent.id)


@pytest.mark.parametrize(
    ("field", "value"),
    [("length", 0), ("length", 201), ("seed", -1), ("seed", 2**53), ("genre_ids", ("a", "a"))],
)
def test_what_cannot_be_asked_for_is_refused(field: str, value: Any) -> None:
    with pytest.raises(Invalid, match=field):
        GeneratePlaylist(**{field: value})
