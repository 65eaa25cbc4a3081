"""What is too long is refused at once, and the limit is named."""

from collections.abc import AsyncIterator

import pytest

from tests.http.test_audio import FORM
from tests.http.world import World


class TestWhatIsTooLong:
    @pytest.fixture
    def environment(self) -> dict[str, str]:
        return {"PHANTOM_UPLOAD_LIMIT": "2000000"}

    async def test_an_upload_that_announces_it_is_refused_unread(self, world: World) -> None:
        ada = await world.someone("ada")
        read: list[bytes] = []

        async def body() -> AsyncIterator[bytes]:
            read.append(b"--limit")
            yield read[-1]

        headers = {"Content-Type": FORM, "Content-Length": "90000000000"}
        answer = await ada.send("POST", "/api/audio", content=body(), headers=headers)

        assert answer.status_code == 413
        assert read == []
        assert "2000000 bytes" in answer.json()["detail"]

    async def test_json_is_told_its_limit(self, world: World) -> None:
        ada = await world.someone("ada")
        limit = world.services.settings.body_limit
        answer = await ada.send("PATCH", "/api/users/me", {"username": "x" * limit})

        assert answer.status_code == 413
        assert f"{limit} bytes" in answer.json()["detail"]
