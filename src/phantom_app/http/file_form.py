"""A form with one file in it, read from the stream: nothing of the file is held or spooled.

Fields may stand before the file and after it, so what they say is known when the file has ended.
"""

from collections import defaultdict
from collections.abc import AsyncIterator
from typing import ClassVar, Final, Self

from multipart import MultipartSegment

from phantom_app.http.callers import PhantomRequest
from phantom_app.http.forms import FILE_PART, FormEvents, expect_size, form_events
from phantom_app.http.problems import Malformed
from phantom_core.kernel import ByteCount, Fault

__all__ = ["FileForm"]

_LONGEST_FIELD: Final = 16 * 1024


class FileForm:
    """A form that has been read up to its file; each kind of form names its other fields.

    Attributes:
        once: fields that may stand once.
        often: fields that may stand any number of times.
        nameless: what a file is called that comes without a name.
        file_name: what the sender calls the file.
    """

    once: ClassVar[frozenset[str]]
    often: ClassVar[frozenset[str]] = frozenset()
    nameless: ClassVar[str]

    def __init__(self, events: FormEvents) -> None:
        self._events = events
        self._fields: dict[str, list[bytes]] = defaultdict(list)
        self.file_name = ""

    @classmethod
    async def open(cls, request: PhantomRequest, largest: ByteCount) -> Self:
        """Read a request's form up to the file.

        Raises: UnsupportedMedia, if it is no form; Malformed; BlobTooLarge.
        """
        expect_size(request, largest)
        form = cls(form_events(request, largest))
        await form._seek_file()
        if not form.file_name:
            raise Malformed(Fault(FILE_PART, "is required"))
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
            raise Malformed(Fault(FILE_PART, "is empty"))
        await self._seek_file()

    def texts(self, name: str) -> list[str]:
        """What a field says, each time it stands. Raises: Malformed."""
        try:
            return [raw.decode() for raw in self._fields[name]]
        except UnicodeDecodeError as error:
            raise Malformed(Fault(name, "must be UTF-8")) from error

    def text(self, name: str) -> str | None:
        """What a field says that stands once, or not at all. Raises: Malformed."""
        return next(iter(self.texts(name)), None)

    async def _seek_file(self) -> None:
        """Keep the fields that follow, up to the file or to the end."""
        async for event in self._events:
            if isinstance(event, MultipartSegment):
                name = self._admitted(event.name or "")
                if name == FILE_PART:
                    self.file_name = event.filename or self.nameless
                    return
                self._fields[name].append(await self._field(name))

    def _admitted(self, name: str) -> str:
        if name not in {FILE_PART, *self.once, *self.often}:
            raise Malformed(Fault(name[:100], "is not a field that is known here"))
        if (name == FILE_PART and self.file_name) or (name in self.once and name in self._fields):
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
