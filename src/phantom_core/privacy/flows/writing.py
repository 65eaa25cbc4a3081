"""Writing an export: a zip that comes into being while it is read.

No more of it is held than a page of records, a piece of a file, and a line for each file. Records
are read a page at a time, each page on one consistent state, in an order that nothing moves in: a
record that is there all the while is in the export once, and one that comes or goes meanwhile is
in it whole or not at all. `export.json` says between which times that was.
"""

import hashlib
import json
from collections.abc import AsyncGenerator, AsyncIterator, Awaitable, Callable
from contextlib import aclosing
from datetime import datetime
from typing import Any, Final

from phantom_core.blobs import BlobNotFound
from phantom_core.blobs.zip_writing import ZipStream
from phantom_core.kernel import SYSTEM, Forbidden, Gone, Id, NotFound, UserId, person
from phantom_core.privacy.data_export import ExportStage
from phantom_core.privacy.export_schema import EXPORT_VERSION, export_schema
from phantom_core.privacy.flows.edge import ExportEdge
from phantom_core.privacy.flows.index_page import index_page
from phantom_core.privacy.flows.written_file import WrittenFile
from phantom_core.privacy.record import PersonalFile, PersonalRecord, Place
from phantom_core.privacy.record_kinds import TOLD, RecordKind
from phantom_core.privacy.use_cases.reading import ReadRecords
from phantom_core.studio import ProjectId
from phantom_core.studio.flows import export_project

__all__ = ["ExportWriter", "OnExportProgress"]

OnExportProgress = Callable[[ExportStage, float], Awaitable[None]]
"""Is told what is being done, and the share of the whole that is done, 0 to 1."""

_PAGE: Final = 500
_RECORDS, _PROJECTS = 0.3, 0.4


