"""A bucket that cannot be reached: what needs files is refused, and all else goes on."""

from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import httpx
import pytest

from phantom_adapters.blobs.s3 import connection
from phantom_app.composition import composed
from phantom_app.http.app import create_app
from phantom_app.http.routes import ROUTES, server_of
from phantom_app.settings import read_settings
from tests.http.world import PASSWORD, Someone
from tests.proxy import Proxy, proxy_before

WAV = ("a.wav", b"RIFF\x24\0\0\0WAVEfmt " + bytes(100), "audio/wav")


@pytest.fixture
def proxy() -> Any:
    with proxy_before(("127.0.0.1", 9)) as proxy:
        proxy.refuse()
        yield proxy


@pytest.fixture
async def ada(
    tmp_path: Path, proxy: Proxy, monkeypatch: pytest.MonkeyPatch
) -> AsyncIterator[Someone]:
    """Somebody on a server as operators run it, whose bucket is away."""
    monkeypatch.setattr(connection, "_ATTEMPTS", 1)
    environment = {
        "PHANTOM_BLOB_URL": "s3://phantom",
        "PHANTOM_S3_ENDPOINT": f"http://127.0.0.1:{proxy.port}",
        "PHANTOM_S3_ACCESS_KEY": "who",
        "PHANTOM_S3_SECRET_KEY": "what",
    }
    async with composed(read_settings(environment, data_dir=str(tmp_path))) as services:
        app: Any = create_app(server_of(services), routes=ROUTES)
        transport = httpx.ASGITransport(app, raise_app_exceptions=False)
        async with httpx.AsyncClient(transport=transport, base_url="http://phantom.test") as http:
            body = {"email": "ada@example.org", "username": "ada", "password": PASSWORD}
            answer = await http.post("/api/auth/register", json=body)
            yield Someone(http, answer.json())


async def test_what_needs_files_is_refused_and_all_else_goes_on(ada: Someone) -> None:
    refused = [await ada.send("POST", "/api/audio", files={"file": WAV}) for _ in range(7)]
    ready = await ada.send("GET", "/health/ready")
    done = [
        await ada.send("GET", "/api/users/me"),
        await ada.send("POST", "/api/projects", {"name": "Song"}),
        await ada.send("GET", "/api/rooms"),
        await ada.send("GET", "/api/audio"),
    ]
    measured = (await ada.send("GET", "/metrics")).text

    assert {answer.status_code for answer in refused} == {503}
    assert all(int(answer.headers["Retry-After"]) >= 1 for answer in refused)
    assert ready.status_code == 503
    assert "files does not answer" in ready.json()["detail"]
    assert [answer.status_code for answer in done] == [200, 201, 200, 200]
    assert 'phantom_circuit{state="open",system="files"} 1.0' in measured
