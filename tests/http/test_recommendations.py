"""Recommendations over HTTP."""

from typing import Any

import pytest

from phantom_core.catalog import AddArtist, AddGenre, AddSong
from phantom_core.kernel import Id, Milliseconds, UserId, person
from tests.http.world import Someone, World

FEEDS = ["users", "rooms", "artists"]


async def artists(world: World, *names: str) -> tuple[str, list[str]]:
    """A genre and its artists, each with a song."""
    office = person((await office_of(world)), is_admin=True)

    async def done(command: Any) -> Any:
        return (await world.services.phantom.do(command, actor=office)).value

    genre = await done(AddGenre(name=f"Like {names[0]}"))
    made = [(await done(AddArtist(name=name, genre_id=genre.id))).id for name in names]
    for artist in made:
        await done(AddSong(title="One", artist_id=artist, duration_ms=Milliseconds(60_000)))
    return genre.id, made


async def office_of(world: World) -> UserId:
    return UserId(Id((await world.someone("office")).id))


async def listener(world: World, name: str, genre: str, liked: list[str]) -> Someone:
    someone = await world.someone(name)
    for path, ids in (("genres", [genre]), ("artists", liked)):
        answer = await someone.send("PUT", f"/api/users/me/{path}", {"ids": ids})
        assert answer.status_code == 204, answer.text
    return someone


async def recommended(someone: Someone, what: str, query: str = "") -> list[dict[str, Any]]:
    answer = await someone.send("GET", f"/api/recommendations/{what}{query}")
    assert answer.status_code == 200, answer.text
    items: list[dict[str, Any]] = answer.json()["items"]
    return items


async def test_people_rooms_and_artists_are_recommended_with_reasons(world: World) -> None:
    genre, liked = await artists(world, "Burial", "Shackleton", "Actress", "Kode9", "Andy Stott")
    ada = await listener(world, "ada", genre, liked[:3])
    bob = await listener(world, "bob", genre, liked[:4])
    cleo = await listener(world, "cleo", genre, liked[:4])
    refused = await ada.send("GET", "/api/recommendations/users")
    assert refused.status_code == 403
    assert refused.json()["type"].endswith("no-consent")

    for each in (ada, bob, cleo):
        granted = {"purpose": "matching", "granted": True}
        await each.send("PUT", "/api/users/me/consents", granted)
    for _ in range(4):
        world.clock.advance(seconds=3)
        await world.work()
    room = {"name": "Late", "isPublic": True, "artistId": liked[0]}
    made = (await bob.send("POST", "/api/rooms", room)).json()
    people = await recommended(ada, "users")
    (found,) = await recommended(ada, "rooms")
    music = await recommended(ada, "artists")

    assert {each["user"]["username"] for each in people} == {"bob", "cleo"}
    assert people[0]["reasons"][0]["kind"] == "artists"
    assert people[0]["band"] in {"slight", "fair", "good", "great", "exceptional"}
    assert found["room"]["id"] == made["id"]
    assert found["reasons"][0]["text"] == "It plays Burial, whom you like."
    assert music[0]["artist"]["name"] == "Kode9"
    assert {each["artist"]["name"] for each in music} == {"Kode9", "Andy Stott"}
    assert len(await recommended(ada, "users", "?limit=1")) == 1

    await ada.send("PUT", f"/api/users/{bob.id}/block")

    assert [each["user"]["username"] for each in await recommended(ada, "users")] == ["cleo"]
    assert await recommended(ada, "rooms") == []


@pytest.mark.parametrize("feed", FEEDS)
@pytest.mark.parametrize("limit", ["0", "51", "x"])
async def test_a_limit_beyond_its_bounds_is_told(world: World, feed: str, limit: str) -> None:
    ada = await world.someone("ada")
    answer = await ada.send("GET", f"/api/recommendations/{feed}?limit={limit}")

    assert answer.status_code == 400
    assert [fault["path"] for fault in answer.json()["errors"]] == ["limit"]


async def test_those_in_office_see_how_evenly_people_are_shown(world: World) -> None:
    root, ada = await world.admin(), await world.someone("ada")
    told = await root.send("GET", "/api/admin/exposure")

    assert told.json()["day"] == world.clock.now.date().isoformat()
    assert (told.json()["people"], told.json()["gini"]) == (0, 0.0)
    assert (await ada.send("GET", "/api/admin/exposure")).status_code == 403
