"""The front desk: what the flows of identity work with."""

import secrets
from collections.abc import Callable
from datetime import timedelta

import attrs

from phantom_core.identity.edge_ports import AccessTokens, Mailer, PasswordHasher
from phantom_core.identity.flows.doorkeeper import Doorkeeper
from phantom_core.identity.session import SessionId
from phantom_core.identity.tokens import TOKEN_BYTES
from phantom_core.identity.user import User
from phantom_core.kernel.actor import Actor
from phantom_core.kernel.doing import Doer

__all__ = ["Desk", "Identified", "Lives", "SignedIn", "Tokens"]


@attrs.frozen(kw_only=True)
class Lives:
    """How long things are good for.

    Attributes:
        access: an access token; in whole seconds.
        session: a log-in session, however much it is used.
        idle: a log-in session that is not used; longer than `access`, as using is refreshing.
        verification: a link that proves an address.
        reset: a link to choose a new password.
    """

    access: timedelta = timedelta(minutes=15)
    session: timedelta = timedelta(days=30)
    idle: timedelta = timedelta(days=30)
    verification: timedelta = timedelta(hours=24)
    reset: timedelta = timedelta(hours=1)


def _mint() -> bytes:
    return secrets.token_bytes(TOKEN_BYTES)


@attrs.frozen(kw_only=True)
class Desk:
    """Phantom, and the ports that let people in.

    Attributes:
        site: where the application lives that links in mails lead to, without a slash at its end.
        verified_only: whether people must verify their address before they log in again.
        mint: makes secrets of 256 random bits.
        doorkeeper: tells who acts in a session.
    """

    phantom: Doer
    hasher: PasswordHasher
    access_tokens: AccessTokens
    mailer: Mailer
    lives: Lives = Lives()
    site: str = "http://localhost:8000"
    verified_only: bool = False
    mint: Callable[[], bytes] = _mint
    doorkeeper: Doorkeeper = attrs.field(init=False, repr=False, eq=False)

    @doorkeeper.default
    def _doorkeeper(self) -> Doorkeeper:
        return Doorkeeper(self.phantom)


@attrs.frozen(kw_only=True)
class Tokens:
    """What a client needs to speak for somebody who is signed in.

    Attributes:
        refresh_token: good for one use, which gives the next.
        expires_in: how long the access token is good for.
    """

    session_id: SessionId
    access_token: str = attrs.field(repr=False)
    refresh_token: str = attrs.field(repr=False)
    expires_in: timedelta


@attrs.frozen(kw_only=True)
class SignedIn:
    """Somebody who has just signed in."""

    user: User
    tokens: Tokens


@attrs.frozen(kw_only=True)
class Identified:
    """Who sent a request, and with what.

    Attributes:
        session_id: the log-in session they are in.
    """

    actor: Actor
    session_id: SessionId
