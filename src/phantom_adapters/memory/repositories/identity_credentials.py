"""What proves who a user is, in memory."""

from phantom_adapters.memory.repositories.identity_tables import IdentityTables
from phantom_adapters.memory.repositories.identity_users import MemoryUsers
from phantom_core.identity.password import Credential
from phantom_core.identity.ports import Credentials
from phantom_core.kernel import UserId

__all__ = ["MemoryCredentials"]


class MemoryCredentials(Credentials):
    """Credentials in a table."""

    def __init__(self, tables: IdentityTables) -> None:
        self._table = tables.credentials
        self._users = MemoryUsers(tables)

    def add(self, credential: Credential) -> None:
        """Store a user's first credential."""
        self._table.add(credential)

    def get(self, user_id: UserId) -> Credential:
        """Find a user's credential."""
        return self._table.get(user_id)

    def of_login(self, login: str) -> Credential | None:
        """The credential of whoever is called so."""
        user = self._users.named(login)
        return None if user is None else self._table.find(user.id)

    def put(self, credential: Credential) -> None:
        """Store a user's new credential."""
        self._table.put(credential)