class ExportWriter:
    """Writes one export.

    Attributes:
        counts: how many records of each kind are written.
        files: the files that are written.
        missing: the paths of files whose bytes are gone.
    """

    def __init__(
        self, edge: ExportEdge, user_id: UserId, on_progress: OnExportProgress | None = None
    ) -> None:
        self._edge = edge
        self._user_id = user_id
        self._on_progress = on_progress
        self._zip = ZipStream()
        self._name = ""
        self._bytes_ahead = 0
        self._kinds_with_files: list[RecordKind] = []
        self.counts: dict[RecordKind, int] = dict.fromkeys(RecordKind, 0)
        self.files: list[WrittenFile] = []
        self.missing: list[str] = []

    @property
    def media(self) -> list[WrittenFile]:
        """The files that are the person's own."""
        return [file for file in self.files if file.title]

    async def chunks(self) -> AsyncGenerator[bytes, None]:
        """The bytes of the zip; close it (`aclosing`) when you stop early."""
        begun_at = self._edge.clock()
        for part in (self._records(), self._projects(), self._media(), self._rest(begun_at)):
            async with aclosing(part) as pieces:
                async for piece in pieces:
                    yield piece
        yield self._zip.end()

    async def _records(self) -> AsyncGenerator[bytes, None]:
        for number, kind in enumerate(RecordKind):
            await self._tell(ExportStage.RECORDS, _RECORDS * number / len(RecordKind))
            async for piece in self._add(f"data/{kind}.json", self._json(kind), packed=True):
                yield piece

    async def _json(self, kind: RecordKind) -> AsyncGenerator[bytes, None]:
        head = {"$schema": "../schema.json", "kind": kind, "version": EXPORT_VERSION}
        yield f'{json.dumps(head)[:-1]}, "records": ['.encode()
        between = "\n"
        async for page in self._pages(kind):
            self._note(kind, page)
            lines = [json.dumps(each.fields, ensure_ascii=False) for each in page]
            yield (between + ",\n".join(lines)).encode()
            between = ",\n"
        yield b"\n]}\n"

    def _note(self, kind: RecordKind, page: list[PersonalRecord]) -> None:
        self.counts[kind] += len(page)
        files = [file for record in page for file in record.files]
        self._bytes_ahead += sum(file.size_bytes for file in files)
        if files and kind not in self._kinds_with_files:
            self._kinds_with_files.append(kind)
        if kind is RecordKind.ACCOUNT:
            self._name = str(page[0].fields["displayName"])

    async def _pages(self, kind: RecordKind) -> AsyncGenerator[list[PersonalRecord], None]:
        after: Place | None = None
        while True:
            query = ReadRecords(kind=kind, user_id=self._user_id, after=after, limit=_PAGE)
            page = [*await self._edge.phantom.ask(query, actor=SYSTEM)]
            if page:
                yield page
                after = page[-1].place
            if len(page) < _PAGE:
                return

    async def _projects(self) -> AsyncGenerator[bytes, None]:
        done, count = 0, self.counts[RecordKind.PROJECTS]
        async for page in self._pages(RecordKind.PROJECTS):
            for project in page:
                share = min(done / max(count, 1), 1.0)
                await self._tell(ExportStage.PROJECTS, _RECORDS + (_PROJECTS - _RECORDS) * share)
                async for piece in self._project(project.fields):
                    yield piece
                done += 1

    async def _project(self, fields: Any) -> AsyncGenerator[bytes, None]:
        """A project as a zip of its own; nothing, if it is not to be had any more."""
        project_id, owner = ProjectId(Id(fields["id"])), person(self._user_id)
        try:
            exported = await export_project(self._edge.studio, project_id, actor=owner)
        except (NotFound, Forbidden, Gone):
            return
        async with aclosing(exported.chunks) as archive:
            name, title = f"projects/{project_id}.zip", f"{exported.name} (project)"
            async for piece in self._add(name, archive, title=title):
                yield piece

    async def _media(self) -> AsyncGenerator[bytes, None]:
        done = 0
        for kind in self._kinds_with_files:
            async for page in self._pages(kind):
                for file in (file for record in page for file in record.files):
                    share = min(done / max(self._bytes_ahead, 1), 1.0)
                    await self._tell(ExportStage.FILES, _PROJECTS + (1 - _PROJECTS) * share)
                    async for piece in self._file(file):
                        yield piece
                    done += file.size_bytes

    async def _file(self, file: PersonalFile) -> AsyncGenerator[bytes, None]:
        """A file; only a note that it is missing, if its bytes are gone."""
        path = f"media/{file.path}"
        async with aclosing(self._edge.store.read(file.blob)) as stored:
            try:
                first = await anext(stored, b"")
            except BlobNotFound:
                self.missing.append(path)
                return
            title = file.title or path
            async for piece in self._add(path, _joined(first, stored), title=title):
                yield piece

    async def _rest(self, begun_at: datetime) -> AsyncGenerator[bytes, None]:
        """What tells of all that: schema, manifest, index, and checksums at the last."""
        schema = json.dumps(export_schema(), indent=2, ensure_ascii=False)
        manifest = json.dumps(self._manifest(begun_at), indent=2, ensure_ascii=False)
        page = index_page(self._name, self.counts, self.media, self.missing, begun_at=begun_at)
        for name, text in (
            ("schema.json", schema),
            ("export.json", manifest),
            ("index.html", page),
        ):
            async for piece in self._add(name, _once(text.encode()), packed=True):
                yield piece
        lines = "".join(f"{file.sha256}  {file.path}\n" for file in self.files)
        yield self._zip.add("checksums.sha256", lines.encode())

    def _manifest(self, begun_at: datetime) -> dict[str, Any]:
        return {
            "$schema": "schema.json",
            "kind": "export",
            "version": EXPORT_VERSION,
            "userId": self._user_id,
            "begunAt": _instant(begun_at),
            "endedAt": _instant(self._edge.clock()),
            "kinds": [
                {
                    "kind": kind,
                    "file": f"data/{kind}.json",
                    "title": told.title,
                    "meaning": told.meaning,
                    "records": self.counts[kind],
                }
                for kind, told in TOLD.items()
            ],
            "files": len(self.media),
            "missing": self.missing,
        }

    async def _add(
        self, path: str, pieces: AsyncIterator[bytes], *, title: str = "", packed: bool = False
    ) -> AsyncGenerator[bytes, None]:
        """Put a file in, and note what it was."""
        digest, size = hashlib.sha256(), 0

        async def counted() -> AsyncGenerator[bytes, None]:
            nonlocal size
            async for piece in pieces:
                digest.update(piece)
                size += len(piece)
                yield piece

        async for chunk in self._zip.stream(path, counted(), packed=packed):
            if chunk:
                yield chunk
        self.files.append(
            WrittenFile(path=path, title=title, sha256=digest.hexdigest(), size_bytes=size)
        )

    async def _tell(self, stage: ExportStage, fraction: float) -> None:
        if self._on_progress is not None:
            await self._on_progress(stage, fraction)


async def _joined(first: bytes, rest: AsyncIterator[bytes]) -> AsyncGenerator[bytes, None]:
    yield first
    async for piece in rest:
        yield piece


async def _once(data: bytes) -> AsyncGenerator[bytes, None]:
    yield data


def _instant(moment: datetime) -> str:
    return moment.isoformat(timespec="milliseconds").removesuffix("+00:00") + "Z"
