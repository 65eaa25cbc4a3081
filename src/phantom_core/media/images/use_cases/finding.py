"""Finding an image for an actor, who may or may not know of it."""

from phantom_core.kernel import Actor, Fault, Id, Invalid, NotFound
from phantom_core.media.images import policy
from phantom_core.media.images.image import Image, ImageId, LinkedType
from phantom_core.media.images.ports import ImageWork, LinkStanding

__all__ = ["audit", "changeable", "check_target", "stands", "visible"]


def visible(work: ImageWork, image_id: ImageId, reader: Actor | None = None) -> Image:
    """An image that a reader may see, by default the actor. Raises: NotFound."""
    image = work.images.get(image_id)
    reader = reader or work.actor
    unseen, inside = _unseen(work, image, reader), _inside(work, image, reader)
    policy.may_see(reader, image, unseen=unseen, inside=inside).enforce()
    return image


def changeable(work: ImageWork, image_id: ImageId) -> Image:
    """An image that the actor may change or delete. Raises: NotFound, Forbidden.

    Its uploader is held before it, in the order of who makes it their avatar: they may lose it.
    """
    uploader_id = work.images.uploader_of(image_id)
    if uploader_id is None:
        raise NotFound("image", image_id)
    work.standings.of(uploader_id)
    image = work.images.get(image_id)
    unseen, inside = _unseen(work, image, work.actor), _inside(work, image, work.actor)
    policy.may_change(work.actor, image, unseen=unseen, inside=inside).enforce()
    return image


def stands(work: ImageWork, kind: LinkedType, identifier: Id, who: Actor) -> LinkStanding:
    """What somebody is to what an image may belong to."""
    if who.user_id is None:
        return LinkStanding.NONE
    return work.image_links.standing(kind, identifier, who.user_id)


def check_target(work: ImageWork, kind: LinkedType | None, identifier: Id | None) -> None:
    """Refuse to link an image to what the actor does not shape. Raises: Invalid."""
    if kind is None or identifier is None:
        return
    if stands(work, kind, identifier, work.actor) is not LinkStanding.SHAPES:
        fault = f"must be the id of a {kind} of your own, or that you may edit"
        raise Invalid(Fault("linked_entity_id", fault))


def audit(work: ImageWork, action: str, image: Image) -> None:
    """Write down what a person does with an image that is not theirs."""
    me = work.actor.user_id
    if me is not None and me != image.uploader_id:
        work.image_audit.note(work.new_id(), at=work.now, by=me, action=action, image=image)


def _unseen(work: ImageWork, image: Image, reader: Actor) -> bool:
    """Whether a reader does not see who uploaded an image."""
    if reader.user_id == image.uploader_id:
        return False
    blocked = reader.user_id is not None and work.blocks.between(reader.user_id, image.uploader_id)
    return blocked or not work.people.active(image.uploader_id)


def _inside(work: ImageWork, image: Image, reader: Actor) -> bool:
    """Whether a reader is inside what an image belongs to."""
    kind, identifier = image.linked_entity_type, image.linked_entity_id
    if image.is_public or kind is None or identifier is None:
        return False
    return stands(work, kind, identifier, reader) is not LinkStanding.NONE
