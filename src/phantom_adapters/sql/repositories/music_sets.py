"""Sets of music, over SQL."""

from typing import Final

from sqlalchemy import bindparam

from phantom_adapters.sql.rows import Rows
from phantom_adapters.sql.statement import Statement
from phantom_adapters.sql.tables.sets import music_sets
from phantom_adapters.sql.transaction import Transaction
from phantom_adapters.sql.types import Choice
from phantom_core.kernel import NotFound, Page, PageRequest, Visibility
from phantom_core.media.sets import MusicSet, MusicSets, SetId
from phantom_core.media.sets.listing import LAST_ID, before_set, set_cursor

__all__ = ["SqlMusicSets"]

_SETS: Final = Rows(music_sets, MusicSet, noun="set")
_ALL: Final = (
    _SETS.select.where(music_sets.c.id < bindparam("before"))
    .order_by(music_sets.c.id.desc())
    .limit(bindparam("limit"))
)
_PAGE: Final = Statement(_ALL)
_SHOWN: Final = Statement(
    _ALL.where(music_sets.c.visibility == bindparam("visibility", type_=Choice(Visibility)))
)


class SqlMusicSets(MusicSets):
    """Sets in a table."""

    def __init__(self, tx: Transaction) -> None:
        self._tx = tx

    def add(self, music_set: MusicSet) -> None:
        """Store a new set."""
        _SETS.add(self._tx, music_set)

    def get(self, set_id: SetId) -> MusicSet:
        """Find a set, and hold it, or refuse."""
        return _SETS.get(self._tx, set_id)

    def put(self, music_set: MusicSet) -> None:
        """Store a set's new state."""
        _SETS.put(self._tx, music_set)

    def remove(self, set_id: SetId) -> None:
        """Take a set away."""
        if not _SETS.remove(self._tx, set_id):
            raise NotFound("set", set_id)

    def listed(self, page: PageRequest, visibility: Visibility | None) -> Page[MusicSet]:
        """Sets, newest first."""
        narrowed = {} if visibility is None else {"visibility": visibility}
        rows = _SETS.all(
            self._tx,
            _SHOWN if narrowed else _PAGE,
            before=before_set(page) or LAST_ID,
            limit=page.limit + 1,
            **narrowed,
        )
        return Page.of(rows, page.limit, lambda each: set_cursor(each.id))
