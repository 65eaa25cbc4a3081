"""Where the pages of the list of sets begin: the same for every storage."""

from typing import Final

from phantom_core.kernel import Cursor, Id, PageRequest, cursor_after, position
from phantom_core.kernel.paging import identifier_in
from phantom_core.media.sets.music_set import SetId

__all__ = ["LAST_ID", "before_set", "set_cursor"]

LAST_ID: Final = Id("7" + "Z" * 25)
"""No id is greater."""

_SETS: Final = "sets"


def set_cursor(set_id: SetId) -> Cursor:
    """The place after a set."""
    return cursor_after(_SETS, set_id)


def before_set(page: PageRequest) -> Id | None:
    """The id before which a page's ids are; `None` for the first page. Raises: Invalid."""
    keys = position(page, _SETS, str)
    return None if keys is None else identifier_in(keys[0])
