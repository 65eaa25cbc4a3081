"""Ending log-in sessions, and telling what was open in them."""

from collections.abc import Sequence

from phantom_core.identity.events import SessionsEnded
from phantom_core.identity.ports import IdentityWork
from phantom_core.identity.session import EndReason, Session, SessionId
from phantom_core.kernel.actor import UserId


def end(work: IdentityWork, sessions: Sequence[Session], reason: EndReason) -> None:
    """End sessions of one user."""
    if not sessions:
        return
    ended = tuple(session.id for session in sessions)
    work.sessions.remove(ended)
    work.record(
        SessionsEnded(user_id=sessions[0].user_id, session_ids=ended, reason=reason),
    )


def end_all(
    work: IdentityWork, user_id: UserId, reason: EndReason, *, but: SessionId | None = None
) -> None:
    """End all sessions of a user, but perhaps the one they are in."""
    mine = work.sessions.of_user(user_id)
    end(work, [session for session in mine if session.id != but], reason)
