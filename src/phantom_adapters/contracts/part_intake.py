"""What everything promises that takes parts by itself."""

from collections.abc import AsyncIterator
from typing import Any, Final

import pytest

from phantom_core.blobs import (
    MultipartId,
    MultipartNotFound,
    PartSizeMismatch,
    PartToCome,
    blob_key,
)
from phantom_core.kernel.quantities import ByteCount

__all__ = ["PartIntakeContract"]

_KEY: Final = blob_key("audio/01J/large.flac")
_MIB: Final = 1024 * 1024


class _SourceFailed(Exception):
    """What a source that fails in these tests raises."""


async def _stream(*chunks: bytes) -> AsyncIterator[bytes]:
    for chunk in chunks:
        yield chunk


def _part(size: int) -> PartToCome:
    return PartToCome(number=1, size=ByteCount(size))


class PartIntakeContract:
    """Bind it with a fixture `intake`, which also keeps the promises of `MultipartUploads`."""

    async def _come(self, intake: Any, upload_id: MultipartId) -> list[Any]:
        return [part async for part in intake.parts(_KEY, upload_id)]

    @pytest.mark.anyio
    async def test_a_part_streams_in(self, intake: Any) -> None:
        upload_id = await intake.open(_KEY, content_type="audio/flac")
        chunks = [bytes([number]) * 700_000 for number in range(4)]
        part = await intake.put_part(_KEY, upload_id, _part(2_800_000), _stream(*chunks, b""))

        assert (part.number, part.size) == (1, 2_800_000)
        assert await self._come(intake, upload_id) == [part]

    @pytest.mark.anyio
    async def test_equal_bytes_have_equal_tags_and_others_another(self, intake: Any) -> None:
        upload_id = await intake.open(_KEY, content_type="audio/flac")
        tags = [
            (await intake.put_part(_KEY, upload_id, _part(3), _stream(body))).etag
            for body in (b"one", b"two", b"one")
        ]

        assert tags[0] == tags[2] != tags[1]
        assert tags[0].startswith('"')
        assert tags[0].endswith('"')

    @pytest.mark.anyio
    async def test_an_endless_source_is_stopped(self, intake: Any) -> None:
        upload_id = await intake.open(_KEY, content_type="audio/flac")
        asked = 0

        async def endless() -> AsyncIterator[bytes]:
            nonlocal asked
            while True:
                asked += 1
                yield bytes(_MIB)

        with pytest.raises(PartSizeMismatch):
            await intake.put_part(_KEY, upload_id, _part(2 * _MIB), endless())
        assert asked == 3
        assert await self._come(intake, upload_id) == []

    @pytest.mark.anyio
    async def test_a_source_that_fails_leaves_what_was_there(self, intake: Any) -> None:
        upload_id = await intake.open(_KEY, content_type="audio/flac")
        before = await intake.put_part(_KEY, upload_id, _part(3), _stream(b"one"))

        async def failing() -> AsyncIterator[bytes]:
            yield b"tw"
            raise _SourceFailed

        with pytest.raises(_SourceFailed):
            await intake.put_part(_KEY, upload_id, _part(3), failing())
        assert await self._come(intake, upload_id) == [before]

    @pytest.mark.anyio
    async def test_nobody_waits_for_what_was_never_opened_or_is_given_up(self, intake: Any) -> None:
        upload_id = await intake.open(_KEY, content_type="audio/flac")
        await intake.abort(_KEY, upload_id)

        for name in (upload_id, MultipartId("0" * 32), MultipartId("../..")):
            with pytest.raises(MultipartNotFound):
                await intake.put_part(_KEY, name, _part(1), _stream(b"1"))
