"""What is said of a fault helps a person to mend it."""

from typing import Any

import pytest

from phantom_app.http.problems import Malformed, problem_of
from phantom_core.kernel import Fault
from tests.http.test_audio import add
from tests.http.world import World


@pytest.mark.parametrize(
    ("body", "message"),
    [
        ({"gender": "robot"}, "must be one of: male, female, other, or null"),
        ({"birthDate": 3}, "must be a date like 2026-01-31, or null, and is a whole number"),
        ({"birthDate": "tomorrow"}, "must be a date like 2026-01-31, or null"),
        ({"version": 0}, "must be a whole number of at least 1"),
        ({"username": 3}, "must be text, and is a whole number"),
    ],
)
async def test_a_wrong_value_is_told_what_is_right(
    world: World, body: dict[str, Any], message: str
) -> None:
    ada = await world.someone("ada")
    (fault,) = (await ada.send("PATCH", "/api/users/me", body)).json()["errors"]

    assert fault["message"] == message


@pytest.mark.parametrize(
    ("body", "message"),
    [
        (b"\xef\xbb\xbf{}", "must not begin with a byte order mark"),
        (b"1" * 10_000, "must not contain a number of so many digits"),
    ],
)
async def test_an_odd_body_is_told_what_is_odd(world: World, body: bytes, message: str) -> None:
    answer = await world.http.post(
        "/api/auth/login", content=body, headers={"Content-Type": "application/json"}
    )

    assert answer.json()["errors"] == [{"path": "", "message": message}]


async def test_a_parameter_that_is_missing_is_named(world: World) -> None:
    ada = await world.someone("ada")
    answer = await ada.send("GET", f"/api/messages/rooms/{ada.id}/search")

    assert answer.json()["errors"] == [{"path": "q", "message": "is required"}]


async def test_what_is_no_time_is_told_what_a_time_looks_like(world: World) -> None:
    ada = await world.someone("ada")
    path = f"/api/messages/rooms/{ada.id}/members/{ada.id}"
    told = (await ada.send("PUT", path, {"bannedUntil": "tomorrow"})).json()["errors"]

    assert told[0]["message"].startswith("must be a time like 2026-01-31T12:00:00Z")


@pytest.mark.parametrize(
    ("name", "message"),
    [
        ("", "must have 1 to 200 characters, and has 0"),
        (" ", "must not be blank"),
    ],
)
async def test_an_empty_name_is_one_fault(world: World, name: str, message: str) -> None:
    ada = await world.someone("ada")
    told = await ada.send("POST", "/api/playlists", {"name": name})

    assert told.json()["errors"] == [{"path": "name", "message": message}]


async def test_a_long_text_is_told_how_long_it_may_be(world: World) -> None:
    ada = await world.someone("ada")
    told = await ada.send("PUT", "/api/users/me/profile", {"bio": "b" * 10_000})

    assert told.json()["errors"][0]["message"].startswith("must have at most ")


def test_a_sentence_ends_once() -> None:
    assert problem_of(Malformed(Fault("name", "is wrong."))).detail == "name: is wrong."


async def test_an_empty_upload_is_told_so(world: World) -> None:
    ada = await world.someone("ada")
    answer = await add(ada, b"")

    assert answer.status_code == 400
    assert answer.json()["errors"] == [{"path": "file", "message": "is empty"}]


class TestAllowances:
    @pytest.fixture
    def environment(self) -> dict[str, str]:
        return {"PHANTOM_RATE_LIMITS": "address=1/60"}

    async def test_the_one_that_is_spent_is_named(self, world: World) -> None:
        answers = [await world.http.get("/api/auth/me") for _ in range(2)]

        assert answers[1].json()["detail"] == "The allowance `address` is 1 request in 60 seconds."
