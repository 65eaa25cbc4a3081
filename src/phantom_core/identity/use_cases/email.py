"""Proving an address, and coming back in through it."""

from datetime import timedelta

import attrs

from phantom_core.identity.email_token import EmailPurpose, EmailToken
from phantom_core.identity.errors import TokenRefused
from phantom_core.identity.events import EmailVerified, UserChanged
from phantom_core.identity.mail import Recipient
from phantom_core.identity.password import PasswordHash
from phantom_core.identity.ports import IdentityWork
from phantom_core.identity.session import EndReason
from phantom_core.identity.tasks import SendReset, SendVerification
from phantom_core.identity.tokens import TokenHash
from phantom_core.identity.use_cases._ending import end_all
from phantom_core.identity.use_cases._replacing import set_password
from phantom_core.identity.user import EMAIL, User
from phantom_core.kernel.access import Access
from phantom_core.kernel.actor import UserId
from phantom_core.kernel.commands import Command, Query
from phantom_core.kernel.errors import Unavailable
from phantom_core.kernel.rules import Checked, ruled

__all__ = [
    "AskForReset",
    "AskForVerification",
    "FindReset",
    "IssueEmailToken",
    "NoteMailSent",
    "ResetPassword",
    "VerifyEmail",
    "WithdrawEmailToken",
]


@attrs.frozen(kw_only=True)
class AskForVerification(Command[None]):
    """Have the mail that proves one's address sent once more."""

    access = Access.PERSON

    def run(self, work: IdentityWork) -> None:
        """Enqueue it."""
        work.enqueue(SendVerification(user_id=work.actor.person))


@attrs.frozen(kw_only=True)
class AskForReset(Checked, Command[None]):
    """Have a mail sent that lets whoever has this address choose a new password.

    The same happens whether or not somebody has it, up to the worker that would send the mail.

    Raises: Invalid, if it is no address.
    """

    access = Access.ANYONE
    email: str = ruled(EMAIL)

    def run(self, work: IdentityWork) -> None:
        """Enqueue it."""
        user = work.users.named(self.email)
        work.enqueue(SendReset(user_id=user.id if user else None))


@attrs.frozen(kw_only=True)
class IssueEmailToken(Command[Recipient | None]):
    """Note the token of a mail that is about to be sent; the one before it is void.

    There is none while the last mail is younger than `email_token.PAUSE`: nobody can bury a
    mailbox, or keep the links in it void, by asking again and again. A token whose mail is still
    on its way out is left alone as long; its worker may have died, so that it never left.

    Attributes:
        life: how long it is good for.

    Raises: NotFound; Unavailable, while another mail is on its way out.
    """

    access = Access.SYSTEM
    user_id: UserId
    purpose: EmailPurpose
    token_hash: TokenHash = attrs.field(repr=False)
    life: timedelta

    def run(self, work: IdentityWork) -> Recipient | None:
        """Answer to whom it goes; `None` if there is no need for it, or not yet."""
        user = work.users.get(self.user_id)
        proven = self.purpose is EmailPurpose.VERIFY and user.email_verified_at is not None
        last = work.email_tokens.last(user.id, self.purpose)
        if proven or not user.active or (last is not None and last.recent(work.now)):
            return None
        if last is not None and (wait := last.in_hand(work.now)):
            detail = "Another mail of this kind may be on its way out."
            raise Unavailable(detail, retry_after=wait.total_seconds())
        work.email_tokens.replace(
            EmailToken(
                user_id=user.id,
                purpose=self.purpose,
                token_hash=self.token_hash,
                email=user.email,
                created_at=work.now,
                expires_at=work.now + self.life,
            )
        )
        return Recipient(email=user.email, display_name=user.display_name)


@attrs.frozen(kw_only=True)
class NoteMailSent(Command[None]):
    """Note that the mail with a token was sent: from now on no other is, for a while."""

    access = Access.SYSTEM
    token_hash: TokenHash = attrs.field(repr=False)

    def run(self, work: IdentityWork) -> None:
        """Note it, if the token is still there."""
        work.email_tokens.sent(self.token_hash, work.now)


@attrs.frozen(kw_only=True)
class WithdrawEmailToken(Command[None]):
    """Forget the token of a mail that could not be sent, so that it can be tried again at once."""

    access = Access.SYSTEM
    token_hash: TokenHash = attrs.field(repr=False)

    def run(self, work: IdentityWork) -> None:
        """Forget it, if it is still there."""
        work.email_tokens.remove(self.token_hash)


@attrs.frozen(kw_only=True)
class VerifyEmail(Command[User]):
    """Prove an address with the token that was sent there. Raises: TokenRefused."""

    access = Access.ANYONE
    token_hash: TokenHash = attrs.field(repr=False)

    def run(self, work: IdentityWork) -> User:
        """Answer the user as they are now."""
        return _verified(work, _spend(work, self.token_hash, EmailPurpose.VERIFY))


@attrs.frozen(kw_only=True)
class FindReset(Query[User]):
    """See whose password a token may reset, before any work is spent on it.

    Raises: TokenRefused.
    """

    access = Access.SYSTEM
    token_hash: TokenHash = attrs.field(repr=False)

    def run(self, work: IdentityWork) -> User:
        """Answer the user; the token stays good."""
        return _whose(work, self.token_hash, EmailPurpose.RESET)


@attrs.frozen(kw_only=True)
class ResetPassword(Command[None]):
    """Choose another password with the token of a mail, which proves the address too.

    All sessions end, and a mail says that it was done. Raises: TokenRefused.
    """

    access = Access.SYSTEM
    token_hash: TokenHash = attrs.field(repr=False)
    password_hash: PasswordHash = attrs.field(repr=False)

    def run(self, work: IdentityWork) -> None:
        """Reset it."""
        user = _verified(work, _spend(work, self.token_hash, EmailPurpose.RESET))
        set_password(work, user, self.password_hash)
        end_all(work, user.id, EndReason.PASSWORD_RESET)


def _whose(work: IdentityWork, token_hash: TokenHash, purpose: EmailPurpose) -> User:
    token = work.email_tokens.find(token_hash)
    if token is None:
        raise TokenRefused
    user = work.users.get(token.user_id)
    if not user.active or not token.good(purpose, user.email, work.now):
        raise TokenRefused
    return user


def _spend(work: IdentityWork, token_hash: TokenHash, purpose: EmailPurpose) -> User:
    user = _whose(work, token_hash, purpose)
    if not work.email_tokens.remove(token_hash):
        raise TokenRefused
    return user


def _verified(work: IdentityWork, user: User) -> User:
    if user.email_verified_at is not None:
        return user
    changed = user.changed(work.now, email_verified_at=work.now)
    work.users.put(changed)
    work.record(EmailVerified(user_id=user.id))
    work.record(UserChanged(user_id=user.id, user=changed))
    return changed
