"""Log-in sessions over SQL."""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from typing import Final

from sqlalchemy import bindparam, delete, select

from phantom_adapters.sql.rows import Rows
from phantom_adapters.sql.statement import Statement
from phantom_adapters.sql.tables.identity import sessions, users
from phantom_adapters.sql.transaction import Transaction
from phantom_core.identity.session import Session, SessionId, Standing
from phantom_core.identity.session_ports import Sessions
from phantom_core.identity.tokens import TokenHash
from phantom_core.kernel import UserId

__all__ = ["SqlSessions"]

_SESSIONS: Final = Rows(sessions, Session, noun="session")
_OF_FAMILY: Final = Statement(
    _SESSIONS.select.where(sessions.c.family_hash == bindparam("family_hash")), locks=True
)
_OF_USER: Final = Statement(
    _SESSIONS.select.where(sessions.c.user_id == bindparam("user_id")).order_by(
        sessions.c.last_used_at.desc(), sessions.c.id.desc()
    )
)
_REMOVE: Final = Statement(
    delete(sessions).where(sessions.c.id.in_(bindparam("ids", expanding=True)))
)
_FORGET: Final = Statement(
    delete(sessions).where(
        sessions.c.id.in_(
            select(sessions.c.id)
            .where(sessions.c.expires_at <= bindparam("now"))
            .limit(bindparam("limit"))
        )
    )
)
_STANDINGS: Final = Statement(
    select(sessions.c.id, users.c.id, users.c.is_admin, users.c.status, sessions.c.expires_at)
    .join_from(sessions, users, users.c.id == sessions.c.user_id)
    .where(sessions.c.id.in_(bindparam("ids", expanding=True)))
)


class SqlSessions(Sessions):
    """Sessions in a table."""

    def __init__(self, tx: Transaction) -> None:
        self._tx = tx

    def add(self, session: Session) -> None:
        """Store a new session."""
        _SESSIONS.add(self._tx, session)

    def get(self, session_id: SessionId) -> Session:
        """Find a session, and hold it."""
        return _SESSIONS.get(self._tx, session_id)

    def standings(self, session_ids: Collection[SessionId]) -> Mapping[SessionId, Standing]:
        """What must be known of sessions at every request."""
        rows = self._tx.rows(_STANDINGS, ids=list(session_ids))
        return {
            session_id: Standing(
                user_id=user_id, is_admin=is_admin, status=status, expires_at=expires_at
            )
            for session_id, user_id, is_admin, status, expires_at in rows
        }

    def of_family(self, family_hash: TokenHash) -> Session | None:
        """The session whose refresh tokens share a family, held."""
        return _SESSIONS.one(self._tx, _OF_FAMILY, family_hash=family_hash)

    def of_user(self, user_id: UserId) -> Sequence[Session]:
        """All sessions of a user, the one used last first."""
        return _SESSIONS.all(self._tx, _OF_USER, user_id=user_id)

    def put(self, session: Session) -> None:
        """Store a session's new state."""
        _SESSIONS.put(self._tx, session)

    def remove(self, session_ids: Collection[SessionId]) -> None:
        """End sessions."""
        if session_ids:
            self._tx.run(_REMOVE, ids=list(session_ids))

    def forget_expired(self, now: datetime, limit: int) -> int:
        """Drop sessions that have run out."""
        return self._tx.run(_FORGET, now=now, limit=limit)
