"""The scanners keep the promises of their port, and let nothing pass that was not looked at."""

import socket
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest

from phantom_adapters.contracts.blob_scanner import BlobScannerContract
from phantom_adapters.memory.scanner import MemoryScanner
from phantom_adapters.scanning import ClamdPatience, ClamdScanner
from phantom_core.blobs import BlobScanner
from phantom_core.kernel.errors import Unavailable
from tests.contracts.clamd_server import clamd_server
from tests.proxy import proxy_before

QUICK = ClamdPatience(connecting=5, sending=0.2, judging=0.2)


async def bytes_of(size: int) -> AsyncIterator[bytes]:
    for _ in range(size // 1000):
        yield bytes(1000)


class TestMemoryScanner(BlobScannerContract):
    adapters = (MemoryScanner,)

    @pytest.fixture
    def scanner(self) -> MemoryScanner:
        return MemoryScanner()


class TestClamdScanner(BlobScannerContract):
    adapters = (ClamdScanner,)

    @pytest.fixture
    def scanner(self) -> Iterator[BlobScanner]:
        with clamd_server() as server:
            yield ClamdScanner(server.place)

    @pytest.mark.parametrize(
        "answer",
        [b"", b"stream: O", b"\0", b"stream: ERROR\0", b"UNKNOWN COMMAND\0", b"\xff" * 10000],
    )
    async def test_what_is_no_verdict_lets_nothing_pass(self, answer: bytes) -> None:
        with clamd_server(answer=answer) as server, pytest.raises(Unavailable):
            await ClamdScanner(server.place).scan(bytes_of(1000))

    async def test_a_file_that_it_does_not_take_whole_does_not_pass(self) -> None:
        with clamd_server(largest=10_000) as server, pytest.raises(Unavailable):
            await ClamdScanner(server.place).scan(bytes_of(5_000_000))

    @pytest.mark.parametrize("size", [0, 50_000_000], ids=["to answer", "to listen"])
    async def test_one_that_forgets_is_not_waited_for(self, size: int) -> None:
        with socket.create_server(("127.0.0.1", 0)) as deaf:
            scanner = ClamdScanner(deaf.getsockname(), patience=QUICK)
            with pytest.raises(Unavailable):
                await scanner.scan(bytes_of(size))

    async def test_one_that_is_away_lets_nothing_pass(self, tmp_path: Path) -> None:
        with pytest.raises(Unavailable):
            await ClamdScanner(tmp_path / "clamd.ctl").scan(bytes_of(1000))

    async def test_one_that_fails_again_and_again_is_left_alone(self) -> None:
        with clamd_server(answer=b"\0") as server, proxy_before(server.place) as proxy:
            scanner = ClamdScanner(("127.0.0.1", proxy.port))
            for _ in range(8):
                with pytest.raises(Unavailable):
                    await scanner.scan(bytes_of(1000))

        assert proxy.connections == 5
