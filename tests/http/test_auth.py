"""Coming in and going out, over HTTP."""

import re

import pytest

from tests.http.world import PASSWORD, World


async def test_registering_answers_the_user_and_the_tokens(world: World) -> None:
    answer = await world.http.post(
        "/api/auth/register",
        json={"email": "Ada@Example.org", "username": "Ada", "password": PASSWORD},
    )
    told = answer.json()

    assert answer.status_code == 201
    assert told.keys() == {"user", "accessToken", "refreshToken", "expiresIn"}
    assert told["expiresIn"] == 900
    assert told["user"]["displayName"] == "Ada"
    assert told["user"]["preferences"] == {
        "defaultTempo": 120.0,
        "collaborationNotifications": True,
        "privateReceipts": False,
    }
    assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z", told["user"]["createdAt"])
    assert "gender" not in told["user"]


async def test_every_fault_of_a_registration_is_told_at_once(world: World) -> None:
    answer = await world.http.post(
        "/api/auth/register",
        json={"email": "nobody", "username": "a b", "password": "short", "displayName": ""},
    )

    assert answer.status_code == 400
    assert answer.headers["content-type"] == "application/problem+json"
    assert answer.json()["type"] == "urn:phantom:invalid"
    assert {fault["path"] for fault in answer.json()["errors"]} == {
        "email",
        "username",
        "password",
        "displayName",
    }


@pytest.mark.parametrize(
    ("fields", "rule"),
    [
        ({"email": "ADA@example.org", "username": "bob"}, "email-taken"),
        ({"email": "bob@example.org", "username": "ADA"}, "username-taken"),
    ],
)
async def test_a_name_or_address_that_is_taken_is_a_conflict(
    world: World, fields: dict[str, str], rule: str
) -> None:
    await world.someone("ada")
    answer = await world.http.post("/api/auth/register", json={**fields, "password": PASSWORD})

    assert answer.status_code == 409
    assert answer.json()["type"] == f"urn:phantom:{rule}"


@pytest.mark.parametrize("login", ["ada", "ADA", "ada@example.org"])
async def test_one_logs_in_by_name_or_address(world: World, login: str) -> None:
    await world.someone("ada")
    answer = await world.http.post("/api/auth/login", json={"login": login, "password": PASSWORD})

    assert answer.status_code == 200
    assert answer.json()["user"]["username"] == "ada"


@pytest.mark.parametrize("login", ["ada", "nobody"])
async def test_a_wrong_password_and_a_wrong_name_are_told_alike(world: World, login: str) -> None:
    await world.someone("ada")
    answer = await world.http.post(
        "/api/auth/login", json={"login": login, "password": "not the password"}
    )

    assert answer.status_code == 401
    assert answer.headers["www-authenticate"].startswith("Bearer")
    assert answer.json()["type"] == "urn:phantom:wrong-credentials"


async def test_a_refresh_token_is_good_once_and_its_second_use_ends_the_session(
    world: World,
) -> None:
    ada = await world.someone("ada")
    first = {"refreshToken": ada.signed_in["refreshToken"]}
    renewed = await world.http.post("/api/auth/refresh", json=first)
    again = await world.http.post("/api/auth/refresh", json=first)
    heir = await world.http.post(
        "/api/auth/refresh", json={"refreshToken": renewed.json()["refreshToken"]}
    )
    access = await ada.send("GET", "/api/auth/me")

    assert renewed.status_code == 200
    assert renewed.json().keys() == {"accessToken", "refreshToken", "expiresIn"}
    assert [again.status_code, heir.status_code, access.status_code] == [401, 401, 401]


async def test_logging_out_ends_the_session_at_once(world: World) -> None:
    ada = await world.someone("ada")
    out = await ada.send("POST", "/api/auth/logout")
    after = await ada.send("GET", "/api/auth/me")

    assert (out.status_code, out.content) == (204, b"")
    assert after.status_code == 401


async def test_an_access_token_is_good_for_its_life_only(world: World) -> None:
    ada = await world.someone("ada")
    world.clock.advance(seconds=899)
    before = await ada.send("GET", "/api/auth/me")
    world.clock.advance(seconds=2)
    after = await ada.send("GET", "/api/auth/me")

    assert (before.status_code, after.status_code) == (200, 401)


@pytest.mark.parametrize(
    "header", ["", "Bearer", "Bearer ", "Basic YTpi", "Bearer nonsense", "Bearer a.b.c", "x" * 9000]
)
async def test_what_is_no_token_lets_nobody_in(world: World, header: str) -> None:
    answer = await world.http.get("/api/auth/me", headers={"Authorization": header})

    assert answer.status_code == 401
    assert answer.json()["type"] == "urn:phantom:not-authenticated"


