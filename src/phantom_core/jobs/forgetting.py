"""Forgetting what is good for nothing any more: answers under old keys, and jobs long done."""

from datetime import timedelta
from typing import Final

import attrs

from phantom_core.kernel.access import Access
from phantom_core.kernel.commands import Command
from phantom_core.kernel.jobs import JobState
from phantom_core.kernel.work import Work

__all__ = ["ForgetAnswers", "ForgetDeadJobs", "ForgetDoneJobs"]

_AT_ONCE: Final = 500
_DONE_LIFE: Final = timedelta(days=7)


@attrs.frozen(kw_only=True)
class ForgetAnswers(Command[None]):
    """Forget the answers to requests whose keys have lived long enough."""

    access = Access.SYSTEM

    def run(self, work: Work) -> None:
        """Forget some, and go on later if there may be more."""
        if work.answers.forget_expired(work.now, _AT_ONCE) == _AT_ONCE:
            work.enqueue(ForgetAnswers())


@attrs.frozen(kw_only=True)
class ForgetDoneJobs(Command[None]):
    """Forget jobs that were done a week ago."""

    access = Access.SYSTEM

    def run(self, work: Work) -> None:
        """Forget some, and go on later if there may be more."""
        if work.jobs.forget(JobState.DONE, work.now - _DONE_LIFE, _AT_ONCE) == _AT_ONCE:
            work.enqueue(ForgetDoneJobs())


@attrs.frozen(kw_only=True)
class ForgetDeadJobs(Command[None]):
    """Forget jobs that were given up long ago.

    Attributes:
        life: how long people have to look at them.
    """

    access = Access.SYSTEM
    life: timedelta

    def run(self, work: Work) -> None:
        """Forget some, and go on later if there may be more."""
        if work.jobs.forget(JobState.DEAD, work.now - self.life, _AT_ONCE) == _AT_ONCE:
            work.enqueue(self)
