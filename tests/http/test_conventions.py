"""What holds for every route: keys, limits, headers, origins, faults of ours."""

import re
from datetime import timedelta
from typing import Any

import anyio
import httpx
import pytest
from litestar import get

from phantom_adapters.security import JwtAccessTokens, SigningKeys
from phantom_app.http.app import create_app
from phantom_app.http.payloads import Payload
from phantom_app.http.routes import server_of
from tests.http.world import PASSWORD, World

REPORT = {"kind": "user", "reason": "He shouts."}


class TestIdempotencyKeys:
    async def test_the_same_request_is_answered_with_the_first_answer(self, world: World) -> None:
        ada, bob, root = await world.someone("ada"), await world.someone("bob"), await world.admin()
        body, key = {**REPORT, "id": bob.id}, {"Idempotency-Key": "one"}
        answers = [await ada.send("POST", "/api/reports", body, headers=key) for _ in range(3)]
        queue = (await root.send("GET", "/api/admin/reports")).json()["items"]

        assert [answer.status_code for answer in answers] == [201] * 3
        assert len({answer.text for answer in answers}) == 1
        assert len(queue) == 1

    async def test_another_request_under_the_same_key_is_a_conflict(self, world: World) -> None:
        ada, bob = await world.someone("ada"), await world.someone("bob")
        key = {"Idempotency-Key": "one"}
        await ada.send("POST", "/api/reports", {**REPORT, "id": bob.id}, headers=key)
        other = await ada.send(
            "POST", "/api/reports", {**REPORT, "id": bob.id, "reason": "Other."}, headers=key
        )

        assert other.status_code == 409
        assert other.json()["type"] == "urn:phantom:idempotency-key-reused"

    async def test_keys_are_each_persons_own_and_last_a_day(self, world: World) -> None:
        ada, bob, eve = [await world.someone(name) for name in ("ada", "bob", "eve")]
        body, key = {**REPORT, "id": bob.id}, {"Idempotency-Key": "one"}
        first = await ada.send("POST", "/api/reports", body, headers=key)
        others = await eve.send("POST", "/api/reports", body, headers=key)
        world.clock.advance(hours=24, seconds=1)
        login = {"login": "ada", "password": "a long enough secret"}
        token = (await world.http.post("/api/auth/login", json=login)).json()["accessToken"]
        another = {**body, "reason": "Still at it."}
        later = await world.http.post(
            "/api/reports", json=another, headers={"Authorization": f"Bearer {token}", **key}
        )

        assert len({first.json()["id"], others.json()["id"], later.json()["id"]}) == 3

    async def test_a_repeat_while_the_first_runs_is_a_conflict_and_has_no_effect(
        self, world: World
    ) -> None:
        ada, bob, root = await world.someone("ada"), await world.someone("bob"), await world.admin()
        body, key = {**REPORT, "id": bob.id}, {"Idempotency-Key": "one"}
        answers: list[int] = []

        async def ask() -> None:
            answer = await ada.send("POST", "/api/reports", body, headers=key)
            answers.append(answer.status_code)

        async with anyio.create_task_group() as group:
            for _ in range(20):
                group.start_soon(ask)
        queue = (await root.send("GET", "/api/admin/reports")).json()["items"]

        assert set(answers) <= {201, 409}
        assert 201 in answers
        assert len(queue) == 1

    @pytest.mark.parametrize("key", ["", "x" * 256, "a\tb"])
    async def test_what_is_no_key_is_refused(self, world: World, key: str) -> None:
        ada, bob = await world.someone("ada"), await world.someone("bob")
        answer = await ada.send(
            "POST", "/api/reports", {**REPORT, "id": bob.id}, headers={"Idempotency-Key": key}
        )

        assert answer.status_code == 400
        assert answer.json()["errors"][0]["path"] == "Idempotency-Key"

    async def test_logging_in_ignores_the_key(self, world: World) -> None:
        await world.someone("ada")
        login = {"login": "ada", "password": "a long enough secret"}
        key = {"Idempotency-Key": "one"}
        tokens = {
            (await world.http.post("/api/auth/login", json=login, headers=key)).json()[
                "refreshToken"
            ]
            for _ in range(2)
        }

        assert len(tokens) == 2


