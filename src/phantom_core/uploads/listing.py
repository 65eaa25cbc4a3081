"""Where the pages of uploads begin: the same for every storage."""

from typing import Final

from phantom_core.kernel import Cursor, Id, PageRequest, cursor_after, position
from phantom_core.kernel.paging import identifier_in

__all__ = ["LAST_ID", "before_id", "cursor_of"]

LAST_ID: Final = Id("7" + "Z" * 25)
"""No id is greater."""

_UPLOADS: Final = "uploads"


def cursor_of(upload_id: Id) -> Cursor:
    """The place after an upload, in the list of somebody's uploads."""
    return cursor_after(_UPLOADS, upload_id)


def before_id(page: PageRequest) -> Id | None:
    """The id before which a page's ids are; `None` for the first page. Raises: Invalid."""
    keys = position(page, _UPLOADS, str)
    return None if keys is None else identifier_in(keys[0])
