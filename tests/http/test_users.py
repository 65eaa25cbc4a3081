"""People over HTTP."""

import pytest

from tests.http.world import World

NOBODY = "01ARZ3NDEKTSV4RRFFQ69G5FAV"


async def test_one_reads_ones_own_account_with_its_profile_and_version(world: World) -> None:
    ada = await world.someone("ada", displayName="Ada L.", gender="female")
    answer = await ada.send("GET", "/api/users/me")
    me = answer.json()

    assert answer.headers["etag"] == '"1"'
    assert (me["displayName"], me["gender"], me["version"]) == ("Ada L.", "female", 1)
    assert me["profile"]["bio"] == ""
    assert me["profile"]["seeking"] == {}
    assert me["profile"]["version"] == 1


async def test_a_change_names_only_what_shall_be_otherwise(world: World) -> None:
    ada = await world.someone("ada", gender="female")
    answer = await ada.send(
        "PATCH",
        "/api/users/me",
        {"displayName": "Countess", "gender": None, "preferences": {"defaultTempo": 174}},
    )
    me = answer.json()

    assert answer.status_code == 200
    assert answer.headers["etag"] == '"2"'
    assert me["displayName"] == "Countess"
    assert "gender" not in me
    assert me["preferences"] == {
        "defaultTempo": 174.0,
        "collaborationNotifications": True,
        "privateReceipts": False,
    }


async def test_a_stale_version_in_the_body_is_a_conflict_that_tells_both(world: World) -> None:
    ada = await world.someone("ada")
    await ada.send("PATCH", "/api/users/me", {"displayName": "One"})
    stale = await ada.send("PATCH", "/api/users/me", {"displayName": "Two", "version": 1})

    assert stale.status_code == 409
    assert (stale.json()["current"], stale.json()["expectedVersion"]) == (2, 1)


@pytest.mark.parametrize("tag", ['"1"', 'W/"2"', '"other"', '"99999999999999999999"'])
async def test_if_match_that_does_not_match_is_412_and_changes_nothing(
    world: World, tag: str
) -> None:
    ada = await world.someone("ada")
    await ada.send("PATCH", "/api/users/me", {"displayName": "One"})
    stale = await ada.send(
        "PATCH", "/api/users/me", {"displayName": "Two"}, headers={"If-Match": tag}
    )
    me = (await ada.send("GET", "/api/users/me")).json()

    assert stale.status_code == 412
    assert stale.json()["current"] == 2
    assert me["displayName"] == "One"


@pytest.mark.parametrize("tag", ['"1"', "*", ' "1" ', '"other" , W/"9", "1"'])
async def test_if_match_that_matches_lets_the_change_through(world: World, tag: str) -> None:
    ada = await world.someone("ada")
    changed = await ada.send(
        "PATCH", "/api/users/me", {"displayName": "One"}, headers={"If-Match": tag}
    )

    assert changed.status_code == 200


@pytest.mark.parametrize("tag", ["1", '"1" "2"', '"1", 2', '"', "nonsense"])
async def test_if_match_that_is_no_entity_tag_is_refused(world: World, tag: str) -> None:
    ada = await world.someone("ada")
    answer = await ada.send(
        "PATCH", "/api/users/me", {"displayName": "One"}, headers={"If-Match": tag}
    )

    assert answer.status_code == 400
    assert answer.json()["errors"][0]["path"] == "If-Match"


async def test_a_profile_is_replaced_whole(world: World) -> None:
    ada = await world.someone("ada")
    seeking = {"genders": ["female"], "ages": {"lowest": 20, "highest": 40}, "regions": ["Wien"]}
    profile = {"bio": "I drum.", "roles": ["drummer"], "seeking": seeking, "discoverable": False}
    first = await ada.send("PUT", "/api/users/me/profile", profile)
    second = await ada.send("PUT", "/api/users/me/profile", {"tags": ["jazz"]})

    assert first.json()["seeking"] == seeking
    assert (second.json()["bio"], second.json()["tags"]) == ("", ["jazz"])
    assert second.json()["discoverable"] is True
    assert second.headers["etag"] == '"3"'


async def test_faults_deep_in_a_profile_are_told_with_their_paths(world: World) -> None:
    ada = await world.someone("ada")
    wrong_kinds = await ada.send(
        "PUT",
        "/api/users/me/profile",
        {"tags": ["jazz", 3], "seeking": {"ages": {"lowest": "x"}, "extra": 1}},
    )
    wrong_values = await ada.send(
        "PUT", "/api/users/me/profile", {"tags": ["ok", "a\u0000b"], "bio": "x" * 2001}
    )

    assert {fault["path"] for fault in wrong_kinds.json()["errors"]} == {
        "tags[1]",
        "seeking.extra",
        "seeking.ages.lowest",
        "seeking.ages.highest",
    }
    assert {fault["path"] for fault in wrong_values.json()["errors"]} == {"tags[1]", "bio"}


