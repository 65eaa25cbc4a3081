"""A recording that comes by a plan, straight to the bucket, while server and bucket are killed."""

import hashlib
import struct
from collections.abc import AsyncIterator, Callable, Sequence
from typing import Any

import anyio
import httpx
import pytest

from phantom_app.setting_values import byte_count
from tests.crash.server import Server
from tests.s3.ceph import Ceph
from tests.s3.large import MIB, Gone, leave, piece, watched

GROWTH = 64 * MIB
# The form of a WAV tells its length in 32 bits.
LARGEST = 4 * 1024 * MIB - 8
HEADER = 44
Part = dict[str, Any]


class Recording:
    """A WAV of noise, of any size, which is nowhere as a whole."""

    def __init__(self, size: int) -> None:
        self.size = min(size, LARGEST) // 2 * 2
        sound = self.size - HEADER
        form = struct.pack("<4sIHHIIHH", b"fmt ", 16, 1, 2, 48_000, 192_000, 4, 16)
        riff = struct.pack("<4sI4s", b"RIFF", self.size - 8, b"WAVE")
        self._header = riff + form + struct.pack("<4sI", b"data", sound)

    def at(self, number: int) -> bytes:
        """One of its MiB."""
        made = piece(number)
        whole = self._header + made[HEADER:] if number == 0 else made
        return whole[: self.size - number * MIB]

    def sha256(self) -> str:
        """What it hashes to."""
        digest = hashlib.sha256()
        for number in range(-(-self.size // MIB)):
            digest.update(self.at(number))
        return digest.hexdigest()


class Sender:
    """Somebody who follows a plan."""

    def __init__(self, recording: Recording, part_size: int) -> None:
        self._recording = recording
        self._part_size = part_size
        self.sent = 0

    async def send(
        self, parts: Sequence[Part], *, broken: Callable[[], None] | None = None
    ) -> None:
        """Send these; amid the last of them something may happen."""
        async with httpx.AsyncClient(timeout=60) as client:
            for part in parts:
                body = self._body(part, broken if part is parts[-1] else None)
                headers = {**part["headers"], "Content-Length": str(part["size"])}
                answer = await client.put(part["url"], content=body, headers=headers)
                assert answer.status_code == 200, answer.text
                self.sent += part["size"]

    async def _body(self, part: Part, broken: Callable[[], None] | None) -> AsyncIterator[bytes]:
        first = (part["number"] - 1) * self._part_size // MIB
        for number in range(first, first - -part["size"] // MIB):
            if broken is not None and number > first:
                broken()
            yield self._recording.at(number)


async def test_it_goes_on_where_it_was_broken_off_and_the_server_holds_little(
    pytestconfig: pytest.Config,
    server: Server,
    ada: httpx.AsyncClient,
    stranger: httpx.AsyncClient,
    s3_server: Ceph,
) -> None:
    recording = Recording(byte_count(pytestconfig.getoption("--large")))
    asked = {"fileName": "night.wav", "sizeBytes": recording.size, "contentType": "audio/wav"}
    plan = (await ada.post("/api/audio", json=asked)).json()
    sender, path = Sender(recording, plan["partSize"]), f"/api/uploads/{plan['id']}"
    third = len(plan["parts"]) // 3
    with pytest.raises(Gone):
        await sender.send(plan["parts"][:third], broken=leave)

    server.kill()
    server.start()
    with anyio.fail_after(60):
        await server.ready()
    assert server.pid is not None
    with watched(server.pid) as highest:
        rest = (await ada.get(path)).json()["parts"]
        with pytest.raises(httpx.TransportError):
            await sender.send(rest[: len(rest) // 2], broken=s3_server.kill_gateway)
        await anyio.to_thread.run_sync(s3_server.start_gateway)
        await sender.send((await ada.get(path)).json()["parts"])

        received = (await ada.get(path)).json()["received"]
        tags = [{"number": part["number"], "etag": part["etag"]} for part in received]
        whole = {"parts": tags, "sha256": recording.sha256()}
        done = await ada.post(f"/api/audio/{plan['id']}/complete", json=whole, timeout=600)
        assert done.status_code in {200, 201}, done.text
        link = (await ada.get(f"/api/audio/{done.json()['id']}/stream")).json()["url"]
        end = await stranger.get(link, headers={"Range": "bytes=-1000"})

    last = recording.at((recording.size - 1) // MIB)
    print(f"{recording.size / MIB:.0f} MiB: {highest.growth / MIB:.0f} MiB more memory")  # noqa: T201
    assert len(rest) == plan["partCount"] - third + 1
    assert sender.sent == recording.size
    assert end.content == last[-1000:]
    assert highest.growth <= GROWTH