class TestLimitsOfAnAccount:
    @pytest.fixture
    def environment(self) -> dict[str, str]:
        return {"PHANTOM_RATE_LIMITS": "account=2/60"}

    @pytest.mark.parametrize("name", ["ada", "nobody"])
    async def test_guesses_at_one_account_are_limited_wherever_they_come_from(
        self, world: World, name: str
    ) -> None:
        await world.someone("ada")
        email = f"{name}@example.org"
        answers = [
            await world.http.post(f"/api/auth/{path}", json=body)
            for path, body in (
                ("login", {"login": email, "password": "not the one"}),
                ("forgot", {"email": email.upper()}),
                ("login", {"login": email.title(), "password": PASSWORD}),
                ("forgot", {"email": email}),
                ("login", {"login": "bob@example.org", "password": PASSWORD}),
            )
        ]

        assert [answer.status_code for answer in answers] == [401, 202, 429, 429, 401]
        assert answers[2].headers["ratelimit"].startswith('"account";r=0;')


class TestRateLimits:
    @pytest.fixture
    def environment(self) -> dict[str, str]:
        return {"PHANTOM_RATE_LIMITS": "address=50/60,person=5/60,log-in=3/60"}

    async def test_each_limit_is_exact_and_tells_when_to_come_back(self, world: World) -> None:
        ada = await world.someone("ada")
        answers = [await ada.send("GET", "/api/auth/me") for _ in range(6)]
        refused = answers[-1]
        world.clock.advance(seconds=int(refused.headers["retry-after"]))
        later = await ada.send("GET", "/api/auth/me")

        assert [answer.status_code for answer in answers] == [200] * 5 + [429]
        assert refused.json()["type"] == "urn:phantom:rate-limited"
        assert later.status_code == 200

    async def test_the_headers_tell_the_policy_and_what_is_left(self, world: World) -> None:
        ada = await world.someone("ada")
        answer = await ada.send("GET", "/api/auth/me")

        assert answer.headers["ratelimit-policy"] == '"address";q=50;w=60, "person";q=5;w=60'
        assert re.fullmatch(r'"address";r=48;t=\d+, "person";r=4;t=12', answer.headers["ratelimit"])

    async def test_logging_in_is_limited_more_strictly_and_on_its_own(self, world: World) -> None:
        await world.someone("ada")
        login = {"login": "ada", "password": "not the one"}
        answers = [
            (await world.http.post("/api/auth/login", json=login)).status_code for _ in range(3)
        ]
        forgot = await world.http.post("/api/auth/forgot", json={"email": "ada@example.org"})
        refresh = await world.http.post("/api/auth/refresh", json={"refreshToken": "x"})

        assert answers == [401, 401, 429]
        assert forgot.status_code == 429
        assert refresh.status_code == 401

    @pytest.mark.parametrize(
        "path", ["register", "password", "email", "verify", "verify/again", "forgot", "reset"]
    )
    async def test_all_that_could_be_guessed_at_is_limited_like_logging_in(
        self, world: World, path: str
    ) -> None:
        ada = await world.someone("ada")
        answers = [await ada.send("POST", f"/api/auth/{path}", {}) for _ in range(4)]

        assert answers[-1].status_code == 429

    async def test_health_is_never_limited(self, world: World) -> None:
        answers = {(await world.http.get("/health/live")).status_code for _ in range(60)}

        assert answers == {200}


