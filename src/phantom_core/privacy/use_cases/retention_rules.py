"""How long things are kept: one rule for each kind, and what operators say instead."""

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any, Final

import attrs

from phantom_core.chat import ChatWork, forget_unsent
from phantom_core.composing import ComposingWork
from phantom_core.identity import UserChanged, UserRegistered
from phantom_core.identity.ports import IdentityWork
from phantom_core.kernel import JobState, Work
from phantom_core.notifications import NotificationsWork
from phantom_core.privacy.export_ports import ExportWork
from phantom_core.privacy.ports import Aged, AgedRows, Ageing
from phantom_core.privacy.use_cases._expiring import forget_exports

__all__ = ["RULES", "Life", "RetentionLine", "RetentionRule", "RetentionWork", "lives_of"]

_DAY: Final = timedelta(days=1)
_NONE: Final = timedelta()
_HISTORY: Final = {
    "topic": ("project:",),
    "name": (UserRegistered.name, UserChanged.name),
}
"""What is read again: a project is made of its log, an erasure finds there who was called what."""


class RetentionWork(Work):
    """What retention is given, beside what the rules' own contexts have."""

    aged_rows: AgedRows


@attrs.frozen(kw_only=True)
class RetentionRule:
    """How long one kind of thing is kept.

    Attributes:
        kind: what operators call it.
        what: which things go, as words that follow a number.
        ageing: where they are, and from when on they age.
        life: how long they are kept from then on; `None` is for ever.
        least: how long they must be kept, whatever operators choose.
        forget: how the context itself drops some that aged before a time, where it does.
    """

    kind: str
    what: str
    ageing: Ageing
    life: timedelta | None
    least: timedelta = _NONE
    forget: Callable[[Any, datetime, int], int] | None = None

    def look(self, work: RetentionWork, before: datetime) -> Aged:
        """How many there are that aged before a time, and since when the oldest has."""
        return work.aged_rows.look(self.ageing, before)

    def drop(self, work: RetentionWork, before: datetime, limit: int) -> int:
        """Drop some of them, and say how many."""
        if self.forget is not None:
            return self.forget(work, before, limit)
        return work.aged_rows.drop(self.ageing, before, limit)


@attrs.frozen(kw_only=True)
class Life:
    """How long a kind is kept here; `None` is for ever."""

    kind: str
    life: timedelta | None


@attrs.frozen(kw_only=True)
class RetentionLine:
    """What a rule would do now.

    Attributes:
        count: how many things it lets go.
        oldest_at: since when the oldest of them has aged.
    """

    kind: str
    what: str
    life: timedelta | None
    count: int
    oldest_at: datetime | None


def _sessions(work: IdentityWork, before: datetime, limit: int) -> int:
    return work.sessions.forget_expired(before, limit)


def _email_tokens(work: IdentityWork, before: datetime, limit: int) -> int:
    return work.email_tokens.forget_expired(before, limit)


def _answers(work: Work, before: datetime, limit: int) -> int:
    return work.answers.forget_expired(before, limit)


def _generated(work: ComposingWork, before: datetime, limit: int) -> int:
    return work.generated_music.forget_expired(before, limit)


def _notifications(work: NotificationsWork, before: datetime, limit: int) -> int:
    return work.notifications.forget(before, limit)


def _exports(work: ExportWork, before: datetime, limit: int) -> int:
    return forget_exports(work, before, limit)


def _unsent_files(work: ChatWork, before: datetime, limit: int) -> int:
    return forget_unsent(work, before, limit)


def _jobs(state: JobState) -> Callable[[Work, datetime, int], int]:
    return lambda work, before, limit: work.jobs.forget(state, before, limit)


RULES: Final[Sequence[RetentionRule]] = (
    RetentionRule(
        kind="sessions",
        what="log-in sessions that have run out",
        ageing=Ageing(table="sessions", since="expires_at"),
        life=_NONE,
        forget=_sessions,
    ),
    RetentionRule(
        kind="email_tokens",
        what="tokens in mails that have run out",
        ageing=Ageing(table="email_tokens", since="expires_at"),
        life=_NONE,
        forget=_email_tokens,
    ),
    RetentionRule(
        kind="answers",
        what="answers under idempotency keys that have run out",
        ageing=Ageing(table="answers", since="expires_at"),
        life=_NONE,
        forget=_answers,
    ),
    RetentionRule(
        kind="generated_music",
        what="pieces of music made on request that nobody has placed in time",
        ageing=Ageing(table="generated_music", since="expires_at"),
        life=_NONE,
        forget=_generated,
    ),
    RetentionRule(
        kind="notifications",
        what="notifications, read or not, since they were last updated",
        ageing=Ageing(table="notifications", since="updated_at"),
        life=90 * _DAY,
        forget=_notifications,
    ),
    RetentionRule(
        kind="exports",
        what="exports of people's data that have expired",
        ageing=Ageing(table="data_exports", since="expires_at"),
        life=_NONE,
        forget=_exports,
    ),
    RetentionRule(
        kind="unsent_files",
        what="files that were handed in to a chat a day before, and not sent",
        ageing=Ageing(table="chat_files", since="expires_at"),
        life=_NONE,
        forget=_unsent_files,
    ),
    RetentionRule(
        kind="jobs_done",
        what="jobs that are done",
        ageing=Ageing(table="jobs", since="run_at", only={"state": (JobState.DONE,)}),
        life=7 * _DAY,
        forget=_jobs(JobState.DONE),
    ),
    RetentionRule(
        kind="jobs_given_up",
        what="jobs that were given up",
        ageing=Ageing(table="jobs", since="run_at", only={"state": (JobState.DEAD,)}),
        life=30 * _DAY,
        forget=_jobs(JobState.DEAD),
    ),
    RetentionRule(
        kind="calls",
        what="calls that are over",
        ageing=Ageing(table="calls", since="ended_at"),
        life=90 * _DAY,
    ),
    RetentionRule(
        kind="abuse_reports",
        what="reports of abuse that are resolved",
        ageing=Ageing(table="abuse_reports", since="resolved_at"),
        life=365 * _DAY,
    ),
    RetentionRule(
        kind="events",
        what="events in the log, but for those of projects and of what people were called",
        ageing=Ageing(table="events", since="at", spared=_HISTORY),
        life=30 * _DAY,
        least=_DAY,
    ),
    RetentionRule(
        kind="audit",
        what="acts in the audit trail",
        ageing=Ageing(table="audit_records", since="at"),
        life=None,
    ),
)
"""All of them. What is not here stays as long as what it belongs to."""


def lives_of(chosen: Mapping[str, timedelta | None]) -> tuple[Life, ...]:
    """How long each kind is kept, where operators choose for some of them."""
    return tuple(Life(kind=rule.kind, life=chosen.get(rule.kind, rule.life)) for rule in RULES)
