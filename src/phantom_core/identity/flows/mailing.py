"""Mails that a worker writes and sends; a secret in them is made here, and never stored."""

from datetime import timedelta

from phantom_core.identity.email_token import EmailPurpose
from phantom_core.identity.errors import MailRefused
from phantom_core.identity.flows.desk import Desk
from phantom_core.identity.mail import Mail, Recipient, notice_mail, reset_mail, verification_mail
from phantom_core.identity.tasks import SendNotice, SendReset, SendVerification
from phantom_core.identity.tokens import email_token_hash, email_token_text
from phantom_core.identity.use_cases.email import (
    IssueEmailToken,
    NoteMailSent,
    WithdrawEmailToken,
)
from phantom_core.kernel.actor import SYSTEM, UserId
from phantom_core.kernel.errors import Unavailable

__all__ = ["send_notice", "send_reset", "send_verification"]


async def send_verification(desk: Desk, task: SendVerification) -> None:
    """Send a user the mail that proves their address. Raises: Unavailable, MailRefused."""
    life, secret = desk.lives.verification, desk.mint()
    recipient = await _issue(desk, task.user_id, EmailPurpose.VERIFY, secret, life)
    if recipient is not None:
        token = email_token_text(secret)
        await _send(desk, verification_mail(recipient, token, life, desk.site), secret)


async def send_reset(desk: Desk, task: SendReset) -> None:
    """Send a user the mail that lets them choose a new password.

    Raises: Unavailable, MailRefused.
    """
    if task.user_id is None:
        return
    life, secret = desk.lives.reset, desk.mint()
    recipient = await _issue(desk, task.user_id, EmailPurpose.RESET, secret, life)
    if recipient is not None:
        token = email_token_text(secret)
        await _send(desk, reset_mail(recipient, token, life, desk.site), secret)


async def send_notice(desk: Desk, task: SendNotice) -> None:
    """Tell a user what was changed about their account. Raises: Unavailable, MailRefused."""
    await desk.mailer.send(notice_mail(task.to, task.what, task.at, desk.site))


async def _send(desk: Desk, mail: Mail, secret: bytes) -> None:
    token_hash = email_token_hash(email_token_text(secret))
    try:
        await desk.mailer.send(mail)
    except (Unavailable, MailRefused):
        # The token reached nobody; it must not keep the next attempt from being made.
        await desk.phantom.do(WithdrawEmailToken(token_hash=token_hash), actor=SYSTEM)
        raise
    await desk.phantom.do(NoteMailSent(token_hash=token_hash), actor=SYSTEM)


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
