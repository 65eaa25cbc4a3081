"""Looking at images, describing them, deleting them."""

from typing import Any

import attrs

from phantom_core.blobs import BlobKey
from phantom_core.blobs.ledger_use_cases import doom_blobs
from phantom_core.kernel import (
    ANONYMOUS,
    UNCHANGED,
    Access,
    Checked,
    Command,
    Id,
    NotFound,
    Page,
    PageRequest,
    Query,
    Unchanged,
    UserId,
    Visibility,
    expect_version,
    given,
)
from phantom_core.media.images import policy
from phantom_core.media.images.events import ImageChanged, ImageDeleted
from phantom_core.media.images.image import (
    Image,
    ImageId,
    LinkedType,
    UsageType,
    image_of,
)
from phantom_core.media.images.listing import ImageFilter
from phantom_core.media.images.ports import ImageWork, LinkStanding
from phantom_core.media.images.use_cases.finding import (
    audit,
    changeable,
    check_target,
    stands,
    visible,
)
from phantom_core.uploads import refund

__all__ = [
    "ChangeImage",
    "DeleteImage",
    "DiscardImage",
    "GetAvatar",
    "GetImage",
    "ListImages",
    "SeeImage",
]


@attrs.frozen(kw_only=True)
class GetImage(Query[Image]):
    """Look at an image. Raises: NotFound."""

    access = Access.PERSON
    image_id: ImageId

    def run(self, work: ImageWork) -> Image:
        """Answer it."""
        return visible(work, self.image_id)


@attrs.frozen(kw_only=True)
class GetAvatar(Query[Image]):
    """Find a public avatar of somebody who is active, whoever asks.

    Raises: NotFound, also for every other image.
    """

    access = Access.ANYONE
    image_id: ImageId

    def run(self, work: ImageWork) -> Image:
        """Answer it."""
        image = visible(work, self.image_id, ANONYMOUS)
        if image.usage_type is not UsageType.AVATAR:
            raise NotFound("image", self.image_id)
        return image


@attrs.frozen(kw_only=True)
class SeeImage(Query[Image]):
    """Find the image of a blob whose URL is used, if who it was made for may see it now.

    Attributes:
        reader: whom it was made for; without one it is of an avatar, for anybody.

    Raises: NotFound, also for a blob that is no image's, or is no longer.
    """

    access = Access.SYSTEM
    blob: BlobKey
    reader: UserId | None = None

    def run(self, work: ImageWork) -> Image:
        """Answer it."""
        image_id = image_of(self.blob)
        if image_id is None:
            raise NotFound("blob", self.blob)
        if self.reader is None:
            return GetAvatar(image_id=image_id).run(work)
        reader = work.standings.of(self.reader)
        if reader is None:
            raise NotFound("blob", self.blob)
        return visible(work, image_id, reader)


@attrs.frozen(kw_only=True)
class ListImages(Query[Page[Image]]):
    """List images, newest first: the public ones; all, for those in office; or one's own.

    Who is inside a project finds all that belongs to it.

    Attributes:
        mine: only one's own, private ones too.

    Raises: Invalid, for a foreign cursor.
    """

    access = Access.PERSON
    mine: bool = False
    usage_type: UsageType | None = None
    linked_entity_type: LinkedType | None = None
    linked_entity_id: Id | None = None
    page: PageRequest = attrs.field(factory=PageRequest)

    def run(self, work: ImageWork) -> Page[Image]:
        """Answer a page."""
        me = work.actor.person
        whole = self.mine or work.actor.is_admin or self._is_inside(work)
        wanted = ImageFilter(
            uploader_id=me if self.mine else None,
            public_only=not whole,
            seen_by=None if whole else me,
            usage_type=self.usage_type,
            linked_entity_type=self.linked_entity_type,
            linked_entity_id=self.linked_entity_id,
        )
        return work.images.listed(wanted, self.page)

    def _is_inside(self, work: ImageWork) -> bool:
        kind, identifier = self.linked_entity_type, self.linked_entity_id
        if kind is None or identifier is None:
            return False
        return stands(work, kind, identifier, work.actor) is not LinkStanding.NONE


@attrs.frozen(kw_only=True)
class ChangeImage(Checked, Command[Image]):
    """Describe, link or show an image otherwise. What is not given stays as it is.

    An image that is somebody's avatar or banner is so no longer, once it may not be. What an
    admin changes of somebody else's is written down.

    Attributes:
        linked_entity_type: `None` to let it belong to nothing.
        version: the one that the change is based on; any, if absent.

    Raises: Invalid; NotFound; Forbidden, to all but the uploader and admins; Outdated.
    """

    access = Access.PERSON
    image_id: ImageId
    usage_type: UsageType | None = None
    visibility: Visibility | None = None
    title: str | Unchanged | None = UNCHANGED
    description: str | Unchanged | None = UNCHANGED
    linked_entity_type: LinkedType | Unchanged | None = UNCHANGED
    linked_entity_id: Id | Unchanged | None = UNCHANGED
    version: int | None = None

    def run(self, work: ImageWork) -> Image:
        """Answer the image as it is now."""
        image = changeable(work, self.image_id)
        expect_version("image", current=image.version, expected=self.version)
        changed = attrs.evolve(image, **self._said(image))
        if changed == image:
            return image
        self._check(work, image, changed)
        audit(work, "image.changed", image)
        return self._store(work, changed)

    def _said(self, image: Image) -> dict[str, Any]:
        alone = self.linked_entity_type is None
        return {
            "usage_type": self.usage_type or image.usage_type,
            "visibility": self.visibility or image.visibility,
            **given(
                title=self.title,
                description=self.description,
                linked_entity_type=self.linked_entity_type,
                linked_entity_id=None if alone else self.linked_entity_id,
            ),
        }

    def _check(self, work: ImageWork, image: Image, changed: Image) -> None:
        if changed.usage_type is not image.usage_type:
            policy.may_use(work.actor, changed.usage_type).enforce()
        link = changed.linked_entity_type, changed.linked_entity_id
        if link != (image.linked_entity_type, image.linked_entity_id):
            check_target(work, *link)

    def _store(self, work: ImageWork, changed: Image) -> Image:
        image = changed.changed(work.now)
        work.images.put(image)
        work.record(ImageChanged(image=image))
        return image


@attrs.frozen(kw_only=True)
class DeleteImage(Command[None]):
    """Delete an image in all its sizes; it is nobody's avatar or banner then.

    What an admin deletes of somebody else's is written down.

    Attributes:
        version: the one that shall go; any, if absent.

    Raises: NotFound; Forbidden, to all but the uploader and admins; Outdated.
    """

    access = Access.PERSON
    image_id: ImageId
    version: int | None = None

    def run(self, work: ImageWork) -> None:
        """Let it go, and its blobs after it."""
        image = changeable(work, self.image_id)
        expect_version("image", current=image.version, expected=self.version)
        audit(work, "image.deleted", image)
        _discard(work, image)


@attrs.frozen(kw_only=True)
class DiscardImage(Command[None]):
    """Delete an image because something else demands it; it may be gone already."""

    access = Access.SYSTEM
    image_id: ImageId

    def run(self, work: ImageWork) -> None:
        """Let it go, if it is there."""
        try:
            image = changeable(work, self.image_id)
        except NotFound:
            return
        _discard(work, image)


def _discard(work: ImageWork, image: Image) -> None:
    work.images.remove(image.id)
    doom_blobs(work, *image.blobs)
    refund(work, image.uploader_id, image.size_bytes)
    work.record(ImageDeleted(uploader_id=image.uploader_id, image_id=image.id))
