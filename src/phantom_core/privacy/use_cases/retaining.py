"""Letting go of what has been kept long enough."""

from collections.abc import Iterator
from datetime import datetime
from typing import Final

import attrs

from phantom_core.identity import AuditId, AuditRecord
from phantom_core.identity.ports import IdentityWork
from phantom_core.kernel import NOBODY_WAITS, Access, Command, Query
from phantom_core.privacy.use_cases.retention_rules import (
    RULES,
    Life,
    RetentionLine,
    RetentionRule,
    RetentionWork,
    lives_of,
)

__all__ = ["ApplyRetention", "AskForRetention", "PreviewRetention"]

_AT_ONCE: Final = 500
_MOST: Final = 1000


class _OfficeWork(IdentityWork, RetentionWork):
    """What those in office are given to see to it."""


@attrs.frozen(kw_only=True)
class ApplyRetention(Command[None]):
    """Let go of what has been kept long enough: about a thousand things, and go on later.

    Attributes:
        lives: how long each kind is kept.
    """

    access = Access.SYSTEM
    patience = NOBODY_WAITS
    one_waits = True
    lives: tuple[Life, ...] = attrs.field(factory=lambda: lives_of({}))

    def run(self, work: RetentionWork) -> None:
        """Let some go, and go on later if there may be more."""
        left = _MOST
        for rule, before in _ageing(self.lives, work.now):
            dropped = rule.drop(work, before, min(_AT_ONCE, left))
            left -= dropped
            if left == 0 or dropped == _AT_ONCE:
                work.enqueue(self)
                return


@attrs.frozen(kw_only=True)
class PreviewRetention(Query[tuple[RetentionLine, ...]]):
    """Look at what would be let go of now, and let nothing go.

    Attributes:
        lives: how long each kind is kept.
    """

    access = Access.ADMIN
    lives: tuple[Life, ...]

    def run(self, work: RetentionWork) -> tuple[RetentionLine, ...]:
        """Answer each rule with what it would do."""
        return _lines(work, self.lives)


@attrs.frozen(kw_only=True)
class AskForRetention(Command[tuple[RetentionLine, ...]]):
    """Have a worker let go at once of what has been kept long enough; this is written down.

    Attributes:
        lives: how long each kind is kept.
    """

    access = Access.ADMIN
    lives: tuple[Life, ...]

    def run(self, work: _OfficeWork) -> tuple[RetentionLine, ...]:
        """Answer each rule with what it will do."""
        lines = _lines(work, self.lives)
        record_id = AuditId(work.new_id())
        work.audit_trail.add(
            AuditRecord(
                id=record_id,
                at=work.now,
                actor_id=work.actor.user_id,
                action="retention.asked-for",
                target_kind="retention",
                target_id=record_id,
                detail=", ".join(f"{each.kind}: {each.count}" for each in lines if each.count),
            )
        )
        work.enqueue(ApplyRetention(lives=self.lives))
        return lines


def _ageing(lives: tuple[Life, ...], now: datetime) -> Iterator[tuple[RetentionRule, datetime]]:
    """The rules by which anything goes, and what is old enough for each."""
    known = {each.kind: each for each in lives}
    for rule in RULES:
        chosen = known.get(rule.kind, Life(kind=rule.kind, life=rule.life))
        if chosen.life is not None:
            yield rule, now - chosen.life


def _lines(work: RetentionWork, lives: tuple[Life, ...]) -> tuple[RetentionLine, ...]:
    found = {rule.kind: rule.look(work, before) for rule, before in _ageing(lives, work.now)}
    known = {each.kind: each.life for each in lives}
    return tuple(
        RetentionLine(
            kind=rule.kind,
            what=rule.what,
            life=known.get(rule.kind, rule.life),
            count=found[rule.kind].count if rule.kind in found else 0,
            oldest_at=found[rule.kind].oldest_at if rule.kind in found else None,
        )
        for rule in RULES
    )
