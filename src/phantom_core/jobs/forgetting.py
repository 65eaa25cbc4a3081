"""Forgetting what idempotency keys were answered, once they are good for nothing any more."""

from typing import Final

import attrs

from phantom_core.kernel.access import Access
from phantom_core.kernel.commands import Command
from phantom_core.kernel.performing import KEY_LIFE
from phantom_core.kernel.work import Work

__all__ = ["ForgetAnswers"]

_AT_ONCE: Final = 500


@attrs.frozen(kw_only=True)
class ForgetAnswers(Command[None]):
    """Forget the answers to requests whose keys have lived long enough."""

    access = Access.SYSTEM

    def run(self, work: Work) -> None:
        """Forget some, and go on later if there may be more."""
        if work.answers.forget_before(work.now - KEY_LIFE, _AT_ONCE) == _AT_ONCE:
            work.enqueue(ForgetAnswers())
