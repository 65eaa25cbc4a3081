"""Taking projects away and in, as files."""

import asyncio
import tempfile
from typing import Annotated, Any, Final, Literal

from litestar import Response, get, post
from litestar.params import QueryParameter
from litestar.response import Stream

from phantom_app.http.callers import PhantomRequest
from phantom_app.http.etags import TAGGED
from phantom_app.http.payloads import IdInPath
from phantom_app.http.studio.incoming import body_of, received
from phantom_app.http.studio.payloads import ProjectPayload, project_answer, project_id_of
from phantom_core.audio import NotAudio, NotDecodable, TooMuchAudio
from phantom_core.blobs import BlobTooLarge
from phantom_core.kernel import NotFound, TooLarge
from phantom_core.studio import MayNot, ProjectOver
from phantom_core.studio.flows import NotAnExport, export_mix, export_project, import_project

__all__ = ["ZIP", "export", "take_in"]

ZIP: Final = "application/zip"
"""The media type of exported projects."""

_MIDI: Final = "audio/midi"
_TYPES: Final = (ZIP, "application/x-zip-compressed")


@get(
    "/{project_id:str}/export",
    media_type=ZIP,
    answers_too={_MIDI: {"schema": {"type": "string", "format": "binary"}}},
    refuses=[NotFound, ProjectOver, MayNot],
)
async def export(
    request: PhantomRequest,
    project_id: IdInPath,
    format: Annotated[  # noqa: A002 - faults name it so
        Literal["zip", "mid"],
        QueryParameter(description="All of it, or what is heard, as one MIDI file."),
    ] = "zip",
) -> Response[Any]:
    """Take a project away: as a zip with JSON, MIDI and audio, or as one MIDI file."""
    caller, wanted = request.caller, project_id_of(project_id)
    edge = caller.services.studio
    headers = {"Content-Disposition": f'attachment; filename="{project_id}.{format}"'}
    if format == "mid":
        mixed = await export_mix(edge, wanted, actor=caller.actor)
        return Response(mixed.data, media_type=_MIDI, headers=headers)
    exported = await export_project(edge, wanted, actor=caller.actor)
    return Stream(exported.chunks, media_type=ZIP, headers=headers)


@post(
    "/import",
    allowance="upload",
    request_max_body_size=None,
    request_body=body_of(*_TYPES),
    response_headers=TAGGED,
    refuses=[NotAnExport, BlobTooLarge, TooLarge, NotAudio, NotDecodable, TooMuchAudio, NotFound],
)
async def take_in(request: PhantomRequest) -> Response[ProjectPayload]:
    """Make a project of one's own of a zip that was exported: all of it, or nothing."""
    caller = request.caller
    edge = caller.services.studio
    with tempfile.TemporaryFile() as file:

        async def keep(chunk: bytes) -> None:
            await asyncio.to_thread(file.write, chunk)

        await received(request, _TYPES, edge.largest_import, keep)
        with caller.once():
            view = await import_project(edge, file, actor=caller.actor, key=caller.key)
    return project_answer(view, status=201)
