"""What is written down for operators: who came in, who tried to, and who was refused; no secret."""

import logging
from collections.abc import Iterator

import pytest

from tests.http.world import PASSWORD, World

WRONG = "not the right secret"


@pytest.fixture
def lines(caplog: pytest.LogCaptureFixture) -> Iterator[list[str]]:
    """What is written down, as it grows."""
    with caplog.at_level(logging.INFO, "phantom.security"):
        told: list[str] = []

        class Kept(logging.Handler):
            def emit(self, record: logging.LogRecord) -> None:
                told.append(record.getMessage())

        handler = Kept()
        logging.getLogger("phantom.security").addHandler(handler)
        yield told
        logging.getLogger("phantom.security").removeHandler(handler)


async def test_who_comes_in_and_who_fails_to_is_written_down(
    world: World, lines: list[str]
) -> None:
    ada = await world.someone("ada")
    await world.http.post("/api/auth/login", json={"login": "ada", "password": WRONG})
    await world.http.post("/api/auth/login", json={"login": "ada", "password": PASSWORD})
    await ada.send("POST", "/api/auth/logout")

    assert lines == [
        f"POST /api/auth/register: 201, from 127.0.0.1, by {ada.id}",
        "POST /api/auth/login: 401, from 127.0.0.1, by nobody known",
        f"POST /api/auth/login: 200, from 127.0.0.1, by {ada.id}",
        f"POST /api/auth/logout: 204, from 127.0.0.1, by {ada.id}",
    ]


async def test_what_is_not_allowed_is_written_down(world: World, lines: list[str]) -> None:
    ada = await world.someone("ada")
    await ada.send("GET", "/api/admin/audit")
    await world.http.get("/api/users/me")
    await ada.send("GET", "/api/users/me")

    assert lines[1:] == [
        f"GET /api/admin/audit: 403, from 127.0.0.1, by {ada.id}",
        "GET /api/users/me: 401, from 127.0.0.1, by nobody known",
    ]


async def test_nothing_that_was_sent_is_written_down(world: World, lines: list[str]) -> None:
    ada = await world.someone("ada")
    token = ada.signed_in["accessToken"]
    await world.http.post("/api/auth/login", json={"login": WRONG, "password": "ada"})
    await world.http.get(f"/api/users/me?token={WRONG}", headers={"Authorization": f"x {token}"})
    await world.http.get("/api/users/evil%0Aline", headers={"Authorization": "Bearer a\tb"})

    assert len(lines) == 4
    assert not [line for line in lines if WRONG in line or token in line or "\n" in line]


class TestLimits:
    @pytest.fixture
    def environment(self) -> dict[str, str]:
        return {"PHANTOM_RATE_LIMITS": "log-in=1/60"}

    async def test_who_tries_too_often_is_written_down(
        self, world: World, lines: list[str]
    ) -> None:
        for _ in range(2):
            await world.http.post("/api/auth/login", json={"login": "ada", "password": WRONG})

        assert lines[1:] == ["POST /api/auth/login: 429, from 127.0.0.1, by nobody known"]
