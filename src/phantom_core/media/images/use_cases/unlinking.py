"""Letting images go on alone when what they belonged to is gone."""

from typing import Final

import attrs

from phantom_core.kernel import NOBODY_WAITS, Access, Command, Id
from phantom_core.media.images.events import ImageUnlinked
from phantom_core.media.images.image import LinkedType
from phantom_core.media.images.ports import ImageWork

__all__ = ["UnlinkImages"]

_AT_ONCE: Final = 20


@attrs.frozen(kw_only=True)
class UnlinkImages(Command[None]):
    """Let the images of something that is gone belong to nothing."""

    access = Access.SYSTEM
    patience = NOBODY_WAITS
    one_waits = True
    kind: LinkedType
    linked_id: Id

    def run(self, work: ImageWork) -> None:
        """Unlink twenty, and go on later if there may be more."""
        linked = work.images.linked_to(self.kind, self.linked_id, _AT_ONCE)
        for image in linked:
            alone = image.changed(work.now, linked_entity_type=None, linked_entity_id=None)
            work.images.put(alone)
            work.record(ImageUnlinked(image=alone))
        if len(linked) == _AT_ONCE:
            work.enqueue(self)
