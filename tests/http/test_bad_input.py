"""Whatever is sent, the answer is a problem that names the fault; never a fault of ours."""

import json
from typing import Any, Final

import pytest

from tests.http.world import PASSWORD, World

NEW_USER: Final = {"email": "eve@example.org", "username": "eve", "password": PASSWORD}
JSON: Final = {"Content-Type": "application/json"}


async def _register(world: World, body: bytes, **headers: str) -> Any:
    return await world.http.post("/api/auth/register", content=body, headers={**JSON, **headers})


@pytest.mark.parametrize(
    "body",
    [
        pytest.param(b"", id="nothing"),
        pytest.param(b"{", id="an end too early"),
        pytest.param(b'{"email": "a"} x', id="something after it"),
        pytest.param(b'{"email": "\xff\xfe"}', id="bytes that are no UTF-8"),
        pytest.param('{"email": "a"}'.encode("utf-16"), id="UTF-16"),
        pytest.param(b"\xef\xbb\xbf{}", id="a byte order mark"),
        pytest.param(b"[" * 100_000, id="deep lists"),
        pytest.param(b'{"a":' * 50_000, id="deep objects"),
        pytest.param(b'{"username": ' + b"[" * 2000 + b"]" * 2000 + b"}", id="a deep field"),
        pytest.param(b"NaN", id="NaN"),
        pytest.param(b'{"email": Infinity}', id="infinity"),
        pytest.param(b"1" * 10_000, id="a number of ten thousand digits"),
        pytest.param(b"null", id="null"),
        pytest.param(b'"text"', id="text"),
        pytest.param(b'[{"email": "a"}]', id="a list"),
        pytest.param(b'{"\\ud800": 1}', id="a lone surrogate as a name"),
        pytest.param(b"{'email': 'a'}", id="single quotes"),
    ],
)
async def test_what_is_no_such_json_is_refused(world: World, body: bytes) -> None:
    answer = await _register(world, body)

    assert answer.status_code == 400
    assert answer.headers["content-type"] == "application/problem+json"
    assert answer.json()["errors"]


@pytest.mark.parametrize(
    ("change", "path"),
    [
        ({"username": None}, "username"),
        ({"username": 3}, "username"),
        ({"username": ["eve"]}, "username"),
        ({"username": "e\u0000ve"}, "username"),
        ({"username": "e\ud800ve"}, "username"),
        ({"username": "x" * 100_000}, "username"),
        ({"displayName": "a\u0007b"}, "displayName"),
        ({"displayName": "\udcff"}, "displayName"),
        ({"displayName": 10**20}, "displayName"),
        ({"gender": "robot"}, "gender"),
        ({"email": {"at": "example"}}, "email"),
        ({"password": True}, "password"),
        ({"isAdmin": True}, "isAdmin"),
        ({"display_name": "Eve"}, "display_name"),
    ],
)
async def test_a_wrong_field_is_named(world: World, change: dict[str, Any], path: str) -> None:
    answer = await _register(world, json.dumps(NEW_USER | change).encode())

    assert answer.status_code == 400
    assert [fault["path"] for fault in answer.json()["errors"]] == [path]


async def test_a_field_that_is_missing_and_one_that_stands_twice_are_named(world: World) -> None:
    missing = await _register(world, b'{"email": "eve@example.org"}')
    whole = json.dumps(NEW_USER)
    twice = await _register(world, f'{whole[:-1]}, "email": "eve@example.com"}}'.encode())

    assert {fault["path"] for fault in missing.json()["errors"]} == {"username", "password"}
    assert twice.json()["errors"] == [{"path": "email", "message": "must stand only once"}]


@pytest.mark.parametrize(
    "kind",
    [
        "text/plain",
        "application/x-www-form-urlencoded",
        "multipart/form-data; boundary=x",
        "application/json; charset=utf-16",
        "application/jsonx",
        "nonsense/",
        "",
    ],
)
async def test_json_under_another_content_type_is_415(world: World, kind: str) -> None:
    answer = await _register(world, json.dumps(NEW_USER).encode(), **{"Content-Type": kind})

    assert answer.status_code == 415


@pytest.mark.parametrize("kind", ["application/json; charset=UTF-8", "Application/JSON"])
async def test_json_by_any_spelling_of_its_type_is_read(world: World, kind: str) -> None:
    answer = await _register(world, json.dumps(NEW_USER).encode(), **{"Content-Type": kind})

    assert answer.status_code == 201


async def test_a_body_past_the_limit_is_413_however_it_is_sent(world: World) -> None:
    async def in_pieces() -> Any:
        for _ in range(20):
            yield b" " * 100_000

    whole = await _register(world, b" " * 2_000_000)
    streamed = await world.http.post(
        "/api/auth/register",
        content=in_pieces(),
        headers=JSON,
    )

    assert (whole.status_code, streamed.status_code) == (413, 413)
    assert whole.json()["type"] == "urn:phantom:too-large"


