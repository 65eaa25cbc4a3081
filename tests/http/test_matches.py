"""Matches over HTTP: what each of two is shown, and what a refusal tells."""

from typing import Any

import pytest

from tests.http.world import Someone, World


@pytest.fixture
def environment() -> dict[str, str]:
    """Twenty likes or questions in an hour."""
    return {"PHANTOM_RATE_LIMITS": "match=20/3600,address=9999/1,person=9999/1"}


async def consenting(world: World, name: str) -> Someone:
    someone = await world.someone(name)
    consent = {"purpose": "matching", "granted": True}
    assert (await someone.send("PUT", "/api/users/me/consents", consent)).status_code == 204
    return someone


async def of_one_taste(world: World, *names: str) -> list[Someone]:
    """Some who like the same, and are suggested to each other."""
    root = await world.admin()
    genres = [
        (await root.send("POST", "/api/genres", {"name": name})).json()
        for name in ("Ambient", "Opera")
    ]
    genre_id = genres[-1]["id"]
    chosen = [
        (await root.send("POST", "/api/artists", {"name": name, "genreId": genre_id})).json()
        for name in ("Autechre", "Burial", "Clark")
    ]
    people = [await consenting(world, name) for name in names]
    for who in people:
        ids = [artist["id"] for artist in chosen]
        await who.send("PUT", "/api/users/me/artists", {"ids": ids})
    for _ in range(4):
        world.clock.advance(seconds=3)
        await world.work()
    return people


async def matches(who: Someone, query: str = "") -> list[dict[str, Any]]:
    answer = await who.send("GET", f"/api/matches{query}")
    assert answer.status_code == 200, answer.text
    return list(answer.json()["items"])


async def test_a_match_tells_who_it_is_how_close_and_why(world: World) -> None:
    ada, bob = await of_one_taste(world, "ada", "bob")
    (match,) = await matches(ada)

    assert set(match) == {"user", "score", "band", "reasons", "status"}
    assert (match["user"]["id"], match["status"]) == (bob.id, "suggested")
    assert (match["score"], match["band"]) == (70, "good")
    (reason, *_) = match["reasons"]
    assert (reason["kind"], len(reason["items"])) == ("artists", 3)
    assert reason["text"].startswith("You both like ")
    same = (await bob.send("GET", f"/api/users/{ada.id}/compatibility")).json()
    assert same == {name: match[name] for name in ("score", "band", "reasons")}


@pytest.mark.flow
async def test_two_likes_are_a_match_and_a_chat(world: World) -> None:
    ada, bob = await of_one_taste(world, "ada", "bob")
    first = (await ada.send("POST", f"/api/matches/{bob.id}/like")).json()
    (seen,) = await matches(bob)
    second = (await bob.send("POST", f"/api/matches/{ada.id}/like")).json()

    assert (first["status"], seen["status"], second["status"]) == ("liked", "suggested", "matched")
    assert second["matchedAt"]
    assert [each["user"]["id"] for each in await matches(ada, "?status=matched")] == [bob.id]
    (chat,) = (await ada.send("GET", "/api/messages/rooms")).json()["items"]
    assert (chat["kind"], chat["peer"]["id"]) == ("direct", bob.id)


async def test_a_list_comes_in_pages(world: World) -> None:
    ada, *others = await of_one_taste(world, "ada", "bob", "cyd", "dee")
    found, query = [], "?limit=2"
    while query:
        page = (await ada.send("GET", f"/api/matches{query}")).json()
        found += [each["user"]["id"] for each in page["items"]]
        query = f"?limit=2&cursor={page['next']}" if page["next"] else ""

    assert sorted(found) == sorted(other.id for other in others)


async def test_who_takes_no_part_is_told_by_which_rule(world: World) -> None:
    ada, bob = await world.someone("ada"), await consenting(world, "bob")
    for method, path in (
        ("GET", "/api/matches"),
        ("POST", f"/api/matches/{bob.id}/like"),
        ("GET", f"/api/users/{bob.id}/compatibility"),
    ):
        answer = await ada.send(method, path)
        assert (answer.status_code, answer.json()["type"]) == (403, "urn:phantom:no-consent")
    absent = await bob.send("POST", f"/api/matches/{ada.id}/like")
    assert (absent.status_code, absent.json()["detail"]) == (404, f"There is no user {ada.id}.")


async def test_who_likes_everybody_waits(world: World) -> None:
    ada, bob = await consenting(world, "ada"), await consenting(world, "bob")
    likes = [await ada.send("POST", f"/api/matches/{bob.id}/like") for _ in range(21)]

    assert [like.status_code for like in likes] == [200] * 20 + [429]