async def test_a_changed_password_ends_the_other_sessions(world: World) -> None:
    ada = await world.someone("ada")
    login = {"login": "ada", "password": PASSWORD}
    other = (await world.http.post("/api/auth/login", json=login)).json()["accessToken"]
    wrong = await ada.send(
        "POST", "/api/auth/password", {"current": "not the one", "new": "another secret"}
    )
    changed = await ada.send(
        "POST", "/api/auth/password", {"current": PASSWORD, "new": "another secret"}
    )
    elsewhere = await world.http.get("/api/auth/me", headers={"Authorization": f"Bearer {other}"})
    here = await ada.send("GET", "/api/auth/me")

    assert (wrong.status_code, wrong.json()["errors"][0]["path"]) == (400, "current")
    assert changed.status_code == 204
    assert (elsewhere.status_code, here.status_code) == (401, 200)


async def test_a_changed_address_asks_for_the_password(world: World) -> None:
    ada = await world.someone("ada")
    wrong = await ada.send(
        "POST", "/api/auth/email", {"email": "new@example.org", "password": "not the one"}
    )
    changed = await ada.send(
        "POST", "/api/auth/email", {"email": "new@example.org", "password": PASSWORD}
    )

    assert wrong.status_code == 400
    assert changed.json()["email"] == "new@example.org"


async def test_the_owner_is_told_by_mail_where_mails_reached_them_before(world: World) -> None:
    ada = await world.someone("ada")
    await world.work()
    world.mailer.sent.clear()
    await ada.send("POST", "/api/auth/password", {"current": PASSWORD, "new": "another secret"})
    await ada.send(
        "POST", "/api/auth/email", {"email": "new@example.org", "password": "another secret"}
    )
    await world.work()

    assert sorted((mail.to, mail.subject) for mail in world.mailer.sent) == [
        ("ada@example.org", "Your e-mail address was changed"),
        ("ada@example.org", "Your password was changed"),
        ("new@example.org", "Verify your e-mail address"),
    ]


async def test_one_sees_and_ends_ones_own_sessions_only(world: World) -> None:
    ada, bob = await world.someone("ada"), await world.someone("bob")
    login = {"login": "ada", "password": PASSWORD}
    await world.http.post("/api/auth/login", json=login, headers={"User-Agent": "phone"})
    found = (await ada.send("GET", "/api/auth/sessions")).json()
    phone = next(each for each in found["items"] if each["device"] == "phone")
    by_bob = await bob.send("DELETE", f"/api/auth/sessions/{phone['id']}")
    by_ada = await ada.send("DELETE", f"/api/auth/sessions/{phone['id']}")
    left = (await ada.send("GET", "/api/auth/sessions")).json()

    assert found["next"] is None
    assert [each["current"] for each in found["items"]].count(True) == 1
    assert (by_bob.status_code, by_ada.status_code) == (404, 204)
    assert [each["current"] for each in left["items"]] == [True]


async def test_an_address_is_verified_by_the_token_of_a_mail_once(world: World) -> None:
    ada = await world.someone("ada")
    await world.work()
    token = _token(world)
    first = await world.http.post("/api/auth/verify", json={"token": token})
    second = await world.http.post("/api/auth/verify", json={"token": token})
    me = (await ada.send("GET", "/api/auth/me")).json()

    assert (first.status_code, second.status_code) == (204, 400)
    assert second.json()["type"] == "urn:phantom:token-refused"
    assert "emailVerifiedAt" in me


async def test_the_mail_that_verifies_can_be_asked_for_again(world: World) -> None:
    ada = await world.someone("ada")
    await world.work()
    world.clock.advance(minutes=1)
    answer = await ada.send("POST", "/api/auth/verify/again")
    await world.work()

    assert answer.status_code == 202
    assert len(world.mailer.sent) == 2


async def test_forgetting_a_password_is_answered_alike_whoever_asks(world: World) -> None:
    await world.someone("ada")
    known = await world.http.post("/api/auth/forgot", json={"email": "ada@example.org"})
    unknown = await world.http.post("/api/auth/forgot", json={"email": "bob@example.org"})

    assert (known.status_code, known.content) == (unknown.status_code, unknown.content)
    assert known.status_code == 202


async def test_a_password_is_reset_by_mail_and_all_sessions_end(world: World) -> None:
    ada = await world.someone("ada")
    await world.work()
    world.mailer.sent.clear()
    await world.http.post("/api/auth/forgot", json={"email": "ada@example.org"})
    await world.work()
    reset = await world.http.post(
        "/api/auth/reset", json={"token": _token(world), "new": "another secret"}
    )
    login = await world.http.post(
        "/api/auth/login", json={"login": "ada", "password": "another secret"}
    )
    before = await ada.send("GET", "/api/auth/me")

    assert (reset.status_code, login.status_code, before.status_code) == (204, 200, 401)


def _token(world: World) -> str:
    found = re.search(r"token=(\S+)", world.mailer.sent[-1].text)
    assert found is not None
    return found[1]
