"""A form with a list of songs in it, kept for as long as it is read."""

import tempfile
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import BinaryIO, Final, cast

import anyio.to_thread
from multipart import MultipartSegment

from phantom_adapters.catalogue import in_a_thread, read_file
from phantom_app.http.callers import PhantomRequest
from phantom_app.http.forms import (
    FILE_PART,
    FORM,
    FormEvents,
    expect_size,
    form_events,
    schema_of_form,
)
from phantom_app.http.problems import Malformed
from phantom_core.catalog.importing import Row
from phantom_core.kernel import ByteCount, Fault

__all__ = ["LARGEST_LIST", "LIST_FORM", "received_rows"]

LARGEST_LIST: Final = ByteCount(8 * 1024 * 1024)
"""The most bytes of a list that is imported through the API; `phantom catalog import` has none."""

LIST_FORM: Final = {
    FORM: {
        "schema": schema_of_form(
            "A list of songs as JSON, CSV or M3U, told by its name, or else by how it begins."
        )
    }
}
"""The form, for the API's description."""

_IN_MEMORY: Final = 1024 * 1024
_NAMELESS: Final = "list"


@asynccontextmanager
async def received_rows(request: PhantomRequest) -> AsyncIterator[AsyncIterator[Row]]:
    """Take a request's list in, and read it. Raises: UnsupportedMedia, Malformed, BlobTooLarge."""
    expect_size(request, LARGEST_LIST)
    with tempfile.SpooledTemporaryFile(max_size=_IN_MEMORY) as spool:
        file = cast("BinaryIO", spool)
        name = await _received(form_events(request, LARGEST_LIST), file)
        file.seek(0)
        yield in_a_thread(read_file(file, name))


async def _received(events: FormEvents, file: BinaryIO) -> str:
    """Write the file of a form down, and answer its name."""
    name = ""
    async for event in events:
        if isinstance(event, MultipartSegment):
            _expect_file(event.name or "", again=bool(name))
            name = event.filename or _NAMELESS
        elif event:
            await anyio.to_thread.run_sync(file.write, bytes(event))
    if not name:
        raise Malformed(Fault(FILE_PART, "is required"))
    if not file.tell():
        raise Malformed(Fault(FILE_PART, "is empty"))
    return name


def _expect_file(field: str, *, again: bool) -> None:
    if field != FILE_PART:
        raise Malformed(Fault(field[:100], "is not a field that is known here"))
    if again:
        raise Malformed(Fault(FILE_PART, "must stand only once"))
