"""People say what they like best, and describe music with tags."""

import pytest

from phantom_adapters.contracts.catalog_examples import artist_id, genre_id
from phantom_core.catalog import (
    AddTag,
    DeleteArtist,
    GetTaste,
    ListTags,
    SetFavouriteArtists,
    SetFavouriteGenres,
    TagKind,
    Taste,
)
from phantom_core.catalog.events import TasteChanged
from phantom_core.kernel import Forbidden, Invalid
from tests.use_cases.catalog.shop import ADA, EVE, ROOT, Shop


async def test_a_taste_keeps_its_order_and_is_ones_own(shop: Shop) -> None:
    rap, soul = await shop.genre("Rap"), await shop.genre("Soul")
    drake = await shop.artist("Drake", rap)
    await shop.do(SetFavouriteGenres(ids=(soul.id, rap.id)), ADA)
    taste = await shop.do(SetFavouriteArtists(ids=(drake.id,)), ADA)
    read = await shop.ask(GetTaste(), ADA)

    assert taste == read.taste
    assert (taste.version, taste.chosen) == (2, True)
    assert (read.genres, read.artists) == ([soul, rap], [drake])
    assert (await shop.ask(GetTaste(), EVE)).taste == Taste(user_id=EVE.person)


async def test_a_change_of_taste_is_told_once(shop: Shop) -> None:
    rap = await shop.genre()
    like = SetFavouriteGenres(ids=(rap.id,))
    (told,) = await shop.told(like, ADA)

    assert told == TasteChanged(
        user_id=ADA.person, taste=Taste(user_id=ADA.person, genre_ids=(rap.id,), version=1)
    )
    assert await shop.told(like, ADA) == []


async def test_what_is_not_there_is_told_by_its_place(shop: Shop) -> None:
    rap = await shop.genre()

    with pytest.raises(Invalid) as refusal:
        await shop.do(SetFavouriteGenres(ids=(genre_id(7), rap.id, genre_id(8))), ADA)
    assert [fault.path for fault in refusal.value.faults] == ["ids[0]", "ids[2]"]
    with pytest.raises(Invalid, match=r"ids\[0\]: is not in the catalogue"):
        await shop.do(SetFavouriteArtists(ids=(artist_id(7),)), ADA)


def test_a_favourite_comes_once_and_there_is_a_limit() -> None:
    with pytest.raises(Invalid, match="ids: must not name the same twice"):
        SetFavouriteGenres(ids=(genre_id(1), genre_id(1)))
    with pytest.raises(Invalid, match="ids: must have at most 200 entries"):
        SetFavouriteArtists(ids=tuple(artist_id(number) for number in range(201)))


async def test_who_is_deleted_stays_a_favourite_but_is_shown_no_more(shop: Shop) -> None:
    rap = await shop.genre()
    drake, eve = await shop.artist("Drake", rap), await shop.artist("Eve", rap)
    await shop.do(SetFavouriteArtists(ids=(drake.id, eve.id)), ADA)
    await shop.do(DeleteArtist(artist_id=drake.id))
    read = await shop.ask(GetTaste(), ADA)

    assert read.taste.artist_ids == (drake.id, eve.id)
    assert read.artists == [eve]
    await shop.do(SetFavouriteArtists(ids=(eve.id, drake.id)), ADA)
    with pytest.raises(Invalid):
        await shop.do(SetFavouriteArtists(ids=(drake.id,)), EVE)


async def test_anybody_adds_free_tags_and_admins_any(shop: Shop) -> None:
    free = await shop.do(AddTag(name="Sunday"), EVE)
    calm = await shop.do(AddTag(name="calm", kind=TagKind.MOOD), ROOT)

    assert (await shop.ask(ListTags())).items == [calm, free]
    assert (await shop.ask(ListTags(kind=TagKind.FREE))).items == [free]
    with pytest.raises(Forbidden):
        await shop.do(AddTag(name="loud", kind=TagKind.MOOD), EVE)


async def test_a_tag_that_is_there_is_the_same_tag(shop: Shop) -> None:
    free = await shop.do(AddTag(name="Sunday"), EVE)

    assert await shop.do(AddTag(name="SÚNDAY"), ADA) == free
    assert (await shop.do(AddTag(name="Sunday", kind=TagKind.MOOD), ROOT)).id != free.id
    with pytest.raises(Invalid, match="name"):
        await shop.do(AddTag(name=""), EVE)
