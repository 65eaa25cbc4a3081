"""What a password must confirm, and what a token from a mail does instead."""

from phantom_core.identity.errors import WrongPassword
from phantom_core.identity.flows.desk import Desk
from phantom_core.identity.password import Credential, check_new_password, check_typed_password
from phantom_core.identity.session import SessionId
from phantom_core.identity.tokens import email_token_hash
from phantom_core.identity.use_cases.accounts import ChangeEmail, GetMe
from phantom_core.identity.use_cases.email import (
    AskForReset,
    FindReset,
    ResetPassword,
    VerifyEmail,
)
from phantom_core.identity.use_cases.passwords import ChangePassword, GetCredential
from phantom_core.identity.user import User
from phantom_core.kernel.actor import ANONYMOUS, SYSTEM, Actor

__all__ = [
    "change_email",
    "change_password",
    "confirm_password",
    "forgot_password",
    "reset_password",
    "verify_email",
]


async def change_password(
    desk: Desk, *, actor: Actor, session_id: SessionId, current: str, new: str
) -> None:
    """Choose another password; all other sessions end. Raises: WrongPassword, Invalid."""
    known = await confirm_password(desk, actor, current, "current")
    account = await desk.phantom.ask(GetMe(), actor=actor)
    check_new_password(new, "new", account.user)
    password_hash = await desk.hasher.hash(new)
    command = ChangePassword(
        proven_at=known.changed_at, password_hash=password_hash, session_id=session_id
    )
    await desk.phantom.do(command, actor=actor)


async def change_email(desk: Desk, *, actor: Actor, email: str, password: str) -> User:
    """Give oneself another address, which must then be verified.

    Raises: WrongPassword, Invalid, EmailTaken.
    """
    known = await confirm_password(desk, actor, password, "password")
    command = ChangeEmail(proven_at=known.changed_at, email=email)
    return (await desk.phantom.do(command, actor=actor)).value


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


async def confirm_password(desk: Desk, actor: Actor, password: str, path: str) -> Credential:
    """Make sure that it is the actor who is there; answer what proved it. Raises: WrongPassword."""
    check_typed_password(password, path)
    known = await desk.phantom.ask(GetCredential(user_id=actor.person), actor=SYSTEM)
    if not await desk.hasher.verify(known.password_hash, password):
        raise WrongPassword(path)
    return known
