"""What is told of images."""

from collections.abc import Callable, Mapping
from typing import Any, Final

from phantom_app.http.images.payloads import ImageFactsPayload, image_facts_of
from phantom_app.http.payloads import IdText, Payload
from phantom_app.socket.event_payloads import EventPayload
from phantom_core.kernel import Event
from phantom_core.media.images import Image
from phantom_core.media.images import events as images

__all__ = ["EVENTS", "RESOURCES", "ImageData", "ImageDeletedData"]


class ImageData(EventPayload):
    """The image, as it is now; ask for its URLs."""

    image: ImageFactsPayload


class ImageDeletedData(EventPayload):
    """The image is gone."""

    image_id: IdText


EVENTS: Final[Mapping[type[Event], type[EventPayload]]] = {
    images.ImageAdded: ImageData,
    images.ImageChanged: ImageData,
    images.ImageUnlinked: ImageData,
    images.ImageDeleted: ImageDeletedData,
}
"""What is told of each event."""

RESOURCES: Final[Mapping[type[Any], Callable[[Any], Payload]]] = {Image: image_facts_of}
"""How what events hold is told."""
