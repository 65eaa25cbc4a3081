"""A recording too large to be held, sent by a plan that is broken off twice, and fetched again.

`phantom serve` runs on SQLite and its folder of files, from an empty folder on. The sender is a
process of its own, with the Python client: it is killed amid its parts. Another one goes on with
the upload; amid its parts the server is killed with SIGKILL and started again, and the sender has
to see that through by itself. At the end the recording is fetched, and has to be the same.

`MiB/s` is of the whole file, everything that was sent twice included in the time. `CPU s/GiB` is
the processor time of the server's own processes, all threads together; the process that takes a
look at the sound is not among them. `grows` is how far the memory of the server rose above where
it stood once it had answered its first requests (the higher of both processes). Beside it stands
what hashing alone takes here, in one thread, as every byte is hashed twice: as a part, and as
the file.

Run it from the repository: `python -m tests.benchmarks.large_uploads [--size 4GiB]`.
"""

import argparse
import asyncio
import hashlib
import multiprocessing
import random
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any, Final

import anyio
import attrs
import httpx

from phantom_adapters.client import UploadProgress, upload_recording
from phantom_app.setting_values import byte_count
from tests.benchmarks.delivering.family import Family
from tests.crash.server import Server

_MIB: Final = 1024 * 1024
_HEAD: Final = 44
# The head of a WAV tells its length in 32 bits.
_LARGEST: Final = 4 * 1024 * _MIB - 8
_PERSON: Final = {"email": "ada@example.org", "username": "ada", "password": "a long enough secret"}


@attrs.define
class Cost:
    """What the server's processes took, one after the other."""

    cpu: float = 0.0
    grown: float = 0.0

    @contextmanager
    def of(self, server: Server) -> Iterator[None]:
        """Look at a server that has just begun, up to its end or now."""
        assert server.pid is not None
        family = Family((server.pid,))
        family.forget_peak()
        stood, spent = family.memory(), family.cpu_seconds()
        yield
        self.cpu += family.cpu_seconds() - spent
        self.grown = max(self.grown, family.peak() - stood)


def _written(path: Path, size: int) -> str:
    """Write a WAV of noise (16 bits, stereo, 96 kHz); answer its SHA-256."""
    riff = b"RIFF" + (size - 8).to_bytes(4, "little") + b"WAVEfmt " + (16).to_bytes(4, "little")
    form = b"\x01\x00\x02\x00" + (96_000).to_bytes(4, "little") + (384_000).to_bytes(4, "little")
    head = riff + form + b"\x04\x00\x10\x00data" + (size - _HEAD).to_bytes(4, "little")
    chance, digest = random.Random(1), hashlib.sha256()
    with path.open("wb") as file:
        for start in range(0, size, _MIB):
            noise = chance.randbytes(_MIB)
            piece = (head + noise[_HEAD:] if start == 0 else noise)[: size - start]
            digest.update(piece)
            file.write(piece)
    return digest.hexdigest()


def _hashing(path: Path) -> float:
    """MiB that one thread hashes in a second."""
    began = time.perf_counter()
    with path.open("rb") as file:
        hashlib.file_digest(file, "sha256")
    return path.stat().st_size / _MIB / (time.perf_counter() - began)


def _send(line: Connection, url: str, token: str, path: Path, upload_id: str | None) -> None:
    """Be a sender: tell of each MiB, and of the recording at the end."""
    told = -1

    def tell(progress: UploadProgress) -> None:
        nonlocal told
        if progress.sent // _MIB != told:
            told = progress.sent // _MIB
            line.send(progress)

    line.send(
        asyncio.run(
            upload_recording(url, token, path, upload_id=upload_id, on_progress=tell, proxy=None)
        )
    )


class Sender:
    """A process that sends a file."""

    def __init__(self, *wanted: object) -> None:
        context = multiprocessing.get_context("spawn")
        self._line, far = context.Pipe(duplex=False)
        self._process = context.Process(target=_send, args=(far, *wanted), daemon=True)
        self._process.start()
        far.close()

    def until(self, share: float) -> UploadProgress:
        """Wait until so much of the file was sent."""
        while True:
            told: UploadProgress = self._line.recv()
            if told.sent >= share * told.size:
                return told

    def finished(self) -> dict[str, Any]:
        """Wait for the recording."""
        while isinstance(told := self._line.recv(), UploadProgress):
            pass
        self._process.join()
        return dict(told)

    def kill(self) -> None:
        """End it, without a word."""
        self._process.kill()
        self._process.join()


def _started(server: Server) -> None:
    """Start a server, and have it answer something before its memory is looked at."""
    server.start()
    anyio.run(server.ready)
    httpx.get(f"{server.url}/api/uploads")


def _fetched(url: str, token: str, file: dict[str, Any]) -> str:
    """Fetch a recording as whoever has its URL; answer the SHA-256 of what comes."""
    digest = hashlib.sha256()
    told = httpx.get(
        f"{url}/api/audio/{file['id']}/stream", headers={"Authorization": f"Bearer {token}"}
    )
    with httpx.stream("GET", told.raise_for_status().json()["url"], timeout=60) as answer:
        for piece in answer.iter_raw(_MIB):
            digest.update(piece)
    return digest.hexdigest()


def _row(what: str, size: int, seconds: float, cost: Cost) -> None:
    rate, cpu = size / _MIB / seconds, cost.cpu / (size / _MIB / 1024)
    print(f"{what:9} {seconds:8.1f} {rate:8.0f} {cpu:10.2f} {cost.grown:6.0f} MiB", flush=True)


def _measure(server: Server, path: Path, sha256: str) -> None:
    size = path.stat().st_size
    _started(server)
    person = httpx.post(f"{server.url}/api/auth/register", json=_PERSON).raise_for_status().json()
    wanted = (server.url, token := person["accessToken"], path)
    coming, began = Cost(), time.perf_counter()
    with coming.of(server):
        first = Sender(*wanted, None)
        begun = first.until(1 / 3)
        first.kill()
        second = Sender(*wanted, begun.upload_id)
        again = second.until(0)
        second.until(2 / 3)
    server.kill()
    _started(server)
    with coming.of(server):
        file = second.finished()
    _row("upload", size, time.perf_counter() - began, coming)
    going, began = Cost(), time.perf_counter()
    with going.of(server):
        found = _fetched(server.url, token, file)
    _row("download", size, time.perf_counter() - began, going)
    assert (file["id"], file["sizeBytes"]) == (begun.upload_id, size)
    assert file["sha256"] == found == sha256
    kept = again.sent / _MIB
    print(f"Of {begun.sent / _MIB:.0f} MiB that the first sender sent, {kept:.0f} were kept.")


def main() -> None:
    """Send, fetch, and print what it took."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--size", type=byte_count, default=byte_count("256MiB"))
    size = min(parser.parse_args().size, _LARGEST) // 4 * 4
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "night.wav"
        sha256 = _written(path, size)
        server = Server(Path(folder) / "data", "--no-worker", PHANTOM_TEST_EAR="real")
        print(f"{size} bytes; hashing alone: {_hashing(path):.0f} MiB/s")
        print(f"{'':9} {'seconds':>8} {'MiB/s':>8} {'CPU s/GiB':>10} {'grows':>10}")
        try:
            _measure(server, path, sha256)
        finally:
            server.kill()


if __name__ == "__main__":
    main()
