"""Images, in memory."""

from collections.abc import Iterator, Sequence
from operator import attrgetter

from phantom_adapters.memory.repositories.identity_tables import IdentityTables
from phantom_adapters.memory.rows import MemoryRows
from phantom_adapters.memory.table import Journal
from phantom_core.blobs.uses import BlobUse
from phantom_core.kernel import Id, NotFound, Page, PageRequest, UserId
from phantom_core.media.images import Image, ImageFilter, ImageId, Images, LinkedType
from phantom_core.media.images.listing import before_image, image_cursor

__all__ = ["MemoryImages"]


class MemoryImages(Images):
    """Images by id."""

    def __init__(self, journal: Journal, people: IdentityTables) -> None:
        self._people = people
        self._rows: MemoryRows[ImageId, Image] = MemoryRows(
            journal, "image", attrgetter("id"), name="images"
        )

    def add(self, image: Image) -> None:
        """Store a new image."""
        self._rows.add(image)

    def get(self, image_id: ImageId) -> Image:
        """Find an image, or refuse."""
        return self._rows.get(image_id)

    def find(self, image_id: ImageId) -> Image | None:
        """Find an image."""
        return self._rows.find(image_id)

    def uploader_of(self, image_id: ImageId) -> UserId | None:
        """Whose an image is."""
        image = self._rows.find(image_id)
        return None if image is None else image.uploader_id

    def put(self, image: Image) -> None:
        """Store an image's new state."""
        self._rows.put(image)

    def remove(self, image_id: ImageId) -> None:
        """Take an image away."""
        if not self._rows.remove(image_id):
            raise NotFound("image", image_id)

    def listed(self, wanted: ImageFilter, page: PageRequest) -> Page[Image]:
        """Images that fit, newest first."""
        before = before_image(page)
        rows = [
            image
            for image in self._rows
            if self._fits(image, wanted) and (before is None or image.id < before)
        ]
        rows.sort(key=attrgetter("id"), reverse=True)
        return Page.of(rows, page.limit, lambda image: image_cursor(image.id))

    def linked_to(self, kind: LinkedType, identifier: Id, limit: int) -> Sequence[Image]:
        """Images that belong to something."""
        wanted = ImageFilter(linked_entity_type=kind, linked_entity_id=identifier)
        linked = [image for image in self._rows if self._fits(image, wanted)]
        return sorted(linked, key=attrgetter("id"))[:limit]

    def _fits(self, image: Image, wanted: ImageFilter) -> bool:
        asked = (
            (wanted.uploader_id, image.uploader_id),
            (wanted.usage_type, image.usage_type),
            (wanted.linked_entity_type, image.linked_entity_type),
            (wanted.linked_entity_id, image.linked_entity_id),
        )
        if any(value is not None and value != found for value, found in asked):
            return False
        if wanted.public_only and not image.is_public:
            return False
        viewer = wanted.seen_by
        return viewer is None or self._people.shown(image.uploader_id, seen_by=viewer) is not None

    def uses(self) -> Iterator[BlobUse]:
        """The blobs that images name."""
        return (
            BlobUse(key=variant.blob, kind="image", id=image.id)
            for image in self._rows
            for variant in image.variants
        )
