"""Who has blocked whom, in memory."""

from collections.abc import Collection

from phantom_adapters.memory.repositories.identity_follows import people_by_time
from phantom_adapters.memory.repositories.identity_tables import IdentityTables
from phantom_core.identity.block import Block
from phantom_core.identity.listing import BLOCKED
from phantom_core.identity.ports import Blocks
from phantom_core.identity.user import Person
from phantom_core.kernel import Page, PageRequest, UserId

__all__ = ["MemoryBlocks"]


class MemoryBlocks(Blocks):
    """Blocks in a table."""

    def __init__(self, tables: IdentityTables) -> None:
        self._tables = tables
        self._table = tables.blocks

    def add(self, block: Block) -> bool:
        """Store a block, and say whether it is new."""
        if self.exists(block.blocker_id, block.blocked_id):
            return False
        self._table.add(block)
        return True

    def remove(self, blocker_id: UserId, blocked_id: UserId) -> bool:
        """Take a block away, and say whether there was one."""
        return self._table.remove((blocker_id, blocked_id))

    def exists(self, blocker_id: UserId, blocked_id: UserId) -> bool:
        """Whether the first has blocked the second."""
        return self._table.find((blocker_id, blocked_id)) is not None

    def between(self, one: UserId, other: UserId) -> bool:
        """Whether either has blocked the other."""
        return self._tables.blocked(one, other)

    def among(self, user_id: UserId, others: Collection[UserId]) -> Collection[UserId]:
        """Which of the others a user has blocked, or is blocked by."""
        return [other for other in others if self._tables.blocked(user_id, other)]

    def all_by(self, blocker_id: UserId) -> Collection[UserId]:
        """All whom a user has blocked."""
        return [block.blocked_id for block in self._table if block.blocker_id == blocker_id]

    def blocked_by(self, blocker_id: UserId, page: PageRequest) -> Page[Person]:
        """Those whom a user has blocked, the latest first."""
        mine = [
            (block.created_at, self._tables.users.get(block.blocked_id).person)
            for block in self._table
            if block.blocker_id == blocker_id
        ]
        return people_by_time(mine, BLOCKED, page)
