"""What proves who a user is, over SQL."""

from typing import Final

from sqlalchemy import bindparam

from phantom_adapters.sql.rows import Rows
from phantom_adapters.sql.statement import Statement
from phantom_adapters.sql.tables.identity import credentials, users
from phantom_adapters.sql.transaction import Transaction
from phantom_core.identity.password import Credential
from phantom_core.identity.ports import Credentials
from phantom_core.identity.user import folded
from phantom_core.kernel import UserId

__all__ = ["SqlCredentials"]

_CREDENTIALS: Final = Rows(credentials, Credential, noun="credential")
_NAMED: Final = _CREDENTIALS.select.join(users, users.c.id == credentials.c.user_id)
_BY_EMAIL: Final = Statement(_NAMED.where(users.c.email_key == bindparam("name")))
_BY_USERNAME: Final = Statement(_NAMED.where(users.c.username_key == bindparam("name")))


class SqlCredentials(Credentials):
    """Credentials in a table."""

    def __init__(self, tx: Transaction) -> None:
        self._tx = tx

    def add(self, credential: Credential) -> None:
        """Store a user's first credential."""
        _CREDENTIALS.add(self._tx, credential)

    def get(self, user_id: UserId) -> Credential:
        """Find a user's credential, and hold it."""
        return _CREDENTIALS.get(self._tx, user_id)

    def of_login(self, login: str) -> Credential | None:
        """The credential of whoever is called so."""
        statement = _BY_EMAIL if "@" in login else _BY_USERNAME
        return _CREDENTIALS.one(self._tx, statement, name=folded(login))

    def put(self, credential: Credential) -> None:
        """Store a user's new credential."""
        _CREDENTIALS.put(self._tx, credential)