@pytest.mark.parametrize(
    ("query", "path"),
    [
        ("limit=0", "limit"),
        ("limit=201", "limit"),
        ("limit=-1", "limit"),
        ("limit=x", "limit"),
        ("limit=1.5", "limit"),
        ("limit=5.0", "limit"),
        ("limit=1e2", "limit"),
        ("limit=%2B5", "limit"),
        ("limit=99999999999999999999", "limit"),
        ("limit=1&limit=2", "limit"),
        ("cursor=made-up", "cursor"),
        ("cursor=W10", "cursor"),
        ("cursor=bnVsbA", "cursor"),
        ("cursor=WyJwZW9wbGUiLCJcdTAwMDAiXQ", "cursor"),
        ("cursor=%00", "cursor"),
        ("cursor=" + "A" * 3000, "cursor"),
        ("q=%00", "q"),
        ("q=%ED%A0%80", None),
        ("q=" + "x" * 101, "q"),
        ("page=2", "page"),
        ("%FF=1", "\ufffd"),
    ],
)
async def test_a_wrong_parameter_is_named(world: World, query: str, path: str | None) -> None:
    ada = await world.someone("ada")
    answer = await ada.send("GET", f"/api/users?{query}")

    assert answer.status_code == (400 if path else 200)
    assert path is None or [fault["path"] for fault in answer.json()["errors"]] == [path]


@pytest.mark.parametrize("number", ["1e30", "5.0", "x", "9" * 30])
async def test_what_is_no_whole_number_is_told_so_in_plain_words(world: World, number: str) -> None:
    ada = await world.someone("ada")
    told = (await ada.send("GET", f"/api/users?limit={number}")).json()["errors"]

    assert "whole number" in told[0]["message"]
    assert "and is a number" not in told[0]["message"]


async def test_a_flag_is_1_or_0(world: World) -> None:
    ada = await world.someone("ada")
    answer = await ada.send("GET", f"/api/audio/{ada.id}/stream?redirect=2")

    assert answer.json()["errors"] == [
        {"path": "redirect", "message": "must be true or false, or 1 or 0"}
    ]


async def test_a_cursor_of_another_list_is_refused(world: World) -> None:
    ada = await world.someone("ada")
    for number in range(3):
        await world.someone(f"person{number}")
    cursor = (await ada.send("GET", "/api/users?limit=1")).json()["next"]
    answer = await ada.send("GET", f"/api/users/{ada.id}/followers?cursor={cursor}")

    assert answer.status_code == 400
    assert answer.json()["errors"][0]["path"] == "cursor"


@pytest.mark.parametrize(
    "identifier",
    ["x", "01ARZ3NDEKTSV4RRFFQ69G5FA", "01arz3ndektsv4rrffq69g5fav", "8" * 26, "U" * 26, "%00"],
)
async def test_what_is_no_id_is_refused_with_its_path(world: World, identifier: str) -> None:
    ada = await world.someone("ada")
    answer = await ada.send("GET", f"/api/users/{identifier}")

    assert answer.status_code == 400
    assert answer.json()["errors"][0]["path"] == "userId"


async def test_an_id_of_another_kind_finds_nothing(world: World) -> None:
    ada = await world.someone("ada")
    session = (await ada.send("GET", "/api/auth/sessions")).json()["items"][0]["id"]

    assert (await ada.send("GET", f"/api/users/{session}")).status_code == 404
    assert (await ada.send("DELETE", f"/api/auth/sessions/{ada.id}")).status_code == 404


async def test_a_version_beyond_all_numbers_is_refused(world: World) -> None:
    ada = await world.someone("ada")
    for version in (0, -1, 10**20, 1.5, "1", True):
        answer = await ada.send("PATCH", "/api/users/me", {"version": version})

        assert answer.status_code == 400
        assert answer.json()["errors"][0]["path"] == "version"


async def test_an_address_that_leads_nowhere_and_a_method_that_it_does_not_take(
    world: World,
) -> None:
    nowhere = await world.http.get("/api/nothing/here")
    method = await world.http.put("/api/auth/login", json={})

    assert (nowhere.status_code, method.status_code) == (404, 405)
    assert method.headers["allow"]
    for answer in (nowhere, method):
        assert answer.headers["content-type"] == "application/problem+json"


async def test_signing_in_comes_before_the_body_is_looked_at(world: World) -> None:
    answer = await world.http.patch("/api/users/me", content=b"{", headers=JSON)

    assert answer.status_code == 401
