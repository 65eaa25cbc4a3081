"""Who may do what with an image."""

from phantom_core.kernel import ALLOWED, Actor, Allowed, Decision, Hidden, Refused
from phantom_core.media.images.image import Image, UsageType

__all__ = ["may_change", "may_see", "may_use"]


def may_see(actor: Actor, image: Image, *, unseen: bool, inside: bool = False) -> Decision:
    """Decide whether `actor` may see an image, and what is said of it.

    To everybody else it does not exist.

    Args:
        actor: who looks.
        image: what they look at.
        unseen: whether they do not see its uploader: one of the two has blocked the other, or
            the uploader is suspended.
        inside: whether they are inside what it belongs to.
    """
    if _looks_after(actor) or actor.user_id == image.uploader_id or inside:
        return ALLOWED
    if image.is_public and not unseen:
        return ALLOWED
    return Hidden("image", image.id)


def may_change(actor: Actor, image: Image, *, unseen: bool, inside: bool = False) -> Decision:
    """Decide whether `actor` may change or delete an image."""
    if _looks_after(actor) or actor.user_id == image.uploader_id:
        return ALLOWED
    seeing = may_see(actor, image, unseen=unseen, inside=inside)
    return Refused("Only its uploader may do this.") if isinstance(seeing, Allowed) else seeing


def may_use(actor: Actor, usage: UsageType) -> Decision:
    """Decide whether `actor` may keep an image for a use."""
    if usage is UsageType.GALLERY and not _looks_after(actor):
        return Refused("Only admins may put images into the gallery.")
    return ALLOWED


def _looks_after(actor: Actor) -> bool:
    return actor.is_system or actor.is_admin
