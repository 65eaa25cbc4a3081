"""What is slow about images, in steps: they are rendered, their sizes kept, and then they are."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import suppress
from datetime import datetime
from pathlib import Path

import attrs

from phantom_core.blobs import PIECE_BYTES, BlobLinks, BlobStore
from phantom_core.blobs.scanner_ports import BlobScanner
from phantom_core.kernel import SYSTEM, Actor, ByteCount, Doer, PhantomError
from phantom_core.media.images.image import CONTENT_TYPE, Image, ImageId, VariantName, variant_key
from phantom_core.media.images.renderer_ports import ImageRenderer
from phantom_core.media.images.rendering import RenderedImage, RenderedVariant
from phantom_core.media.images.upload import NewImage, PutVariant, ReceivedImage
from phantom_core.media.images.use_cases.adding import (
    AbandonImage,
    AdmitImage,
    BeginImage,
    FinishImage,
)
from phantom_core.uploads import UploadLimits

__all__ = ["ImageEdge", "ImageLink", "IncomingImage", "add_image", "image_link"]


@attrs.frozen(kw_only=True)
class ImageEdge:
    """Everything that taking images in takes.

    Attributes:
        phantom: does the commands.
        store: where their sizes are kept.
        renderer: makes them.
        largest: the most bytes that a file may have.
        scanner: looks for malware in what comes; nobody does, if absent.
        limits: how much anybody may keep.
    """

    phantom: Doer
    store: BlobStore
    renderer: ImageRenderer
    largest: ByteCount
    scanner: BlobScanner | None = None
    limits: UploadLimits = attrs.field(factory=UploadLimits)


@attrs.frozen(kw_only=True)
class IncomingImage:
    """An image on its way in.

    Attributes:
        path: a file with its bytes, all of them.
        received: what they are, and what is said of them.
        key: the sender's name for this upload, if it may come twice.
    """

    path: Path
    received: ReceivedImage
    key: str | None = None


@attrs.frozen(kw_only=True)
class ImageLink:
    """A URL under which an image can be seen, for a while.

    Attributes:
        expires_at: until when, if its reader may see it for so long.
    """

    url: str
    expires_at: datetime


async def add_image(edge: ImageEdge, incoming: IncomingImage, *, actor: Actor) -> Image:
    """Take an image in; all of it, or nothing of it. What came is not kept, only what is shown.

    The same again, under the same key, answers what was answered first.

    Raises: Forbidden; Invalid; Condemned, by the scanner; NotAnImage; ImageNotDecodable;
    TooManyPixels; StorageQuotaExceeded; KeyReused; Unavailable.
    """
    admit = AdmitImage(received=incoming.received, key=incoming.key)
    known = await edge.phantom.ask(admit, actor=actor)
    if known is not None:
        return known
    if edge.scanner is not None:
        await edge.scanner.scan(_pieces(incoming.path))
    rendered = await edge.renderer.render(incoming.path)
    begin = BeginImage(details=incoming.received.details)
    image_id = (await edge.phantom.do(begin, actor=actor)).value
    try:
        for variant in rendered.variants:
            await _keep(edge.store, image_id, variant)
        finish = FinishImage(new=_new(image_id, incoming, rendered), limits=edge.limits)
        image = (await edge.phantom.do(finish, actor=actor)).value
    except BaseException:
        await _abandon(edge, image_id)
        raise
    return image


async def image_link(
    links: BlobLinks,
    image: Image,
    name: VariantName,
    *,
    reader: Actor,
    expires_at: datetime,
) -> ImageLink:
    """Make a URL of an image in one size, to show it in place.

    It is made for its reader: who serves it asks `SeeImage` whether they may still see it.

    Raises: SigningUnconfigured.
    """
    url = await links.url(
        image.variant(name).blob,
        expires_at=expires_at,
        content_type=CONTENT_TYPE,
        inline=True,
        reader=reader.user_id,
    )
    return ImageLink(url=url, expires_at=expires_at)


async def _pieces(path: Path) -> AsyncIterator[bytes]:
    """The bytes of a file, read beside the loop."""
    with await asyncio.to_thread(path.open, "rb") as file:
        while piece := await asyncio.to_thread(file.read, PIECE_BYTES):
            yield piece


def _new(image_id: ImageId, incoming: IncomingImage, rendered: RenderedImage) -> NewImage:
    return NewImage(
        id=image_id,
        received=incoming.received,
        key=incoming.key,
        width=rendered.width,
        height=rendered.height,
        colour=rendered.colour,
        variants=tuple(
            PutVariant(
                name=variant.name,
                width=variant.width,
                height=variant.height,
                size_bytes=ByteCount(len(variant.data)),
            )
            for variant in rendered.variants
        ),
    )


async def _keep(store: BlobStore, image_id: ImageId, variant: RenderedVariant) -> None:
    async def once() -> AsyncIterator[bytes]:
        yield variant.data

    key = variant_key(image_id, variant.name)
    await store.put(key, once(), limit=ByteCount(len(variant.data)))


async def _abandon(edge: ImageEdge, image_id: ImageId) -> None:
    """Clear up at once, even while being cancelled; where that fails, a sweep does it later."""
    with suppress(PhantomError):
        clearing = edge.phantom.do(AbandonImage(image_id=image_id), actor=SYSTEM)
        await asyncio.shield(asyncio.ensure_future(clearing))
