"""How much was told to readers in this process, for those who watch over it."""

import attrs

__all__ = ["Deliveries"]


@attrs.define(eq=False)
class Deliveries:
    """What topics of one kind have told.

    Attributes:
        told: messages, each as often as there was a reader for it.
        dropped: readers that lost a topic, as they read too slowly or could not be told.
    """

    told: int = 0
    dropped: int = 0
