"""Coming in and going out: what needs slow hashing, secrets or mail beside its commands.

Passwords are hashed and compared here, outside every transaction. Secrets are made here, and
only their hashes go into commands.
"""

from datetime import datetime, timedelta

from phantom_core.identity.desk import Desk, Identified, SignedIn, Tokens
from phantom_core.identity.edge_ports import AccessClaims
from phantom_core.identity.email_token import EmailPurpose
from phantom_core.identity.errors import SessionOver, WrongCredentials, WrongPassword
from phantom_core.identity.mail import Recipient, reset_mail, verification_mail
from phantom_core.identity.password import Credential, check_new_password, check_typed_password
from phantom_core.identity.registration import Registration
from phantom_core.identity.session import Session, SessionId, device_name
from phantom_core.identity.tasks import SendReset, SendVerification
from phantom_core.identity.tokens import RefreshToken, email_token_hash, email_token_text
from phantom_core.identity.use_cases.accounts import ChangeEmail, GetMe, RegisterUser
from phantom_core.identity.use_cases.email import (
    AskForReset,
    FindReset,
    IssueEmailToken,
    ResetPassword,
    VerifyEmail,
)
from phantom_core.identity.use_cases.passwords import (
    ChangePassword,
    FindCredential,
    GetCredential,
    RefreshPasswordHash,
)
from phantom_core.identity.use_cases.sessions import (
    EndSession,
    IdentifyActor,
    RotateRefreshToken,
    StartSession,
)
from phantom_core.identity.user import User
from phantom_core.kernel.actor import ANONYMOUS, SYSTEM, Actor, UserId

__all__ = [
    "change_email",
    "change_password",
    "forgot_password",
    "identify",
    "log_in",
    "log_out",
    "refresh",
    "register",
    "reset_password",
    "send_reset",
    "send_verification",
    "verify_email",
]


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
    return await _sign_in(desk, user.id, device, verified_only=False)


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
        await _rehash(desk, known, password)
    return await _sign_in(desk, known.user_id, device, verified_only=desk.verified_only)


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
        family_hash=used.family_hash, used_hash=used.hash, next_hash=following.hash
    )
    session = (await desk.phantom.do(rotation, actor=SYSTEM)).value
    if session is None:
        raise SessionOver
    return _tokens(desk, session, following)


async def identify(desk: Desk, access_token: str, now: datetime) -> Identified:
    """Say who sent a request; asked at every one. Raises: NotAuthenticated."""
    claims = desk.access_tokens.read(access_token, now)
    query = IdentifyActor(user_id=claims.user_id, session_id=claims.session_id)
    actor = await desk.phantom.ask(query, actor=SYSTEM)
    return Identified(actor=actor, session_id=claims.session_id)


async def log_out(desk: Desk, *, actor: Actor, session_id: SessionId) -> None:
    """End the session that a request came in, and with it all its tokens. Raises: NotFound."""
    await desk.phantom.do(EndSession(session_id=session_id), actor=actor)


async def change_password(
    desk: Desk, *, actor: Actor, session_id: SessionId, current: str, new: str
) -> None:
    """Choose another password; all other sessions end. Raises: WrongPassword, Invalid."""
    await _confirm(desk, actor, current, "current")
    account = await desk.phantom.ask(GetMe(), actor=actor)
    check_new_password(new, "new", account.user)
    password_hash = await desk.hasher.hash(new)
    command = ChangePassword(password_hash=password_hash, session_id=session_id)
    await desk.phantom.do(command, actor=actor)


async def change_email(desk: Desk, *, actor: Actor, email: str, password: str) -> User:
    """Give oneself another address, which must then be verified.

    Raises: WrongPassword, Invalid, EmailTaken.
    """
    await _confirm(desk, actor, password, "password")
    return (await desk.phantom.do(ChangeEmail(email=email), actor=actor)).value


async def forgot_password(desk: Desk, email: str) -> None:
    """Have a mail sent that lets whoever has this address choose a new password.

    It does and tells the same whether or not somebody has it. Raises: Invalid.
    """
    await desk.phantom.do(AskForReset(email=email), actor=ANONYMOUS)


async def reset_password(desk: Desk, *, token: str, new: str) -> None:
    """Choose a new password with the token of a mail; all sessions end.

    Raises: TokenRefused, Invalid.
    """
    token_hash = email_token_hash(token)
    user = await desk.phantom.ask(FindReset(token_hash=token_hash), actor=SYSTEM)
    check_new_password(new, "new", user)
    password_hash = await desk.hasher.hash(new)
    command = ResetPassword(token_hash=token_hash, password_hash=password_hash)
    await desk.phantom.do(command, actor=SYSTEM)


async def verify_email(desk: Desk, token: str) -> User:
    """Prove an address with the token of a mail. Raises: TokenRefused."""
    command = VerifyEmail(token_hash=email_token_hash(token))
    return (await desk.phantom.do(command, actor=ANONYMOUS)).value


async def send_verification(desk: Desk, task: SendVerification) -> None:
    """Send a user the mail that proves their address. Raises: Unavailable."""
    life, secret = desk.lives.verification, desk.mint()
    recipient = await _issue(desk, task.user_id, EmailPurpose.VERIFY, secret, life)
    if recipient is not None:
        token = email_token_text(secret)
        await desk.mailer.send(verification_mail(recipient, token, life, desk.site))


async def send_reset(desk: Desk, task: SendReset) -> None:
    """Send a user the mail that lets them choose a new password. Raises: Unavailable."""
    if task.user_id is None:
        return
    life, secret = desk.lives.reset, desk.mint()
    recipient = await _issue(desk, task.user_id, EmailPurpose.RESET, secret, life)
    if recipient is not None:
        token = email_token_text(secret)
        await desk.mailer.send(reset_mail(recipient, token, life, desk.site))


async def _issue(
    desk: Desk, user_id: UserId, purpose: EmailPurpose, secret: bytes, life: timedelta
) -> Recipient | None:
    command = IssueEmailToken(
        user_id=user_id,
        purpose=purpose,
        token_hash=email_token_hash(email_token_text(secret)),
        life=life,
    )
    return (await desk.phantom.do(command, actor=SYSTEM)).value


async def _confirm(desk: Desk, actor: Actor, password: str, path: str) -> None:
    check_typed_password(password, path)
    known = await desk.phantom.ask(GetCredential(user_id=actor.person), actor=SYSTEM)
    if not await desk.hasher.verify(known.password_hash, password):
        raise WrongPassword(path)


async def _rehash(desk: Desk, known: Credential, password: str) -> None:
    fresh = await desk.hasher.hash(password)
    command = RefreshPasswordHash(user_id=known.user_id, stale=known.password_hash, fresh=fresh)
    await desk.phantom.do(command, actor=SYSTEM)


async def _sign_in(desk: Desk, user_id: UserId, device: str, *, verified_only: bool) -> SignedIn:
    token = RefreshToken(family=desk.mint(), turn=desk.mint())
    command = StartSession(
        user_id=user_id,
        family_hash=token.family_hash,
        token_hash=token.hash,
        device=device_name(device),
        life=desk.lives.session,
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
