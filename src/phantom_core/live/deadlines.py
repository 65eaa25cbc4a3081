"""What waits for a time: whoever looks after it asks what is due, and when to look again."""

from collections.abc import Sequence
from datetime import timedelta

import attrs

from phantom_core.kernel.ids import Id

__all__ = ["Due"]


@attrs.frozen(kw_only=True)
class Due:
    """Which things are due, and how long it is until another will be.

    Attributes:
        ids: those that are due, the longest overdue first; all, or a good many of them.
        next_in: how long it is until the next one, as far as is known now; `None` if none waits.
    """

    ids: Sequence[Id] = ()
    next_in: timedelta | None = None
