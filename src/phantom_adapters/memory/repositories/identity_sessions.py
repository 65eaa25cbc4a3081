"""Log-in sessions in memory."""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime

from phantom_adapters.memory.repositories.identity_tables import IdentityTables
from phantom_core.identity.session import Session, SessionId, Standing
from phantom_core.identity.session_ports import Sessions
from phantom_core.identity.tokens import TokenHash
from phantom_core.kernel import UserId

__all__ = ["MemorySessions"]


class MemorySessions(Sessions):
    """Sessions in a table."""

    def __init__(self, tables: IdentityTables) -> None:
        self._table = tables.sessions
        self._users = tables.users

    def add(self, session: Session) -> None:
        """Store a new session."""
        self._table.add(session)

    def get(self, session_id: SessionId) -> Session:
        """Find a session."""
        return self._table.get(session_id)

    def standings(self, session_ids: Collection[SessionId]) -> Mapping[SessionId, Standing]:
        """What must be known of sessions at every request."""
        found = filter(None, map(self._table.find, session_ids))
        return {session.id: self._standing(session) for session in found}

    def _standing(self, session: Session) -> Standing:
        user = self._users.get(session.user_id)
        return Standing(
            user_id=user.id,
            is_admin=user.is_admin,
            status=user.status,
            expires_at=session.expires_at,
        )

    def of_family(self, family_hash: TokenHash) -> Session | None:
        """The session whose refresh tokens share a family."""
        return self._table.by("family", family_hash)

    def of_user(self, user_id: UserId) -> Sequence[Session]:
        """All sessions of a user, the one used last first."""
        mine = [session for session in self._table if session.user_id == user_id]
        return sorted(mine, key=lambda session: (session.last_used_at, session.id), reverse=True)

    def put(self, session: Session) -> None:
        """Store a session's new state."""
        self._table.put(session)

    def remove(self, session_ids: Collection[SessionId]) -> None:
        """End sessions."""
        for session_id in session_ids:
            self._table.remove(session_id)

    def forget_expired(self, now: datetime, limit: int) -> int:
        """Drop sessions that have run out."""
        over = [session.id for session in self._table if not session.live(now)]
        return sum(map(self._table.remove, over[:limit]))