async def test_others_see_the_public_side_only(world: World) -> None:
    ada, bob = await world.someone("ada"), await world.someone("bob")
    await ada.send("PUT", "/api/users/me/profile", {"bio": "I drum."})
    await bob.send("PUT", f"/api/users/{ada.id}/follow")
    seen = (await bob.send("GET", f"/api/users/{ada.id}")).json()

    assert seen["bio"] == "I drum."
    assert (seen["followers"], seen["following"], seen["followed"]) == (1, 0, True)
    assert not seen.keys() & {"email", "birthDate", "seeking", "isAdmin", "preferences"}


async def test_people_are_found_by_name_a_page_at_a_time(world: World) -> None:
    ada = await world.someone("ada")
    for number in range(5):
        await world.someone(f"drummer{number}")
    names: list[str] = []
    cursor = None
    while cursor is not None or not names:
        params = {"q": "drum", "limit": "2", **({"cursor": cursor} if cursor else {})}
        page = (await ada.send("GET", "/api/users", params=params)).json()
        names += [person["username"] for person in page["items"]]
        cursor = page["next"]

    assert sorted(names) == [f"drummer{number}" for number in range(5)]


async def test_following_is_put_and_deleted_any_number_of_times(world: World) -> None:
    ada, bob = await world.someone("ada"), await world.someone("bob")
    put = [await ada.send("PUT", f"/api/users/{bob.id}/follow") for _ in range(2)]
    followers = (await ada.send("GET", f"/api/users/{bob.id}/followers")).json()["items"]
    following = (await ada.send("GET", f"/api/users/{ada.id}/following")).json()["items"]
    gone = [await ada.send("DELETE", f"/api/users/{bob.id}/follow") for _ in range(2)]
    after = (await ada.send("GET", f"/api/users/{bob.id}/followers")).json()["items"]

    assert [each.status_code for each in (*put, *gone)] == [204] * 4
    assert [person["id"] for person in followers] == [ada.id]
    assert following == [{"id": bob.id, "username": "bob", "displayName": "bob"}]
    assert after == []


async def test_who_is_blocked_finds_nobody_there(world: World) -> None:
    ada, bob = await world.someone("ada"), await world.someone("bob")
    blocked = await ada.send("PUT", f"/api/users/{bob.id}/block")
    seen = await bob.send("GET", f"/api/users/{ada.id}")
    missing = await bob.send("GET", f"/api/users/{NOBODY}")
    mine = (await ada.send("GET", "/api/users/me/blocked")).json()["items"]
    freed = await ada.send("DELETE", f"/api/users/{bob.id}/block")
    again = await bob.send("GET", f"/api/users/{ada.id}")

    assert (blocked.status_code, freed.status_code) == (204, 204)
    assert seen.status_code == missing.status_code == 404
    assert seen.json()["detail"].replace(ada.id, NOBODY) == missing.json()["detail"]
    assert [person["username"] for person in mine] == ["bob"]
    assert again.status_code == 200


@pytest.mark.parametrize("relation", ["follow", "block"])
async def test_nobody_follows_or_blocks_themself(world: World, relation: str) -> None:
    ada = await world.someone("ada")
    answer = await ada.send("PUT", f"/api/users/{ada.id}/{relation}")

    assert answer.status_code == 400
    assert answer.json()["type"] == "urn:phantom:not-yourself"
    assert [fault["path"] for fault in answer.json()["errors"]] == ["userId"]


async def test_a_consent_is_given_taken_back_and_remembered(world: World) -> None:
    ada = await world.someone("ada")
    for granted in (True, False, True):
        body = {"purpose": "audio_analysis", "granted": granted}
        assert (await ada.send("PUT", "/api/users/me/consents", body)).status_code == 204
    history = (await ada.send("GET", "/api/users/me/consents")).json()["items"]

    assert sorted(each["granted"] for each in history) == [False, True]
    assert [each["purpose"] for each in history] == ["audio_analysis"] * 2
    assert ["revokedAt" in each for each in history].count(True) == 1
    first = (await ada.send("GET", "/api/users/me/consents?limit=1")).json()
    rest = await ada.send("GET", f"/api/users/me/consents?cursor={first['next']}")
    assert [*first["items"], *rest.json()["items"]] == history