class TestOrigins:
    @pytest.fixture
    def environment(self) -> dict[str, str]:
        return {"PHANTOM_ALLOWED_ORIGINS": "https://App.example:443"}

    async def test_pages_of_an_allowed_origin_may_read_answers(self, world: World) -> None:
        allowed = await world.http.get("/health/live", headers={"Origin": "https://app.example"})
        foreign = await world.http.get("/health/live", headers={"Origin": "https://evil.example"})

        assert allowed.headers["access-control-allow-origin"] == "https://app.example"
        assert "access-control-allow-origin" not in foreign.headers

    async def test_a_preflight_is_answered(self, world: World) -> None:
        answer = await world.http.options(
            "/api/users/me",
            headers={
                "Origin": "https://app.example",
                "Access-Control-Request-Method": "PATCH",
                "Access-Control-Request-Headers": "authorization, content-type, if-match",
            },
        )

        assert answer.status_code == 204
        assert "PATCH" in answer.headers["access-control-allow-methods"]

    @pytest.mark.parametrize(
        "name", ["If-None-Match", "If-Range", "If-Modified-Since", "Range", "Idempotency-Key"]
    )
    async def test_pages_of_an_allowed_origin_may_send_what_routes_read(
        self, world: World, name: str
    ) -> None:
        answer = await world.http.options(
            "/api/users/me",
            headers={
                "Origin": "https://app.example",
                "Access-Control-Request-Method": "GET",
                "Access-Control-Request-Headers": name.lower(),
            },
        )

        assert name.lower() in answer.headers["access-control-allow-headers"].lower().split(", ")


@pytest.mark.parametrize(
    ("method", "path", "status", "title"),
    [
        ("POST", "/api/auth/register", 400, "The request is not valid"),
        ("GET", "/api/auth/me", 401, "Not signed in"),
        ("GET", "/nowhere", 404, "Not found"),
        ("PATCH", "/health/live", 405, "Method not allowed"),
    ],
)
async def test_the_title_of_a_problem_is_of_its_status_and_the_detail_is_a_sentence(
    world: World, method: str, path: str, status: int, title: str
) -> None:
    problem = (await world.http.request(method, path, json={})).json()

    assert (problem["status"], problem["title"], problem["instance"]) == (status, title, path)
    assert problem["detail"].endswith(".")
    assert problem["detail"] != title


async def test_every_answer_carries_what_protects_browsers(world: World) -> None:
    for path in ("/health/live", "/api/auth/me", "/nowhere", "/", "/schema"):
        headers = (await world.http.get(path)).headers

        assert headers["x-content-type-options"] == "nosniff"
        assert "frame-ancestors 'none'" in headers["content-security-policy"]
        assert headers["cache-control"] == "no-store"


class Broken(Payload):
    """Never sent."""


@get("/broken", open=True)
async def broken() -> Broken:
    """Fail, as no route should."""
    raise ZeroDivisionError


async def test_a_fault_of_ours_is_logged_under_the_id_that_the_caller_is_told(
    world: World, caplog: pytest.LogCaptureFixture
) -> None:
    app: Any = create_app(server_of(world.services), routes=[broken])
    transport = httpx.ASGITransport(app, raise_app_exceptions=False)
    async with httpx.AsyncClient(transport=transport, base_url="http://phantom.test") as client:
        answer = await client.get("/broken")
    told = answer.json()

    assert answer.status_code == 500
    assert told["type"] == "urn:phantom:fault"
    assert "Zero" not in answer.text
    assert told["requestId"] in caplog.text
    assert "ZeroDivisionError" in caplog.text


async def test_a_token_of_another_server_is_refused(world: World) -> None:
    ada = await world.someone("ada")
    signer = world.services.desk.access_tokens
    claims = signer.read(ada.signed_in["accessToken"], world.clock())

    stranger = JwtAccessTokens(SigningKeys(current="x", keys={"x": b"k" * 32}))
    forged = stranger.issue(claims)
    answer = await world.http.get("/api/auth/me", headers={"Authorization": f"Bearer {forged}"})

    assert claims.expires_at - claims.issued_at == timedelta(minutes=15)
    assert answer.status_code == 401
