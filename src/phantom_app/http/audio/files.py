"""Looking at recordings, hearing them, describing them, deleting them."""

from typing import Annotated, Any

from litestar import Response, delete, get, patch
from litestar.params import JSONBody, QueryParameter
from msgspec import UNSET, UnsetType

from phantom_app.http.audio.links import REDIRECTED, Redirect, link_answer
from phantom_app.http.audio.payloads import (
    AudioFilePayload,
    LinkPayload,
    audio_file_answer,
    audio_file_id,
    audio_file_of,
)
from phantom_app.http.callers import PhantomRequest
from phantom_app.http.etags import TAGGED, IfMatch, expected_version, strictly
from phantom_app.http.paging import CursorText, Items, Limit, items_of, page_at
from phantom_app.http.payloads import IdInPath, Payload, VersionNumber
from phantom_core.audio import (
    ChangeAudioFile,
    DeleteAudioFile,
    GetAudioFile,
    ListAudioFiles,
    Visibility,
)
from phantom_core.kernel import ID_PATTERN, Forbidden, Id, NotFound, Outdated, UserId

__all__ = [
    "AudioFileChange",
    "OwnerId",
    "change",
    "download",
    "list_files",
    "remove",
    "show",
    "stream",
]


class AudioFileChange(Payload):
    """How a recording shall be described; what is left out stays."""

    title: str | UnsetType = UNSET
    tags: tuple[str, ...] | UnsetType = UNSET
    visibility: Visibility | UnsetType = UNSET
    version: VersionNumber | None = None


OwnerId = Annotated[
    str | None,
    QueryParameter(
        name="ownerId",
        pattern=ID_PATTERN,
        description="Whose public recordings; one's own, if absent.",
    ),
]
"""Whose recordings are listed."""


@get("/")
async def list_files(
    request: PhantomRequest,
    owner_id: OwnerId = None,
    limit: Limit = 50,
    cursor: CursorText = None,
) -> Items[AudioFilePayload]:
    """One's own recordings, or the public ones of somebody else; newest first."""
    owner = None if owner_id is None else UserId(Id(owner_id))
    query = ListAudioFiles(owner_id=owner, page=page_at(limit, cursor))
    return items_of(await request.caller.ask(query), audio_file_of)


@get("/{audio_id:str}", refuses=[NotFound], response_headers=TAGGED)
async def show(request: PhantomRequest, audio_id: IdInPath) -> Response[AudioFilePayload]:
    """A recording."""
    file = await request.caller.ask(GetAudioFile(audio_file_id=audio_file_id(audio_id)))
    return audio_file_answer(file)


@patch("/{audio_id:str}", refuses=[NotFound, Forbidden, Outdated], response_headers=TAGGED)
async def change(
    request: PhantomRequest,
    audio_id: IdInPath,
    data: JSONBody[AudioFileChange],
    if_match: IfMatch = None,
) -> Response[AudioFilePayload]:
    """Describe one's recording otherwise; what is left out stays."""
    command = ChangeAudioFile(
        audio_file_id=audio_file_id(audio_id),
        title=_given(data.title),
        tags=_given(data.tags),
        visibility=_given(data.visibility),
        version=expected_version(if_match, data.version),
    )
    with strictly(if_match):
        file = await request.caller.do(command)
    return audio_file_answer(file)


@delete("/{audio_id:str}", refuses=[NotFound, Forbidden])
async def remove(request: PhantomRequest, audio_id: IdInPath, if_match: IfMatch = None) -> None:
    """Delete one's recording, with all that was derived from it."""
    command = DeleteAudioFile(
        audio_file_id=audio_file_id(audio_id), version=expected_version(if_match)
    )
    with strictly(if_match):
        await request.caller.do(command)


@get("/{audio_id:str}/stream", refuses=[NotFound], responses=REDIRECTED)
async def stream(
    request: PhantomRequest, audio_id: IdInPath, *, redirect: Redirect = False
) -> Response[LinkPayload]:
    """Where a recording can be played, from any point of it."""
    return await link_answer(request, audio_file_id(audio_id), save=False, redirect=redirect)


@get("/{audio_id:str}/download", refuses=[NotFound], responses=REDIRECTED)
async def download(
    request: PhantomRequest, audio_id: IdInPath, *, redirect: Redirect = False
) -> Response[LinkPayload]:
    """Where a recording can be saved from, under its title."""
    return await link_answer(request, audio_file_id(audio_id), save=True, redirect=redirect)


def _given(value: Any) -> Any:
    return None if value is UNSET else value
