"""The server with its files in a bucket: handed in, heard, played past it, deleted, swept."""

import hashlib
import io
import json
import math
import struct
import subprocess
import sys
import wave
from collections.abc import AsyncIterator
from typing import Any, Final

import anyio
import httpx

from phantom_adapters.blobs.s3 import S3BlobStore
from phantom_core.blobs import BlobKey, blob_key
from phantom_core.kernel.quantities import ByteCount
from tests.crash.server import Server
from tests.s3.ceph import Ceph

_SECONDS: Final = 10
_RATE: Final = 22_050


def song() -> bytes:
    """Ten seconds of a tone that beats twice a second."""
    file = io.BytesIO()
    with wave.open(file, "wb") as writer:
        writer.setparams((1, 2, _RATE, 0, "NONE", ""))
        for at in range(_SECONDS * _RATE):
            loud = 12_000 if at % (_RATE // 2) < _RATE // 8 else 2_000
            writer.writeframesraw(struct.pack("<h", int(loud * math.sin(at * 0.0627))))
    return file.getvalue()


async def hand_in(ada: httpx.AsyncClient, data: bytes) -> dict[str, Any]:
    answer = await ada.post("/api/audio", files={"file": ("Żar.wav", data, "audio/wav")})
    assert answer.status_code == 201, answer.text
    told: dict[str, Any] = answer.json()
    return told


async def told_when(ada: httpx.AsyncClient, path: str, field: str, value: str) -> dict[str, Any]:
    with anyio.fail_after(120):
        while True:
            found: dict[str, Any] = (await ada.get(path)).json()
            if found[field] == value:
                return found
            await anyio.sleep(0.2)


async def test_a_recording_lives_in_the_bucket_from_its_first_byte_to_its_last(
    ada: httpx.AsyncClient, stranger: httpx.AsyncClient, store: S3BlobStore, server: Server
) -> None:
    data = song()
    file = await hand_in(ada, data)
    path = f"/api/audio/{file['id']}"
    await told_when(ada, path, "analysisStatus", "done")
    waveform = await ada.get(f"{path}/waveform")
    link = (await ada.get(f"{path}/stream")).json()["url"]
    whole = await stranger.get(link)
    part = await stranger.get(link, headers={"Range": "bytes=1000-1999"})
    saved = await stranger.get((await ada.get(f"{path}/download")).json()["url"])

    assert file["sha256"] == hashlib.sha256(data).hexdigest()
    assert waveform.status_code == 200
    assert not link.startswith(server.url)
    assert (await ada.get(f"{path}/stream")).json()["url"] == link
    assert whole.content == data
    assert (part.status_code, part.content) == (206, data[1000:2000])
    assert saved.headers["content-disposition"].startswith("attachment; ")
    assert "filename*=UTF-8''%C5%BBar.wav" in saved.headers["content-disposition"]
    assert [entry.size async for entry in store.list()] != []

    assert (await ada.delete(path)).status_code == 204
    with anyio.fail_after(60):
        while [entry async for entry in store.list()]:
            sweep(server, "--apply")
            await anyio.sleep(0.5)
    assert (await stranger.get(link)).status_code == 404


async def test_what_nothing_names_is_found_and_what_is_lost_is_told(
    ada: httpx.AsyncClient, store: S3BlobStore, server: Server
) -> None:
    await hand_in(ada, song())
    kept = {entry.key async for entry in store.list()}
    await put(store, blob_key("audio/stray"))
    await anyio.sleep(2.5)

    looked = sweep(server, "--json")
    assert looked.returncode == 3, looked.stderr
    assert kinds(looked) == {"stray": 1}
    assert kinds(sweep(server, "--apply", "--json")) == {"stray": 1}

    for key in kept:
        await store.delete(key)
    lost = sweep(server, "--json")
    assert lost.returncode == 4, lost.stderr
    assert kinds(lost)["missing"] == len(kept)


async def test_a_bucket_that_is_out_of_reach_hinders_only_what_needs_it(
    ada: httpx.AsyncClient, s3_server: Ceph
) -> None:
    s3_server.kill_gateway()
    try:
        ready = await ada.get("/health/ready")
        refused = await ada.post("/api/audio", files={"file": ("a.wav", song(), "audio/wav")})
        still = await ada.get("/api/users/me")
    finally:
        await anyio.to_thread.run_sync(s3_server.start_gateway)

    assert (ready.status_code, still.status_code) == (503, 200)
    assert refused.status_code == 503
    assert int(refused.headers["retry-after"]) >= 1
    assert (await hand_in(ada, song()))["title"] == "Żar"


async def put(store: S3BlobStore, key: BlobKey) -> None:
    async def chunks() -> AsyncIterator[bytes]:
        yield b"bytes"

    await store.put(key, chunks(), limit=ByteCount(100))


def sweep(server: Server, *arguments: str) -> subprocess.CompletedProcess[str]:
    program = "from phantom_app.cli import main; main()"
    command = [sys.executable, "-c", program, "sweep", *arguments]
    return subprocess.run(
        command,
        env=server.environment,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )


def kinds(answer: subprocess.CompletedProcess[str]) -> dict[str, int]:
    found = json.loads(answer.stdout)["report"]["found"]
    return {each["kind"]: each["count"] for each in found}
