"""Who bears an access token."""

from collections.abc import Awaitable, Callable
from datetime import datetime

import attrs

from phantom_core.identity import Desk, SessionId
from phantom_core.identity.flows import identify
from phantom_core.kernel import Actor

__all__ = ["Authenticate", "Bearer", "authenticator"]


@attrs.frozen(kw_only=True)
class Bearer:
    """Somebody with an access token.

    Attributes:
        session_id: the log-in session that the token belongs to.
        expires_at: when the token runs out.
    """

    actor: Actor
    session_id: SessionId
    expires_at: datetime


Authenticate = Callable[[str], Awaitable[Bearer]]
"""Tells whose access token this is, as of now. Raises: NotAuthenticated, Unavailable."""


def authenticator(desk: Desk, clock: Callable[[], datetime]) -> Authenticate:
    """Tell whose tokens those are that a desk has given out."""

    async def authenticate(token: str) -> Bearer:
        now = clock()
        known = await identify(desk, token, now)
        expires_at = desk.access_tokens.read(token, now).expires_at
        return Bearer(actor=known.actor, session_id=known.session_id, expires_at=expires_at)

    return authenticate
