"""A form with a recording in it, read from the stream: nothing of the file is held or spooled.

Fields may stand before the file and after it, so what they say is known when the file has ended.
"""

from collections import defaultdict
from collections.abc import AsyncIterator
from typing import Final

from multipart import MultipartSegment

from phantom_app.http.callers import PhantomRequest
from phantom_app.http.forms import FORM, FormEvents, expect_size, form_events
from phantom_app.http.problems import Malformed
from phantom_core.audio import UploadDetails, Visibility
from phantom_core.kernel import ByteCount, Fault

__all__ = ["FORM_FIELDS", "RecordingForm"]

_FILE: Final = "file"
_TITLE: Final = "title"
_TAGS: Final = "tags"
_VISIBILITY: Final = "visibility"
_KNOWN: Final = {_FILE, _TITLE, _TAGS, _VISIBILITY}
_LONGEST_FIELD: Final = 16 * 1024
_NAMELESS: Final = "recording"

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
                        "type": "string",
                        "format": "binary",
                        "description": "A WAV, MP3, FLAC or OGG file; its bytes decide.",
                    },
                    _TITLE: {"type": "string", "maxLength": 200},
                    _TAGS: {
                        "type": "array",
                        "maxItems": 30,
                        "items": {"type": "string", "maxLength": 50},
                        "description": "A part for each tag.",
                    },
                    _VISIBILITY: {"type": "string", "enum": ["private", "public"]},
                },
            },
            "encoding": {_TAGS: {"style": "form", "explode": True}},
        }
    },
}
"""The form, for the API's description."""


class RecordingForm:
    """A form that has been read up to its file.

    Attributes:
        file_name: what the sender calls the file.
    """

    def __init__(self, events: FormEvents) -> None:
        self._events = events
        self._fields: dict[str, list[bytes]] = defaultdict(list)
        self.file_name = ""

    @classmethod
    async def open(cls, request: PhantomRequest, largest: ByteCount) -> "RecordingForm":
        """Read a request's form up to the file.

        Raises: UnsupportedMedia, if it is no form; Malformed; BlobTooLarge.
        """
        expect_size(request, largest)
        form = cls(form_events(request, largest))
        await form._seek_file()
        if not form.file_name:
            raise Malformed(Fault(_FILE, "is required"))
        return form

    async def chunks(self) -> AsyncIterator[bytes]:
        """The bytes of the file; then read the form to its end.

        Raises: Malformed, BlobTooLarge.
        """
        empty = True
        async for event in self._events:
            if event is None:
                break
            if isinstance(event, bytes) and event:
                empty = False
                yield event
        if empty:
            raise Malformed(Fault(_FILE, "is empty"))
        await self._seek_file()

    def details(self) -> UploadDetails:
        """What the fields say, once the form has been read. Raises: Invalid."""
        titles = self._texts(_TITLE)
        return UploadDetails(
            title=titles[0] if titles else None,
            tags=tuple(self._texts(_TAGS)),
            visibility=self._visibility(),
        )

    def _visibility(self) -> Visibility:
        given = self._texts(_VISIBILITY) or [Visibility.PRIVATE]
        if given[0] not in {*Visibility}:
            raise Malformed(Fault(_VISIBILITY, "must be private or public"))
        return Visibility(given[0])

    def _texts(self, name: str) -> list[str]:
        try:
            return [raw.decode() for raw in self._fields[name]]
        except UnicodeDecodeError as error:
            raise Malformed(Fault(name, "must be UTF-8")) from error

    async def _seek_file(self) -> None:
        """Keep the fields that follow, up to the file or to the end."""
        async for event in self._events:
            if isinstance(event, MultipartSegment):
                name = self._admitted(event.name or "")
                if name == _FILE:
                    self.file_name = event.filename or _NAMELESS
                    return
                self._fields[name].append(await self._field(name))

    def _admitted(self, name: str) -> str:
        if name not in _KNOWN:
            raise Malformed(Fault(name[:100], "is not a field that is known here"))
        if (name == _FILE and self.file_name) or (name != _TAGS and name in self._fields):
            raise Malformed(Fault(name, "must stand only once"))
        return name

    async def _field(self, name: str) -> bytes:
        value = b""
        async for event in self._events:
            if not isinstance(event, bytes):
                break
            value += event
            if len(value) > _LONGEST_FIELD:
                raise Malformed(Fault(name, f"must have at most {_LONGEST_FIELD} bytes"))
        return value
