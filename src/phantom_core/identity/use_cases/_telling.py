"""Telling owners by mail what was changed about their accounts."""

from phantom_core.identity.mail import AccountChange, Recipient
from phantom_core.identity.ports import IdentityWork
from phantom_core.identity.tasks import SendNotice
from phantom_core.identity.user import User


def tell(work: IdentityWork, user: User, what: AccountChange) -> None:
    """Have a user told, where mails reached them before the change."""
    to = Recipient(email=user.email, display_name=user.display_name)
    work.enqueue(SendNotice(to=to, what=what, at=work.now))
