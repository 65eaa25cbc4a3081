"""Looking at recordings, hearing them, describing them, deleting them."""

from typing import Any

from litestar import Response, delete, get, patch
from litestar.params import JSONBody
from msgspec import UNSET, UnsetType

from phantom_app.http.audio.links import REDIRECTED, Original, Redirect, link_answer
from phantom_app.http.audio.payloads import (
    AudioFilePayload,
    LinkPayload,
    audio_file_answer,
    audio_file_id,
)
from phantom_app.http.callers import PhantomRequest
from phantom_app.http.etags import TAGGED, IfMatch, expected_version, strictly
from phantom_app.http.payloads import IdInPath, Payload, VersionNumber
from phantom_core.audio import (
    ChangeAudioFile,
    DeleteAudioFile,
    GetAudioFile,
    Visibility,
)
from phantom_core.audio.flows import LinkUse
from phantom_core.kernel import Forbidden, NotFound, Outdated

__all__ = [
    "AudioFileChange",
    "change",
    "download",
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
    request: PhantomRequest,
    audio_id: IdInPath,
    *,
    redirect: Redirect = False,
    original: Original = False,
) -> Response[LinkPayload]:
    """Where a recording can be played, from any point of it: its rendition, once one is ready."""
    use = LinkUse.PLAY_ORIGINAL if original else LinkUse.PLAY
    return await link_answer(request, audio_file_id(audio_id), redirect=redirect, use=use)


@get("/{audio_id:str}/download", refuses=[NotFound], responses=REDIRECTED)
async def download(
    request: PhantomRequest, audio_id: IdInPath, *, redirect: Redirect = False
) -> Response[LinkPayload]:
    """Where the original of a recording can be saved from, under its title."""
    return await link_answer(request, audio_file_id(audio_id), redirect=redirect, use=LinkUse.SAVE)


def _given(value: Any) -> Any:
    return None if value is UNSET else value
