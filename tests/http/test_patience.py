"""Bodies that stop midway: they are not waited for without end."""

import json
from collections.abc import AsyncIterator

import anyio
import pytest

from phantom_app.http.patience import patient
from phantom_app.http.problems import TooSlow
from tests.http.world import World


async def test_a_piece_that_does_not_come_is_too_slow() -> None:
    receive = patient(anyio.sleep_forever, 0.01)  # type: ignore[arg-type]  # it never answers

    with pytest.raises(TooSlow):
        await receive()


async def test_what_comes_after_the_body_is_waited_for() -> None:
    async def give() -> dict[str, object]:
        await anyio.sleep(0.05 if given else 0)
        given.append(1)
        return {"type": "http.disconnect" if len(given) > 1 else "http.request", "body": b""}

    given: list[int] = []
    receive = patient(give, 0.01)  # type: ignore[arg-type]  # plain messages
    messages = [await receive(), await receive()]

    assert [message["type"] for message in messages] == ["http.request", "http.disconnect"]


class TestAServer:
    @pytest.fixture
    def environment(self) -> dict[str, str]:
        return {"PHANTOM_BODY_TIMEOUT": "1"}

    @pytest.mark.parametrize("kind", ["application/json", "multipart/form-data; boundary=x"])
    async def test_a_client_that_falls_silent_is_let_go(self, world: World, kind: str) -> None:
        async def begun() -> AsyncIterator[bytes]:
            yield b"{"[: kind.endswith("json")]
            await anyio.sleep_forever()

        ada = await world.someone("ada")
        path = "/api/reports" if kind.endswith("json") else "/api/audio"
        answer = await ada.send("POST", path, content=begun(), headers={"Content-Type": kind})

        assert (answer.status_code, answer.headers["connection"]) == (408, "close")
        assert json.loads(answer.content)["type"] == "urn:phantom:too-slow"
