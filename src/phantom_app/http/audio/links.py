"""Where recordings can be heard: URLs of a short life, told or followed."""

from typing import Annotated, Final

import attrs
from litestar import Response
from litestar.openapi import ResponseSpec
from litestar.params import QueryParameter

from phantom_app.http.audio.payloads import LinkPayload, link_of
from phantom_app.http.callers import PhantomRequest
from phantom_core.audio import AudioFile, AudioFileId
from phantom_core.audio.flows import AudioLink, LinkUse, link, link_to
from phantom_core.blobs import shared_expiry

__all__ = ["REDIRECTED", "Original", "Redirect", "link_answer", "play_link"]

Redirect = Annotated[
    bool, QueryParameter(description="Whether to answer 307 to the URL instead of telling it.")
]
"""Whether one is sent there at once."""

Original = Annotated[
    bool,
    QueryParameter(
        description="Whether to play what was handed in, even if a rendition is ready: for editing,"
        " and for those who cannot play the rendition's format."
    ),
]
"""Whether the original is heard, and no rendition."""

REDIRECTED: Final = {
    307: ResponseSpec(
        LinkPayload, generate_examples=False, description="At this URL; for `?redirect=1`."
    )
}
"""The `responses` of a route that may send one there."""


async def link_answer(
    request: PhantomRequest,
    audio_file_id: AudioFileId,
    *,
    redirect: bool,
    use: LinkUse = LinkUse.PLAY,
) -> Response[LinkPayload]:
    """Tell the caller where a recording can be played or saved. Raises: NotFound."""
    services = request.caller.services
    made = await link(
        services.phantom,
        services.links,
        audio_file_id,
        actor=request.caller.actor,
        expires_at=shared_expiry(services.clock(), services.settings.url_ttl),
        use=use,
    )
    told = attrs.evolve(made, url=request.whole(made.url))
    if redirect:
        return Response(link_of(told), status_code=307, headers={"Location": told.url})
    return Response(link_of(told))


async def play_link(request: PhantomRequest, file: AudioFile) -> AudioLink:
    """Where a recording that the caller may hear can be played for a while."""
    services = request.caller.services
    made = await link_to(
        services.links,
        file,
        actor=request.caller.actor,
        expires_at=shared_expiry(services.clock(), services.settings.url_ttl),
    )
    return attrs.evolve(made, url=request.whole(made.url))
