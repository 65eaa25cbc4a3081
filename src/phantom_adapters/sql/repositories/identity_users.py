"""Accounts over SQL."""

from collections.abc import Set as AbstractSet
from typing import Final

from sqlalchemy import bindparam, delete, insert, or_, select

from phantom_adapters.sql.rows import Rows
from phantom_adapters.sql.statement import Statement
from phantom_adapters.sql.tables.identity import search_terms, users
from phantom_adapters.sql.transaction import Transaction
from phantom_core.identity.errors import EmailTaken, UsernameTaken
from phantom_core.identity.people_search import SearchTerm, name_key
from phantom_core.identity.people_search import search_terms as terms_of
from phantom_core.identity.ports import Users
from phantom_core.identity.user import User, UserStatus, email_key, folded, username_key
from phantom_core.kernel import UserId

__all__ = ["SqlUsers"]

_USERS: Final = Rows(
    users,
    User,
    noun="user",
    taken={
        "uq_users_email_key": lambda _: EmailTaken(),
        "uq_users_username_key": lambda _: UsernameTaken(),
    },
    computed={
        "email_key": email_key,
        "username_key": username_key,
        "name_key": lambda user: name_key(user.username, user.display_name),
    },
)
_BY_EMAIL: Final = Statement(_USERS.select.where(users.c.email_key == bindparam("name")))
_BY_USERNAME: Final = Statement(_USERS.select.where(users.c.username_key == bindparam("name")))
_ANYBODY: Final = Statement(select(users.c.id).limit(1))
_IN_THE_WAY: Final = Statement(
    select(users.c.email_key).where(
        or_(users.c.email_key == bindparam("email"), users.c.username_key == bindparam("username"))
    )
)
_TERMS: Final = Statement(
    select(search_terms.c.term, search_terms.c.whole).where(
        search_terms.c.user_id == bindparam("user_id")
    )
)
_ADD_TERM: Final = Statement(
    insert(search_terms).values({column.name: bindparam(column.name) for column in search_terms.c})
)
_DROP_TERM: Final = Statement(
    delete(search_terms).where(
        search_terms.c.user_id == bindparam("user_id"), search_terms.c.term == bindparam("term")
    )
)


class SqlUsers(Users):
    """Accounts in a table, and beside it the terms that they are found by."""

    def __init__(self, tx: Transaction) -> None:
        self._tx = tx
        self._indexed: dict[UserId, User] = {}

    def add(self, user: User) -> None:
        """Store a new user. Which of two faults is told is not left to the database."""
        email, username = email_key(user), username_key(user)
        taken = {row[0] for row in self._tx.rows(_IN_THE_WAY, email=email, username=username)}
        if taken:
            raise EmailTaken if email in taken else UsernameTaken
        _USERS.add(self._tx, user)
        self._index(user, known=set())

    def get(self, user_id: UserId) -> User:
        """Find a user, and hold them."""
        user = self._indexed[user_id] = _USERS.get(self._tx, user_id)
        return user

    def named(self, login: str) -> User | None:
        """Find the user of an e-mail address or user name."""
        statement = _BY_EMAIL if "@" in login else _BY_USERNAME
        return _USERS.one(self._tx, statement, name=folded(login))

    def exist(self) -> bool:
        """Whether there is any user."""
        return self._tx.row(_ANYBODY) is not None

    def put(self, user: User) -> None:
        """Store a user's new state. Under the names that were found, they are found already."""
        _USERS.put(self._tx, user)
        found = self._indexed.get(user.id)
        if found is None or _terms(found) != _terms(user):
            known = self._tx.rows(_TERMS, user_id=user.id)
            self._index(user, known={SearchTerm(text, whole) for text, whole in known})

    def _index(self, user: User, *, known: set[SearchTerm]) -> None:
        self._indexed[user.id] = user
        wanted = _terms(user)
        for term in known - wanted:
            self._tx.run(_DROP_TERM, user_id=user.id, term=term.text)
        for term in wanted - known:
            self._tx.run(_ADD_TERM, user_id=user.id, term=term.text, whole=term.whole)


def _terms(user: User) -> AbstractSet[SearchTerm]:
    """What somebody is found by; who was erased, by nothing."""
    if user.status is UserStatus.ERASED:
        return frozenset()
    return terms_of(user.username, user.display_name)
