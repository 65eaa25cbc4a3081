"""Accounts in memory."""

from phantom_adapters.memory.repositories.identity_tables import IdentityTables
from phantom_core.identity.ports import Users
from phantom_core.identity.user import User, folded
from phantom_core.kernel import UserId

__all__ = ["MemoryUsers"]


class MemoryUsers(Users):
    """Accounts in a table."""

    def __init__(self, tables: IdentityTables) -> None:
        self._table = tables.users

    def add(self, user: User) -> None:
        """Store a new user."""
        self._table.add(user)

    def get(self, user_id: UserId) -> User:
        """Find a user."""
        return self._table.get(user_id)

    def named(self, login: str) -> User | None:
        """Find the user of an e-mail address or user name."""
        return self._table.by("email" if "@" in login else "username", folded(login))

    def exist(self) -> bool:
        """Whether there is any user."""
        return any(True for _ in self._table)

    def put(self, user: User) -> None:
        """Store a user's new state."""
        self._table.put(user)
