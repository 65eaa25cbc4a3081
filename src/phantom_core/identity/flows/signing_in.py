"""Coming in and going out: registration, log-in, refresh, log-out."""

from contextlib import suppress
from datetime import datetime

import attrs

from phantom_core.identity.edge_ports import AccessClaims
from phantom_core.identity.errors import SessionOver, WrongCredentials
from phantom_core.identity.flows.desk import Desk, Identified, SignedIn, Tokens
from phantom_core.identity.password import Credential, check_typed_password
from phantom_core.identity.registration import Registration
from phantom_core.identity.session import Session, SessionId, device_name
from phantom_core.identity.tokens import RefreshToken
from phantom_core.identity.use_cases.accounts import RegisterUser
from phantom_core.identity.use_cases.passwords import FindCredential, RefreshPasswordHash
from phantom_core.identity.use_cases.sessions import (
    EndSession,
    RotateRefreshToken,
    StartSession,
)
from phantom_core.kernel.actor import ANONYMOUS, SYSTEM, Actor, UserId
from phantom_core.kernel.errors import PhantomError

__all__ = ["identify", "log_in", "log_out", "refresh", "register"]


@attrs.frozen(kw_only=True)
class _Proof:
    """Whose password has been verified, and since when it is theirs."""

    user_id: UserId
    proven_at: datetime


async def register(desk: Desk, registration: Registration, *, device: str = "") -> SignedIn:
    """Make an account and sign its owner in. Raises: Invalid, EmailTaken, UsernameTaken."""
    password_hash = await desk.hasher.hash(registration.password)
    command = RegisterUser(
        email=registration.email,
        username=registration.username,
        password_hash=password_hash,
        display_name=registration.display_name,
        gender=registration.gender,
    )
    user = (await desk.phantom.do(command, actor=ANONYMOUS)).value
    proof = _Proof(user_id=user.id, proven_at=user.created_at)
    return await _sign_in(desk, proof, device, verified_only=False)


async def log_in(desk: Desk, *, login: str, password: str, device: str = "") -> SignedIn:
    """Sign somebody in by e-mail address or user name, and password.

    It takes as long for a name that nobody has as for a wrong password. That an account is
    suspended is told only to who knows its password.

    Raises: WrongCredentials, Suspended, NotVerified; Invalid, if it cannot be a password.
    """
    check_typed_password(password, "password")
    known = await desk.phantom.ask(FindCredential(login=login), actor=SYSTEM)
    good = await desk.hasher.verify(known.password_hash if known else None, password)
    if known is None or not good:
        raise WrongCredentials
    if desk.hasher.is_stale(known.password_hash):
        with suppress(PhantomError):  # the old hash is still good, and the next log-in tries again
            await _rehash(desk, known, password)
    proof = _Proof(user_id=known.user_id, proven_at=known.changed_at)
    return await _sign_in(desk, proof, device, verified_only=desk.verified_only)


async def refresh(desk: Desk, token: str) -> Tokens:
    """Give a new access token, and a new refresh token, for a refresh token.

    A token that was used before ends its whole family of tokens.

    Raises: SessionOver.
    """
    used = RefreshToken.read(token)
    if used is None:
        raise SessionOver
    following = used.next(desk.mint())
    rotation = RotateRefreshToken(
        family_hash=used.family_hash,
        used_hash=used.hash,
        next_hash=following.hash,
        life=desk.lives.session,
        idle=desk.lives.idle,
    )
    session = (await desk.phantom.do(rotation, actor=SYSTEM)).value
    if session is None:
        raise SessionOver
    return _tokens(desk, session, following)


async def identify(desk: Desk, access_token: str, now: datetime) -> Identified:
    """Say who sent a request; asked at every one. Raises: NotAuthenticated."""
    claims = desk.access_tokens.read(access_token, now)
    actor = await desk.doorkeeper.actor_in(claims.session_id)
    if actor is None or actor.user_id != claims.user_id:
        raise SessionOver
    return Identified(actor=actor, session_id=claims.session_id)


async def log_out(desk: Desk, *, actor: Actor, session_id: SessionId) -> None:
    """End the session that a request came in, and with it all its tokens. Raises: NotFound."""
    await desk.phantom.do(EndSession(session_id=session_id), actor=actor)


async def _rehash(desk: Desk, known: Credential, password: str) -> None:
    fresh = await desk.hasher.hash(password)
    command = RefreshPasswordHash(user_id=known.user_id, stale=known.password_hash, fresh=fresh)
    await desk.phantom.do(command, actor=SYSTEM)


async def _sign_in(desk: Desk, proof: _Proof, device: str, *, verified_only: bool) -> SignedIn:
    token = RefreshToken(family=desk.mint(), turn=desk.mint())
    command = StartSession(
        user_id=proof.user_id,
        proven_at=proof.proven_at,
        family_hash=token.family_hash,
        token_hash=token.hash,
        device=device_name(device),
        life=desk.lives.session,
        idle=desk.lives.idle,
        verified_only=verified_only,
    )
    entry = (await desk.phantom.do(command, actor=SYSTEM)).value
    return SignedIn(user=entry.user, tokens=_tokens(desk, entry.session, token))


def _tokens(desk: Desk, session: Session, token: RefreshToken) -> Tokens:
    """Sign what the session's last use says; an access token never outlives its session."""
    issued_at = session.last_used_at.replace(microsecond=0)
    expires_at = min(issued_at + desk.lives.access, session.expires_at.replace(microsecond=0))
    claims = AccessClaims(
        user_id=session.user_id,
        session_id=session.id,
        issued_at=issued_at,
        expires_at=expires_at,
    )
    return Tokens(
        session_id=session.id,
        access_token=desk.access_tokens.issue(claims),
        refresh_token=token.text,
        expires_in=expires_at - issued_at,
    )
