"""Mails that a worker writes and sends. The secret in them is made then, and stored nowhere."""

from datetime import datetime
from typing import ClassVar, Final

import attrs

from phantom_core.identity.mail import AccountChange, Recipient
from phantom_core.kernel.actor import UserId
from phantom_core.kernel.jobs import Task

__all__ = ["TASKS", "SendNotice", "SendReset", "SendVerification"]


@attrs.frozen(kw_only=True)
class SendVerification(Task):
    """Ask a user to prove their address."""

    name: ClassVar[str] = "identity.send-verification"
    user_id: UserId


@attrs.frozen(kw_only=True)
class SendReset(Task):
    """Let a user choose a new password.

    Attributes:
        user_id: `None` where nobody has the address that was given: the same is enqueued then,
            so that nobody can tell from outside.
    """

    name: ClassVar[str] = "identity.send-reset"
    user_id: UserId | None


@attrs.frozen(kw_only=True)
class SendNotice(Task):
    """Tell a user what was changed about their account.

    Attributes:
        to: as it was before the change: who took an account over cannot have this sent elsewhere.
        at: when it was changed.
    """

    name: ClassVar[str] = "identity.send-notice"
    to: Recipient = attrs.field(repr=False)
    what: AccountChange
    at: datetime


TASKS: Final[tuple[type[Task], ...]] = (SendVerification, SendReset, SendNotice)
"""All of them."""
