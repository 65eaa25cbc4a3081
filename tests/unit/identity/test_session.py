"""Devices, reports, and small values around them."""

from datetime import UTC, datetime, timedelta

import pytest

from phantom_core.identity import (
    AbuseReport,
    AlreadyResolved,
    ReportAction,
    ReportId,
    ReportKind,
    ReportStatus,
    Session,
    SessionId,
)
from phantom_core.identity.session import device_name
from phantom_core.identity.tokens import TokenHash
from phantom_core.kernel import UserId, uuid7
from phantom_core.kernel.unchanged import UNCHANGED, given

NOW = datetime(2026, 1, 31, 12, tzinfo=UTC)
ADA = UserId(uuid7(NOW, 1))


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Mozilla/5.0 (X11)", "Mozilla/5.0 (X11)"),
        ("a\r\nb\0c\ud800d\x85", "abcd"),
        ("x" * 300, "x" * 200),
        ("", ""),
    ],
)
def test_a_device_is_called_what_can_be_shown(text: str, name: str) -> None:
    assert device_name(text) == name


def test_a_session_lives_until_it_runs_out_and_hides_its_hashes() -> None:
    session = Session(
        id=SessionId(uuid7(NOW, 2)),
        user_id=ADA,
        family_hash=TokenHash("family"),
        token_hash=TokenHash("newest"),
        device="",
        created_at=NOW,
        last_used_at=NOW,
        expires_at=NOW + timedelta(days=1),
    )

    assert session.live(NOW + timedelta(hours=23))
    assert not session.live(NOW + timedelta(days=1))
    assert "newest" not in repr(session)


@pytest.mark.parametrize("action", list(ReportAction))
def test_a_report_is_closed_once(action: ReportAction) -> None:
    report = AbuseReport(
        id=ReportId(uuid7(NOW, 3)),
        reporter_id=ADA,
        kind=ReportKind.USER,
        target_id=ADA,
        owner_id=ADA,
        reason="Rude.",
        created_at=NOW,
    )
    closed = report.resolve(action, ADA, NOW)

    assert closed.status is not ReportStatus.OPEN
    with pytest.raises(AlreadyResolved):
        closed.resolve(action, ADA, NOW)


def test_a_partial_change_names_nothing_but_what_is_given() -> None:
    assert given(a=1, b=UNCHANGED, c=None) == {"a": 1, "c": None}
