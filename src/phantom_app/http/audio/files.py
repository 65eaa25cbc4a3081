"""Looking at recordings, hearing them, describing them, deleting them."""

from typing import Annotated, Any

import attrs
from litestar import Response, delete, get, patch
from litestar.openapi import ResponseSpec
from litestar.params import JSONBody, QueryParameter
from msgspec import UNSET, UnsetType

from phantom_app.http.audio.payloads import (
    AudioFilePayload,
    LinkPayload,
    audio_file_answer,
    audio_file_id,
    audio_file_of,
    link_of,
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
from phantom_core.audio.flows import AudioLink, link
from phantom_core.blobs import shared_expiry
from phantom_core.kernel import ID_PATTERN, Forbidden, Id, NotFound, Outdated, UserId

__all__ = [
    "AudioFileChange",
    "OwnerId",
    "Redirect",
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

Redirect = Annotated[
    bool, QueryParameter(description="Whether to answer 307 to the URL instead of telling it.")
]
"""Whether one is sent there at once."""

_REDIRECTED = {
    307: ResponseSpec(
        LinkPayload, generate_examples=False, description="At this URL; for `?redirect=1`."
    )
}


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


@get("/{audio_id:str}/stream", refuses=[NotFound], responses=_REDIRECTED)
async def stream(
    request: PhantomRequest, audio_id: IdInPath, *, redirect: Redirect = False
) -> Response[LinkPayload]:
    """Where a recording can be played, from any point of it."""
    return _told(await _link(request, audio_id, save=False), redirect=redirect)


@get("/{audio_id:str}/download", refuses=[NotFound], responses=_REDIRECTED)
async def download(
    request: PhantomRequest, audio_id: IdInPath, *, redirect: Redirect = False
) -> Response[LinkPayload]:
    """Where a recording can be saved from, under its title."""
    return _told(await _link(request, audio_id, save=True), redirect=redirect)


async def _link(request: PhantomRequest, audio_id: str, *, save: bool) -> AudioLink:
    services = request.caller.services
    made = await link(
        services.phantom,
        services.links,
        audio_file_id(audio_id),
        actor=request.caller.actor,
        expires_at=shared_expiry(services.clock(), services.settings.url_ttl),
        save=save,
    )
    return attrs.evolve(made, url=request.whole(made.url))


def _told(made: AudioLink, *, redirect: bool) -> Response[LinkPayload]:
    if redirect:
        return Response(link_of(made), status_code=307, headers={"Location": made.url})
    return Response(link_of(made))


def _given(value: Any) -> Any:
    return None if value is UNSET else value
