"""What images need of storage, and of their neighbours."""

from collections.abc import Sequence
from datetime import datetime
from enum import Enum
from typing import Protocol

from phantom_core.kernel import Actor, Id, Page, PageRequest, UserId
from phantom_core.media.images.image import Image, ImageId, LinkedType
from phantom_core.media.images.listing import ImageFilter
from phantom_core.uploads import UploadsWork

__all__ = [
    "Blocks",
    "ImageAudit",
    "ImageLinks",
    "ImageWork",
    "Images",
    "LinkStanding",
    "People",
    "Standings",
]


class Images(Protocol):
    """Images."""

    def add(self, image: Image) -> None:
        """Store a new image. Raises: Conflict, if its id is in use."""

    def get(self, image_id: ImageId) -> Image:
        """Find an image, held until the transaction ends. Raises: NotFound."""

    def find(self, image_id: ImageId) -> Image | None:
        """Find an image, held until the transaction ends; `None` if there is none."""

    def uploader_of(self, image_id: ImageId) -> UserId | None:
        """Whose an image is, for ever; `None` if there is none. Nothing is held."""

    def put(self, image: Image) -> None:
        """Store an image's new state. Raises: NotFound."""

    def remove(self, image_id: ImageId) -> None:
        """Take an image away. Raises: NotFound."""

    def listed(self, wanted: ImageFilter, page: PageRequest) -> Page[Image]:
        """Images that fit, newest first. Nothing is held. Raises: Invalid, for a foreign cursor."""

    def linked_to(self, kind: LinkedType, identifier: Id, limit: int) -> Sequence[Image]:
        """Up to `limit` images that belong to something, by id; held until the transaction ends."""


class LinkStanding(Enum):
    """What somebody is to what an image may belong to."""

    NONE = "none"
    """Nobody; there may be no such thing."""

    INSIDE = "inside"
    """Somebody who sees all of it, and does not shape it."""

    SHAPES = "shapes"
    """Somebody who shapes it, and may give it images."""


class ImageLinks(Protocol):
    """What images may belong to."""

    def standing(self, kind: LinkedType, identifier: Id, user_id: UserId) -> LinkStanding:
        """What somebody is to a profile, project or recording.

        Profiles and recordings are shaped by whose they are; projects by their owner and by who
        may edit them, and whoever else collaborates is inside. What is deleted is nobody's.
        Nothing is held.
        """


class Blocks(Protocol):
    """Who does not see whom."""

    def between(self, one: UserId, other: UserId) -> bool:
        """Whether either has blocked the other."""


class Standings(Protocol):
    """As whom people may act."""

    def of(self, user_id: UserId) -> Actor | None:
        """Somebody as they stand now; `None` if they are suspended, or not there at all.

        Their account is held until the transaction ends.
        """


class People(Protocol):
    """Who is here."""

    def active(self, user_id: UserId) -> bool:
        """Whether there is such a user, and their account is active. Nothing is held."""


class ImageAudit(Protocol):
    """What those in office do with other people's images."""

    def note(self, record_id: Id, *, at: datetime, by: UserId, action: str, image: Image) -> None:
        """Write an act down. Raises: Conflict, if one with its id is there."""


class ImageWork(UploadsWork, Protocol):
    """The unit of work of images."""

    images: Images
    image_links: ImageLinks
    image_audit: ImageAudit

    @property
    def standings(self) -> Standings:
        """As whom people may act; as recordings ask too."""

    @property
    def blocks(self) -> Blocks:
        """Who does not see whom; identity's own."""

    @property
    def people(self) -> People:
        """Who is here; identity's own too."""
