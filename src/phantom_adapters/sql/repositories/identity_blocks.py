"""Who has blocked whom, over SQL."""

from collections.abc import Collection
from typing import Any, Final

from sqlalchemy import and_, bindparam, or_, select

from phantom_adapters.sql.batches import batches
from phantom_adapters.sql.repositories.identity_pairs import Pairs, PeopleByTime
from phantom_adapters.sql.statement import Statement
from phantom_adapters.sql.tables.identity import blocks
from phantom_adapters.sql.transaction import Transaction
from phantom_core.identity.block import Block
from phantom_core.identity.listing import BLOCKED
from phantom_core.identity.ports import Blocks
from phantom_core.identity.user import Person
from phantom_core.kernel import Page, PageRequest, UserId

__all__ = ["SqlBlocks"]

_PAIRS: Final = Pairs(blocks)
_BLOCKED: Final = PeopleByTime(
    BLOCKED, theirs=blocks.c.blocked_id, mine=blocks.c.blocker_id, conditions=[]
)
_ALL: Final = Statement(
    select(blocks.c.blocked_id).where(blocks.c.blocker_id == bindparam("blocker_id"))
)
_ONE: Final[Any] = bindparam("one")
_OTHER: Final[Any] = bindparam("other")
_BETWEEN: Final = Statement(
    select(blocks.c.blocker_id)
    .where(
        or_(
            and_(blocks.c.blocker_id == _ONE, blocks.c.blocked_id == _OTHER),
            and_(blocks.c.blocker_id == _OTHER, blocks.c.blocked_id == _ONE),
        )
    )
    .limit(1)
)
_OTHERS: Final[Any] = bindparam("ids", expanding=True)
_AMONG_BLOCKED: Final = Statement(
    select(blocks.c.blocked_id).where(
        blocks.c.blocker_id == bindparam("me"), blocks.c.blocked_id.in_(_OTHERS)
    )
)
_AMONG_BLOCKING: Final = Statement(
    select(blocks.c.blocker_id).where(
        blocks.c.blocked_id == bindparam("me"), blocks.c.blocker_id.in_(_OTHERS)
    )
)


class SqlBlocks(Blocks):
    """Blocks in a table."""

    def __init__(self, tx: Transaction) -> None:
        self._tx = tx

    def add(self, block: Block) -> bool:
        """Store a block, and say whether it is new."""
        return _PAIRS.add(self._tx, block.blocker_id, block.blocked_id, block.created_at)

    def remove(self, blocker_id: UserId, blocked_id: UserId) -> bool:
        """Take a block away, and say whether there was one."""
        return _PAIRS.remove(self._tx, blocker_id, blocked_id)

    def exists(self, blocker_id: UserId, blocked_id: UserId) -> bool:
        """Whether the first has blocked the second."""
        return _PAIRS.exists(self._tx, blocker_id, blocked_id)

    def between(self, one: UserId, other: UserId) -> bool:
        """Whether either has blocked the other."""
        return self._tx.row(_BETWEEN, one=one, other=other) is not None

    def among(self, user_id: UserId, others: Collection[UserId]) -> Collection[UserId]:
        """Which of the others a user has blocked, or is blocked by."""
        found = set()
        for some in batches(others):
            for statement in (_AMONG_BLOCKED, _AMONG_BLOCKING):
                found |= {other for (other,) in self._tx.rows(statement, me=user_id, ids=some)}
        return found

    def all_by(self, blocker_id: UserId) -> Collection[UserId]:
        """All whom a user has blocked."""
        return [blocked_id for (blocked_id,) in self._tx.rows(_ALL, blocker_id=blocker_id)]

    def blocked_by(self, blocker_id: UserId, page: PageRequest) -> Page[Person]:
        """Those whom a user has blocked, the latest first."""
        return _BLOCKED.page(self._tx, blocker_id, page)
