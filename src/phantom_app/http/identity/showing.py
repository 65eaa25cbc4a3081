"""What somebody shows everybody: who they are, and what of theirs is heard and seen at once."""

from collections.abc import Sequence
from typing import Annotated, Final

import msgspec

from phantom_app.http.audio.links import play_link
from phantom_app.http.callers import PhantomRequest
from phantom_app.http.identity.payloads import PublicProfilePayload, public_fields
from phantom_app.http.images.links import shown, url_of
from phantom_app.http.images.payloads import ImagePayload
from phantom_app.http.payloads import IdText, InstantText, Payload, instant
from phantom_core.audio import AudioFile, AudioFileId, GetAudioFiles
from phantom_core.identity import GetPublicProfile, PublicProfile
from phantom_core.kernel import Id, NotFound, PageRequest, UserId
from phantom_core.media.images import GetImage, ImageId, LinkedType, ListImages, VariantName

__all__ = ["SamplePayload", "ShownProfilePayload", "shown_profile"]

_MOST_IMAGES: Final = 12


class SamplePayload(Payload):
    """A recording that somebody shows, and where it is played at once."""

    id: IdText
    title: str
    duration_ms: int
    tags: tuple[str, ...]
    content_type: str
    url: Annotated[str, msgspec.Meta(description="Where it is played, signed; no token is needed.")]
    expires_at: Annotated[
        InstantText, msgspec.Meta(description="Until when the URL is good; then ask again.")
    ]


class ShownProfilePayload(PublicProfilePayload):
    """What everybody may read about a user, and hear and see of theirs."""

    banner_url: Annotated[
        str | None, msgspec.Meta(description="Where their banner is for a while, signed.")
    ] = None
    audio: Annotated[list[SamplePayload], msgspec.Meta(description="The samples, in their order.")]
    images: Annotated[
        list[ImagePayload],
        msgspec.Meta(
            description="The newest public images that belong to the profile, 12 at most."
        ),
    ]


async def shown_profile(request: PhantomRequest, user_id: UserId) -> ShownProfilePayload:
    """Somebody's profile, with all that the caller may hear and see of it. Raises: NotFound."""
    profile = await request.caller.ask(GetPublicProfile(user_id=user_id))
    return ShownProfilePayload(
        **public_fields(profile),
        banner_url=await _banner(request, profile),
        audio=await _samples(request, profile.samples),
        images=await _images(request, user_id),
    )


async def _banner(request: PhantomRequest, profile: PublicProfile) -> str | None:
    if profile.banner_image_id is None:
        return None
    try:
        image = await request.caller.ask(GetImage(image_id=ImageId(profile.banner_image_id)))
    except NotFound:
        # It was hidden or deleted since the profile was read.
        return None
    return (await url_of(request, image, VariantName.FULL)).url


async def _samples(request: PhantomRequest, samples: Sequence[Id]) -> list[SamplePayload]:
    if not samples:
        return []
    wanted = GetAudioFiles(audio_file_ids=tuple(AudioFileId(sample) for sample in samples))
    return [await _sample(request, file) for file in await request.caller.ask(wanted)]


async def _sample(request: PhantomRequest, file: AudioFile) -> SamplePayload:
    link = await play_link(request, file)
    return SamplePayload(
        id=file.id,
        title=file.title,
        duration_ms=file.duration_ms,
        tags=file.tags,
        content_type=link.content_type,
        url=link.url,
        expires_at=instant(link.expires_at),
    )


async def _images(request: PhantomRequest, user_id: UserId) -> list[ImagePayload]:
    query = ListImages(
        linked_entity_type=LinkedType.PROFILE,
        linked_entity_id=user_id,
        page=PageRequest(limit=_MOST_IMAGES),
    )
    found = await request.caller.ask(query)
    return [await shown(request, image) for image in found.items if image.is_public]
