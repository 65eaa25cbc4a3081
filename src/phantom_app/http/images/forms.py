"""A form with images in it: its files are laid into a folder as they come, with what is said.

Fields may stand before the files and after them, and are said of all of them.
"""

import hashlib
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from enum import StrEnum
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, Final, TypeVar

import anyio
import anyio.to_thread
import attrs
from multipart import MultipartSegment

from phantom_app.http.callers import PhantomRequest
from phantom_app.http.forms import FORM, FormEvents, expect_size, form_events
from phantom_app.http.problems import Malformed
from phantom_core.blobs import BlobTooLarge
from phantom_core.kernel import ByteCount, Fault, Id, Visibility, is_id
from phantom_core.media.images import ImageDetails, LinkedType, UsageType

__all__ = ["FORM_FIELDS", "MOST_FILES", "ImagesForm", "SentFile", "images_form"]

C = TypeVar("C", bound=StrEnum)

MOST_FILES: Final = 20
"""The most images in one form."""

_AS_LARGE_AS: Final = 5
_FILE: Final = "file"
_LONGEST_FIELD: Final = 16 * 1024
_BATCH: Final = 1024 * 1024
_NAMELESS: Final = "image"
_ABSENT: Final = frozenset({"", "None"})
_FIELDS: Final[dict[str, Any]] = {
    "usageType": {"type": "string", "enum": [*UsageType], "default": "other"},
    "linkedEntityType": {"type": "string", "enum": ["None", *LinkedType]},
    "linkedEntityId": {"type": "string", "description": "The id of what they belong to."},
    "visibility": {
        "type": "string",
        "enum": [*Visibility],
        "description": "If absent, avatars and banners are public, and all else is private.",
    },
    "title": {"type": "string", "maxLength": 200},
    "description": {"type": "string", "maxLength": 2000},
}

FORM_FIELDS: Final = {
    "required": True,
    "content": {
        FORM: {
            "schema": {
                "type": "object",
                "required": [_FILE],
                "additionalProperties": False,
                "properties": {
                    _FILE: {
                        "type": "array",
                        "minItems": 1,
                        "maxItems": MOST_FILES,
                        "items": {"type": "string", "format": "binary"},
                        "description": "A part for each image: JPEG, PNG, WebP, GIF or AVIF.",
                    },
                    **_FIELDS,
                },
            },
            "encoding": {_FILE: {"style": "form", "explode": True}},
        }
    },
}
"""The form, for the API's description."""


@attrs.frozen
class SentFile:
    """A file of a form.

    Attributes:
        name: what the sender calls it.
        sha256: of its bytes, 64 hexadecimal digits.
    """

    name: str
    path: Path
    sha256: str


@attrs.frozen
class ImagesForm:
    """A form that has been read to its end."""

    files: list[SentFile]
    details: ImageDetails


@asynccontextmanager
async def images_form(request: PhantomRequest, largest: ByteCount) -> AsyncIterator[ImagesForm]:
    """Read a request's form; its files are there as long as the context is.

    Each file may have `largest` bytes, and all of them together five times as many.

    Raises: UnsupportedMedia, if it is no form; Malformed; Invalid; BlobTooLarge.
    """
    together = ByteCount(largest * _AS_LARGE_AS)
    expect_size(request, together)
    with TemporaryDirectory(prefix="phantom-images-") as folder:
        reading = _Reading(form_events(request, together), Path(folder), largest)
        await reading.to_the_end()
        if not reading.files:
            raise Malformed(Fault(_FILE, "is required"))
        yield ImagesForm(reading.files, _details(reading.fields))


class _Reading:
    def __init__(self, events: FormEvents, folder: Path, largest: ByteCount) -> None:
        self._events = events
        self._folder = folder
        self._largest = largest
        self.files: list[SentFile] = []
        self.fields: dict[str, str] = {}

    async def to_the_end(self) -> None:
        async for event in self._events:
            if isinstance(event, MultipartSegment):
                name = event.name or ""
                if name == _FILE:
                    await self._keep(event.filename or _NAMELESS)
                else:
                    self._admit(name)
                    self.fields[name] = await self._field(name)

    def _admit(self, name: str) -> None:
        if name not in _FIELDS:
            raise Malformed(Fault(name[:100], "is not a field that is known here"))
        if name in self.fields:
            raise Malformed(Fault(name, "must stand only once"))

    async def _keep(self, name: str) -> None:
        if len(self.files) == MOST_FILES:
            raise Malformed(Fault(_FILE, f"must stand at most {MOST_FILES} times"))
        path, digest, size = self._folder / str(len(self.files)), hashlib.sha256(), 0
        async with await anyio.open_file(path, "wb") as file:
            async for batch in self._batches():
                size += len(batch)
                if size > self._largest:
                    raise BlobTooLarge(self._largest)
                await anyio.to_thread.run_sync(digest.update, batch)
                await file.write(batch)
        if not size:
            raise Malformed(Fault(_FILE, "is empty"))
        self.files.append(SentFile(name, path, digest.hexdigest()))

    async def _batches(self) -> AsyncIterator[bytes]:
        """The bytes of a part, in pieces that are worth going to the disk for."""
        batch = bytearray()
        async for event in self._events:
            if not isinstance(event, bytes):
                break
            batch += event
            if len(batch) >= _BATCH:
                yield bytes(batch)
                batch.clear()
        if batch:
            yield bytes(batch)

    async def _field(self, name: str) -> str:
        value = b""
        async for event in self._events:
            if not isinstance(event, bytes):
                break
            value += event
            if len(value) > _LONGEST_FIELD:
                raise Malformed(Fault(name, f"must have at most {_LONGEST_FIELD} bytes"))
        try:
            return value.decode()
        except UnicodeDecodeError as error:
            raise Malformed(Fault(name, "must be UTF-8")) from error


def _details(fields: dict[str, str]) -> ImageDetails:
    linked_id = fields.get("linkedEntityId", "")
    if linked_id not in _ABSENT and not is_id(linked_id):
        raise Malformed(Fault("linkedEntityId", "must be an id"))
    return ImageDetails(
        usage_type=_chosen(fields, "usageType", UsageType) or UsageType.OTHER,
        linked_entity_type=_chosen(fields, "linkedEntityType", LinkedType),
        linked_entity_id=None if linked_id in _ABSENT else Id(linked_id),
        visibility=_chosen(fields, "visibility", Visibility),
        title=fields.get("title") or None,
        description=fields.get("description") or None,
    )


def _chosen(fields: dict[str, str], name: str, kind: type[C]) -> C | None:
    given = fields.get(name, "")
    if given in _ABSENT:
        return None
    if given not in {*kind}:
        raise Malformed(Fault(name, f"must be one of {', '.join(kind)}"))
    return kind(given)
