"""Who may do what to whom, and why not."""

from datetime import UTC, date, datetime
from typing import Any

import attrs
import pytest

from phantom_core.identity import (
    NotVerified,
    NotYourOwn,
    NotYourself,
    Purpose,
    ReportAction,
    ReportKind,
    Suspended,
    TooYoung,
    User,
    UserStatus,
    policy,
)
from phantom_core.kernel import (
    ALLOWED,
    ANONYMOUS,
    SYSTEM,
    Decision,
    Forbidden,
    Hidden,
    Refused,
    UserId,
    person,
    uuid7,
)

NOW = datetime(2026, 1, 31, 12, tzinfo=UTC)
ADA, EVE = UserId(uuid7(NOW, 1)), UserId(uuid7(NOW, 2))
USER = User(
    id=ADA,
    email="ada@example.org",
    username="ada",
    display_name="Ada",
    created_at=NOW,
    updated_at=NOW,
)
SUSPENDED = attrs.evolve(USER, status=UserStatus.SUSPENDED)
ERASED = attrs.evolve(USER, status=UserStatus.ERASED)
HIDDEN = Hidden("user", ADA)


def refusal(decision: Decision) -> type[Exception]:
    assert isinstance(decision, Refused)
    return decision.error


@pytest.mark.parametrize(
    ("actor", "user", "blocked", "decision"),
    [
        (person(EVE), USER, False, ALLOWED),
        (person(EVE), USER, True, HIDDEN),
        (person(EVE), SUSPENDED, False, HIDDEN),
        (person(EVE), ERASED, False, HIDDEN),
        (person(ADA), SUSPENDED, False, ALLOWED),
        (person(EVE, is_admin=True), SUSPENDED, True, ALLOWED),
        (SYSTEM, ERASED, False, ALLOWED),
        (ANONYMOUS, USER, False, ALLOWED),
    ],
)
def test_who_is_blocked_or_not_active_is_not_there(
    actor: Any, user: User, *, blocked: bool, decision: Decision
) -> None:
    assert policy.may_see(actor, user, blocked=blocked) == decision


def test_some_things_are_done_to_others_only() -> None:
    for rule in (policy.may_follow, policy.may_block, policy.may_report):
        assert rule(EVE, ADA) == ALLOWED
        assert issubclass(refusal(rule(ADA, ADA)), NotYourself)
    assert policy.may_suspend(person(EVE, is_admin=True), ADA) == ALLOWED
    assert policy.may_suspend(SYSTEM, ADA) == ALLOWED
    assert refusal(policy.may_suspend(person(ADA, is_admin=True), ADA)) is NotYourself


def test_nobody_judges_themself() -> None:
    assert policy.may_judge(person(EVE, is_admin=True), ADA) == ALLOWED
    assert policy.may_judge(SYSTEM, ADA) == ALLOWED
    assert refusal(policy.may_judge(person(ADA, is_admin=True), ADA)) is NotYourOwn


def test_who_is_active_may_sign_in() -> None:
    verified = attrs.evolve(USER, email_verified_at=NOW)

    assert policy.may_sign_in(USER, verified_only=False) == ALLOWED
    assert policy.may_sign_in(verified, verified_only=True) == ALLOWED
    assert refusal(policy.may_sign_in(USER, verified_only=True)) is NotVerified
    assert refusal(policy.may_sign_in(SUSPENDED, verified_only=False)) is Suspended


@pytest.mark.parametrize(
    ("born", "purpose", "allowed"),
    [
        (None, Purpose.MATCHING, True),
        (date(2008, 1, 31), Purpose.MATCHING, True),
        (date(2008, 2, 1), Purpose.MATCHING, False),
        (date(2020, 1, 1), Purpose.AUDIO_ANALYSIS, True),
    ],
)
def test_nobody_known_to_be_a_minor_is_matched(
    born: date | None, purpose: Purpose, *, allowed: bool
) -> None:
    decision = policy.may_consent(attrs.evolve(USER, birth_date=born), purpose, NOW.date())

    if allowed:
        assert decision == ALLOWED
    else:
        assert refusal(decision) is TooYoung


@pytest.mark.parametrize("kind", list(ReportKind))
@pytest.mark.parametrize("action", list(ReportAction))
def test_what_can_be_deleted_is_deleted(kind: ReportKind, action: ReportAction) -> None:
    decision = policy.may_act_on(kind, action)

    if action is ReportAction.DELETE and kind is ReportKind.USER:
        assert refusal(decision) is Forbidden
    else:
        assert decision == ALLOWED
