"""Taking images in: rendered first, noted before a byte is kept, real after the last."""

from typing import Final

import attrs

from phantom_core.blobs import BlobKey
from phantom_core.blobs.ledger import BlobState
from phantom_core.blobs.ledger_use_cases import doom_blobs, expect_blobs, keep_blobs
from phantom_core.kernel import Access, Answer, Command, Query, fingerprint
from phantom_core.kernel.performing import KEY_LIFE, told_again
from phantom_core.media.images import policy
from phantom_core.media.images.events import ImageAdded
from phantom_core.media.images.image import Image, ImageId, ImageVariant, VariantName, variant_key
from phantom_core.media.images.ports import ImageWork
from phantom_core.media.images.upload import IMAGE_GRACE, ImageDetails, NewImage, ReceivedImage
from phantom_core.media.images.use_cases.finding import check_target
from phantom_core.uploads import UploadLimits, charge

__all__ = ["AbandonImage", "AdmitImage", "BeginImage", "FinishImage"]

_UNLIMITED: Final = UploadLimits()


@attrs.frozen(kw_only=True)
class AdmitImage(Query[Image | None]):
    """Ask whether an image would be taken in, before anything is made of it.

    `None` if so; the image, if the same came before under the key.

    Raises: Forbidden; Invalid; KeyReused, if something else came under the key; AnswerLost.
    """

    access = Access.PERSON
    received: ReceivedImage
    key: str | None = None

    def run(self, work: ImageWork) -> Image | None:
        """Answer the image that there is already."""
        known = _recalled(work, self.received, self.key)
        if known is None:
            _admit(work, self.received.details)
        return known


@attrs.frozen(kw_only=True)
class BeginImage(Command[ImageId]):
    """Note that the sizes of an image are coming, before the first byte of them is kept.

    Raises: Forbidden, Invalid.
    """

    access = Access.PERSON
    details: ImageDetails

    def run(self, work: ImageWork) -> ImageId:
        """Answer the id that the image will have."""
        _admit(work, self.details)
        image_id = ImageId(work.new_id())
        expect_blobs(work, *_keys(image_id), until=work.now + IMAGE_GRACE)
        return image_id


@attrs.frozen(kw_only=True)
class FinishImage(Command[Image]):
    """Make an image of what was begun, once all its sizes are kept.

    If the same has come under the key meanwhile, that is the image, and what was begun goes.

    Attributes:
        limits: how much its uploader may keep.

    Raises: StorageQuotaExceeded; BlobNotExpected; Forbidden; Invalid; KeyReused; AnswerLost.
    """

    access = Access.PERSON
    new: NewImage
    limits: UploadLimits = _UNLIMITED

    def run(self, work: ImageWork) -> Image:
        """Answer the image."""
        received, key = self.new.received, self.new.key
        known = _recalled(work, received, key)
        if known is not None:
            doom_blobs(work, *_keys(self.new.id))
            return known
        _admit(work, received.details)
        keep_blobs(work, *_keys(self.new.id))
        image = self._image(work)
        charge(work, image.uploader_id, image.size_bytes, self.limits)
        work.images.add(image)
        work.record(ImageAdded(image=image))
        if key is not None:
            mark, until = fingerprint(received), work.now + KEY_LIFE
            answer = Answer(fingerprint=mark, value=image, expires_at=until)
            work.answers.keep(work.actor.person, key, answer)
        return image

    def _image(self, work: ImageWork) -> Image:
        details, now = self.new.received.details, work.now
        return Image(
            id=self.new.id,
            uploader_id=work.actor.person,
            usage_type=details.usage_type,
            linked_entity_type=details.linked_entity_type,
            linked_entity_id=details.linked_entity_id,
            visibility=details.chosen_visibility,
            title=details.title,
            description=details.description,
            width=self.new.width,
            height=self.new.height,
            colour=self.new.colour,
            variants=self._variants(),
            created_at=now,
            updated_at=now,
        )

    def _variants(self) -> tuple[ImageVariant, ...]:
        return tuple(
            ImageVariant(
                name=put.name,
                blob=variant_key(self.new.id, put.name),
                width=put.width,
                height=put.height,
                size_bytes=put.size_bytes,
            )
            for put in self.new.variants
        )


@attrs.frozen(kw_only=True)
class AbandonImage(Command[None]):
    """Give up an image that was begun, unless it is real by now: what came of it goes."""

    access = Access.SYSTEM
    image_id: ImageId

    def run(self, work: ImageWork) -> None:
        """Doom its blobs."""
        for key in _keys(self.image_id):
            line = work.blob_ledger.find(key)
            if line is not None and line.state is not BlobState.KEPT:
                doom_blobs(work, key)


def _admit(work: ImageWork, details: ImageDetails) -> None:
    policy.may_use(work.actor, details.usage_type).enforce()
    check_target(work, details.linked_entity_type, details.linked_entity_id)


def _recalled(work: ImageWork, received: ReceivedImage, key: str | None) -> Image | None:
    if key is None:
        return None
    mark = fingerprint(received)
    known = work.answers.recall(work.actor.person, key, mark, Image)
    if known is None or not known.stands(work.now):
        return None
    image: Image = told_again(known, mark)
    return image


def _keys(image_id: ImageId) -> tuple[BlobKey, ...]:
    return tuple(variant_key(image_id, name) for name in VariantName)
