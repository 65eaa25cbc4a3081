"""Images, over SQL."""

from collections.abc import Sequence
from typing import Final

from sqlalchemy import bindparam, select

from phantom_adapters.sql.repositories.identity_people import shown
from phantom_adapters.sql.rows import Rows
from phantom_adapters.sql.statement import Statement, by_form
from phantom_adapters.sql.tables.identity import users
from phantom_adapters.sql.tables.media_images import images
from phantom_adapters.sql.transaction import Transaction
from phantom_core.kernel import Id, NotFound, Page, PageRequest, UserId, Visibility
from phantom_core.media.images import Image, ImageFilter, ImageId, Images, LinkedType
from phantom_core.media.images.listing import LAST_ID, before_image, image_cursor

__all__ = ["SqlImages"]

_NOUN: Final = "image"
_IMAGES: Final = Rows(images, Image, noun=_NOUN)
_FIND: Final = Statement(_IMAGES.select.where(images.c.id == bindparam("id")), locks=True)
_UPLOADER: Final = Statement(select(images.c.uploader_id).where(images.c.id == bindparam("id")))
_LINKED: Final = Statement(
    _IMAGES.select.where(
        images.c.linked_entity_type == bindparam("kind"),
        images.c.linked_entity_id == bindparam("identifier"),
    )
    .order_by(images.c.id)
    .limit(bindparam("limit")),
    locks=True,
)
_ASKED: Final = ("uploader_id", "usage_type", "linked_entity_type", "linked_entity_id")


@by_form
def _page(asked: tuple[str, ...], *, public_only: bool, seen: bool) -> Statement:
    """The list that asks for equality in these columns."""
    clause = _IMAGES.select.where(images.c.id < bindparam("before"))
    for name in asked:
        clause = clause.where(images.c[name] == bindparam(name))
    if public_only:
        clause = clause.where(images.c.visibility == Visibility.PUBLIC)
    if seen:
        clause = clause.join(users, users.c.id == images.c.uploader_id).where(shown())
    return Statement(clause.order_by(images.c.id.desc()).limit(bindparam("limit")))


class SqlImages(Images):
    """Images in a table."""

    def __init__(self, tx: Transaction) -> None:
        self._tx = tx

    def add(self, image: Image) -> None:
        """Store a new image."""
        _IMAGES.add(self._tx, image)

    def get(self, image_id: ImageId) -> Image:
        """Find an image, and hold it, or refuse."""
        return _IMAGES.get(self._tx, image_id)

    def find(self, image_id: ImageId) -> Image | None:
        """Find an image, and hold it."""
        return _IMAGES.one(self._tx, _FIND, id=image_id)

    def uploader_of(self, image_id: ImageId) -> UserId | None:
        """Whose an image is."""
        row = self._tx.row(_UPLOADER, id=image_id)
        return None if row is None else UserId(row[0])

    def put(self, image: Image) -> None:
        """Store an image's new state."""
        _IMAGES.put(self._tx, image)

    def remove(self, image_id: ImageId) -> None:
        """Take an image away."""
        if not _IMAGES.remove(self._tx, image_id):
            raise NotFound(_NOUN, image_id)

    def listed(self, wanted: ImageFilter, page: PageRequest) -> Page[Image]:
        """Images that fit, newest first."""
        before = before_image(page) or LAST_ID
        values = {name: getattr(wanted, name) for name in _ASKED}
        values = {name: value for name, value in values.items() if value is not None}
        seen = wanted.seen_by is not None
        statement = _page(tuple(values), public_only=wanted.public_only, seen=seen)
        viewer = {"seen_by": wanted.seen_by} if seen else {}
        rows = _IMAGES.all(
            self._tx, statement, **values, **viewer, before=before, limit=page.limit + 1
        )
        return Page.of(rows, page.limit, lambda image: image_cursor(image.id))

    def linked_to(self, kind: LinkedType, identifier: Id, limit: int) -> Sequence[Image]:
        """Images that belong to something; they are held."""
        return _IMAGES.all(self._tx, _LINKED, kind=kind, identifier=identifier, limit=limit)
