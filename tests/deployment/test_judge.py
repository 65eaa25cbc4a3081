"""The judge of a troubled installation sees what is wrong, whatever it is."""

from datetime import UTC, datetime
from typing import Final

import psycopg
import pytest

from phantom_adapters.client import Event
from phantom_adapters.sql import migrate
from tests.deployment.callers import Deed
from tests.deployment.judge import of_listener, of_log, once
from tests.fire.booths import Listener

_TOLD: Final = "INSERT INTO events (topic, seq, at, name, data) VALUES "
_LOG: Final = [(1, "message.sent"), (2, "message.sent")]


@pytest.fixture
def rows(postgres_url: str) -> str:
    """A database where nothing has happened yet."""
    migrate(postgres_url)
    return postgres_url


@pytest.mark.parametrize(
    ("verdict", "count", "wrong"),
    [
        ("ok", 1, False),
        ("ok", 0, True),
        ("ok", 2, True),
        ("unknown", 0, False),
        ("unknown", 1, False),
        ("unknown", 2, True),
    ],
)
def test_what_is_lost_or_doubled_is_seen(verdict: str, count: int, *, wrong: bool) -> None:
    assert bool([*once([Deed("a", verdict)], {"a": count})]) is wrong


def heard(*numbers: int) -> Listener:
    listener = Listener()
    for seq in numbers:
        event = Event(
            type="message.sent", topic="chat:1", seq=seq, at=datetime.now(UTC), by=None, data={}
        )
        listener.take(event)
    return listener


def test_who_heard_everything_is_right() -> None:
    assert [*of_listener(heard(1, 2), _LOG, 0)] == []


@pytest.mark.parametrize("numbers", [(1,), (2,), (1, 1, 2), (2, 1)])
def test_what_was_not_heard_or_twice_is_seen(numbers: tuple[int, ...]) -> None:
    assert [*of_listener(heard(*numbers), _LOG, 0)]


@pytest.mark.parametrize(
    ("second", "wrong"),
    [
        ("('a', 2, '2026-01-01 00:00:02Z', 'x', '{}')", False),
        ("('a', 3, '2026-01-01 00:00:02Z', 'x', '{}')", True),
        ("('a', 2, '2026-01-01 00:00:00Z', 'x', '{}')", True),
        ("('b', 2, '2026-01-01 00:00:02Z', 'x', '{}')", True),
    ],
)
def test_a_gap_in_the_log_and_time_that_goes_back_are_seen(
    rows: str, second: str, *, wrong: bool
) -> None:
    with psycopg.connect(rows) as connection:
        connection.execute(_TOLD + f"('a', 1, '2026-01-01 00:00:01Z', 'x', '{{}}'), {second}")

    assert bool([*of_log(rows)]) is wrong
