"""Projects as files: a zip with all that stands in one, or its music as one MIDI file."""

import io
import json
import zipfile
from typing import Annotated, Any, Final, Literal

import anyio.to_thread
from litestar import Response, get, post
from litestar.params import QueryParameter

from phantom_app.http.callers import PhantomRequest
from phantom_app.http.etags import TAGGED
from phantom_app.http.payloads import IdInPath
from phantom_app.http.problems import Malformed
from phantom_app.http.studio.midi_files import MIDI, received_file
from phantom_app.http.studio.payloads import ProjectPayload, project_answer, project_id_of
from phantom_core.audio import AudioFileId, GetAudioFile
from phantom_core.blobs import BlobTooLarge
from phantom_core.kernel import ByteCount, Fault, NotFound, TooLarge
from phantom_core.studio import (
    ExportedProject,
    ExportProject,
    GetMixedMidi,
    ImportProject,
    MayNot,
    ProjectOver,
)

__all__ = ["ZIP", "export", "import_project"]

ZIP: Final = "application/zip"
"""The media type of an exported project."""

_MANIFEST: Final = "project.json"
_LARGEST_EXPORT: Final = ByteCount(256 * 1024 * 1024)
_LARGEST_IMPORT: Final = ByteCount(64 * 1024 * 1024)
_LARGEST_MANIFEST: Final = 32 * 1024 * 1024
_BODY: Final = {
    "required": True,
    "content": {ZIP: {"schema": {"type": "string", "format": "binary"}}},
}


@get(
    "/{project_id:str}/export",
    media_type=ZIP,
    refuses=[NotFound, ProjectOver, MayNot, TooLarge],
)
async def export(
    request: PhantomRequest,
    project_id: IdInPath,
    format_: Annotated[
        Literal["zip", "mid"],
        QueryParameter(name="format", description="All of it, or its MIDI as one file."),
    ] = "zip",
) -> Response[bytes]:
    """Take a project away: JSON, MIDI and the recordings that one may hear, in a zip."""
    wanted, ask = project_id_of(project_id), request.caller.ask
    if format_ == "mid":
        return _file(await ask(GetMixedMidi(project_id=wanted)), MIDI, f"{project_id}.mid")
    exported = await ask(ExportProject(project_id=wanted))
    recordings = await _recordings(request, exported)
    packed = await anyio.to_thread.run_sync(_packed, exported, recordings)
    return _file(packed, ZIP, f"{project_id}.zip")


@post(
    "/import",
    allowance="project",
    request_max_body_size=None,
    request_body=_BODY,
    refuses=[BlobTooLarge],
    response_headers=TAGGED,
)
async def import_project(request: PhantomRequest) -> Response[ProjectPayload]:
    """Make a project of one's own that is equal to the one which was exported."""
    _, file = await received_file(request, _LARGEST_IMPORT)
    manifest = await anyio.to_thread.run_sync(_manifest, file)
    view = await request.caller.do(ImportProject(manifest=manifest))
    return project_answer(view, status=201)


def _file(content: bytes, kind: str, name: str) -> Response[bytes]:
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return Response(content, media_type=kind, headers=headers)


async def _recordings(request: PhantomRequest, exported: ExportedProject) -> dict[str, bytes]:
    """The bytes of the recordings, by the names of their files. Raises: TooLarge."""
    store, found, total = request.caller.services.audio.store, {}, 0
    for recording_id, name in exported.recordings:
        file = await request.caller.ask(GetAudioFile(audio_file_id=AudioFileId(recording_id)))
        total += file.size_bytes
        if total > _LARGEST_EXPORT:
            detail = f"An export has at most {_LARGEST_EXPORT} bytes of recordings."
            raise TooLarge(detail, limit=_LARGEST_EXPORT)
        found[name] = b"".join([piece async for piece in store.read(file.blob)])
    return found


def _packed(exported: ExportedProject, recordings: dict[str, bytes]) -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as files:
        files.writestr(_MANIFEST, exported.manifest.text)
        files.writestr("mix.mid", exported.mixed)
        for segment_id, content in exported.midi:
            files.writestr(f"midi/{segment_id}.mid", content)
        for name, content in recordings.items():
            files.writestr(f"audio/{name}", content, zipfile.ZIP_STORED)
    return packed.getvalue()


def _manifest(file: bytes) -> dict[str, Any]:
    """What a zip says of a project. Raises: Malformed."""
    try:
        with zipfile.ZipFile(io.BytesIO(file)) as files:
            if files.getinfo(_MANIFEST).file_size > _LARGEST_MANIFEST:
                raise Malformed(Fault(_MANIFEST, f"must be at most {_LARGEST_MANIFEST} bytes"))
            with files.open(_MANIFEST) as opened:
                said = json.loads(opened.read(_LARGEST_MANIFEST + 1))
    except (zipfile.BadZipFile, KeyError, ValueError, RecursionError, NotImplementedError) as error:
        raise Malformed(Fault("file", f"must be a zip with {_MANIFEST} in it")) from error
    if not isinstance(said, dict):
        raise Malformed(Fault(_MANIFEST, "must be an object"))
    return said
