"""Where pages of matches begin."""

from typing import Final

from phantom_core.kernel import Cursor, PageRequest, UserId, cursor_after, position
from phantom_core.kernel.paging import identifier_in
from phantom_core.matching.match import Match

__all__ = ["after_match", "match_cursor"]

_LISTING: Final = "matches"


def match_cursor(match: Match, user_id: UserId) -> Cursor:
    """The place after a match in somebody's list: what it is made of is told anyway."""
    return cursor_after(_LISTING, match.score, match.peer_of(user_id))


def after_match(page: PageRequest) -> tuple[int, UserId] | None:
    """The score and the id behind which a page begins; `None` for the first. Raises: Invalid."""
    keys = position(page, _LISTING, int, str)
    return None if keys is None else (int(keys[0]), UserId(identifier_in(keys[1])))
