"""When to come back."""

import pytest
from websockets.exceptions import ConnectionClosedError
from websockets.frames import Close

from phantom_adapters.client import Disconnected
from phantom_adapters.client.coming_back import (
    BAD_FRAMES,
    NOT_AUTHENTICATED,
    NOT_WELCOME,
    TRY_LATER,
    Backoff,
    end_of,
)
from phantom_app.socket import CloseCode


def test_the_codes_are_the_servers() -> None:
    ours = {
        "BAD_FRAMES": BAD_FRAMES,
        "NOT_AUTHENTICATED": NOT_AUTHENTICATED,
        "NOT_WELCOME": NOT_WELCOME,
        "TRY_LATER": TRY_LATER,
    }

    assert ours == {name: CloseCode[name].value for name in ours}


def test_attempts_are_ever_further_apart_up_to_a_bound() -> None:
    many = [_pauses(12) for _ in range(200)]
    longest = [max(pauses) for pauses in zip(*many, strict=True)]

    assert longest[0] <= 0.5
    assert 0.5 < longest[1] <= 1
    assert 15 < longest[-1] <= 30


def _pauses(count: int) -> list[float]:
    backoff = Backoff()
    return [backoff.pause() for _ in range(count)]


def test_those_who_are_cut_off_at_once_do_not_come_back_at_once() -> None:
    assert len({Backoff().pause() for _ in range(100)}) == 100


def test_nobody_comes_back_sooner_than_asked() -> None:
    assert all(Backoff().pause(5) >= 5 for _ in range(100))


def test_those_who_are_asked_at_once_to_come_later_are_spread_over_as_long_again() -> None:
    pauses = [Backoff().pause(5) for _ in range(200)]

    assert max(pauses) <= 10
    assert max(pauses) - min(pauses) > 3


def test_after_a_connection_that_has_served_the_attempts_begin_quickly_again() -> None:
    backoff = Backoff()
    for _ in range(12):
        backoff.pause()
    backoff.reset()

    assert backoff.pause() <= 0.5


@pytest.mark.parametrize(("code", "after"), [(1013, 5), (1012, 0), (4408, 0)])
def test_who_is_asked_to_come_later_comes_later(code: int, after: float) -> None:
    end = end_of(ConnectionClosedError(Close(code, ""), None))

    assert isinstance(end, Disconnected)
    assert end.retry_after == after
