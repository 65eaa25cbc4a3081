"""Forgetting what has run out: log-in sessions, and tokens from mails."""

from typing import Final

import attrs

from phantom_core.identity.ports import IdentityWork
from phantom_core.kernel.access import Access
from phantom_core.kernel.commands import Command

__all__ = ["ForgetExpired"]

_AT_ONCE: Final = 500


@attrs.frozen(kw_only=True)
class ForgetExpired(Command[None]):
    """Forget log-in sessions and tokens from mails that are good for nothing any more."""

    access = Access.SYSTEM

    def run(self, work: IdentityWork) -> None:
        """Forget some, and go on later if there may be more."""
        forgotten = (
            work.sessions.forget_expired(work.now, _AT_ONCE),
            work.email_tokens.forget_expired(work.now, _AT_ONCE),
        )
        if _AT_ONCE in forgotten:
            work.enqueue(ForgetExpired())
