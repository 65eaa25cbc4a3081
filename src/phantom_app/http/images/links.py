"""Where images can be loaded: URLs of a short life, the same for a while, so that caches work."""

from datetime import datetime

import attrs

from phantom_app.http.callers import PhantomRequest
from phantom_app.http.images.payloads import ImagePayload, image_of
from phantom_core.blobs import shared_expiry
from phantom_core.kernel import Actor
from phantom_core.media.images import Image, VariantName
from phantom_core.media.images.flows import ImageLink, image_link

__all__ = ["expiry", "shown", "url_of"]


def expiry(request: PhantomRequest) -> datetime:
    """Until when the URLs are good that are made now."""
    services = request.caller.services
    return shared_expiry(services.clock(), services.settings.url_ttl)


async def url_of(
    request: PhantomRequest, image: Image, name: VariantName, *, reader: Actor | None = None
) -> ImageLink:
    """A URL of an image in one size, made for its reader: by default, who asks."""
    caller = request.caller
    made = await image_link(
        caller.services.links,
        image,
        name,
        reader=reader or caller.actor,
        expires_at=expiry(request),
    )
    return attrs.evolve(made, url=request.whole(made.url))


async def shown(request: PhantomRequest, image: Image) -> ImagePayload:
    """An image as who asks is shown it, with a URL of each size. The store is not asked."""
    urls = {name: (await url_of(request, image, name)).url for name in VariantName}
    return image_of(image, urls, expiry(request))
