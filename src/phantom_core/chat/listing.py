"""Where the pages of chat's lists begin: the same for every storage."""

from typing import Final

import attrs

from phantom_core.kernel import (
    Cursor,
    Fault,
    Invalid,
    PageRequest,
    cursor_after,
    position,
)

__all__ = [
    "BEYOND",
    "CHATS",
    "FOUND",
    "HISTORY",
    "MEMBERS",
    "Span",
    "after_seq",
    "seq_cursor",
]

CHATS: Final = "chats"
"""One's chat rooms."""

MEMBERS: Final = "chat-members"
"""Who is in a chat room."""

HISTORY: Final = "messages"
"""The messages of a chat room."""

FOUND: Final = "found-messages"
"""Messages that were found."""

BEYOND: Final = 2**63 - 1
"""No message has so great a number."""


@attrs.frozen(kw_only=True)
class Span:
    """Which messages of a chat room are wanted: those with numbers between two, both excluded.

    They come from the newest on, or from the oldest where only `after` is named: what follows a
    message is read on from it.
    """

    after: int | None = None
    before: int | None = None

    def __attrs_post_init__(self) -> None:
        """Refuse numbers that no storage can compare with. Raises: Invalid."""
        for name in ("after", "before"):
            if not 0 <= (getattr(self, name) or 0) <= BEYOND:
                raise Invalid(Fault(name, "must be the number of a message, or 0"))

    @property
    def forwards(self) -> bool:
        """Whether the oldest come first."""
        return self.after is not None and self.before is None

    def from_cursor(self, page: PageRequest) -> tuple[int, int]:
        """The numbers between which the page lies, both excluded. Raises: Invalid."""
        low = 0 if self.after is None else self.after
        high = BEYOND if self.before is None else self.before
        seq = after_seq(page, HISTORY)
        if seq is None:
            return low, high
        return (max(low, seq), high) if self.forwards else (low, min(high, seq))


def seq_cursor(listing: str, seq: int) -> Cursor:
    """The place after a message."""
    return cursor_after(listing, seq)


def after_seq(page: PageRequest, listing: str) -> int | None:
    """The number after which a page begins; `None` for the first. Raises: Invalid."""
    keys = position(page, listing, int)
    return None if keys is None else int(keys[0])
