"""What every scanner for malware promises."""

from collections.abc import AsyncIterator
from typing import Any

import anyio
import pytest

from phantom_adapters.memory.scanner import EICAR
from phantom_core.blobs import BlobScanner, Condemned

__all__ = ["BlobScannerContract"]

_MIB = 1024 * 1024


async def _pieces(*chunks: bytes) -> AsyncIterator[bytes]:
    for chunk in chunks:
        yield chunk


class BlobScannerContract:
    """The promises of `BlobScanner`. The fixture `scanner` must know the test file of EICAR."""

    adapters: tuple[type[Any], ...] = ()

    async def test_harmless_bytes_pass(self, scanner: BlobScanner) -> None:
        """Whatever their number."""
        await scanner.scan(_pieces(b"fLaC", bytes(5 * _MIB), b"end"))

    async def test_nothing_at_all_passes(self, scanner: BlobScanner) -> None:
        """With no chunk, and with one that is empty."""
        await scanner.scan(_pieces())
        await scanner.scan(_pieces(b"", b"x", b""))

    async def test_the_test_file_is_condemned_by_its_name(self, scanner: BlobScanner) -> None:
        """The refusal tells what was found."""
        with pytest.raises(Condemned) as refused:
            await scanner.scan(_pieces(EICAR))

        assert "eicar" in refused.value.finding.lower()
        assert refused.value.finding in refused.value.detail

    async def test_how_it_is_cut_does_not_matter(self, scanner: BlobScanner) -> None:
        """Not even into single bytes."""
        with pytest.raises(Condemned):
            await scanner.scan(_pieces(*(bytes([byte]) for byte in EICAR)))

    async def test_what_the_source_raises_is_passed_on(self, scanner: BlobScanner) -> None:
        """As it is."""

        async def broken() -> AsyncIterator[bytes]:
            yield b"some"
            raise ZeroDivisionError

        with pytest.raises(ZeroDivisionError):
            await scanner.scan(broken())

    async def test_a_scan_that_is_given_up_harms_no_other(self, scanner: BlobScanner) -> None:
        """It may be asked by many at once."""

        async def endless() -> AsyncIterator[bytes]:
            yield b"some"
            await anyio.sleep_forever()

        async def condemned() -> None:
            with pytest.raises(Condemned):
                await scanner.scan(_pieces(EICAR))

        with anyio.move_on_after(10):
            async with anyio.create_task_group() as tasks:
                tasks.start_soon(scanner.scan, endless())
                async with anyio.create_task_group() as others:
                    for _ in range(5):
                        others.start_soon(condemned)
                        others.start_soon(scanner.scan, _pieces(b"good"))
                tasks.cancel_scope.cancel()
            return
        pytest.fail("the scanner was held up")
