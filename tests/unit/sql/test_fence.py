"""A fence: who comes from an older timeline of a system than anybody has seen is kept out."""

import logging

import pytest

from phantom_adapters.sql.fence import Fence, TakenOver

OURS, OTHER = "7001", "7002"


@pytest.fixture
def distrusted() -> list[str]:
    """One entry for each time that all connections were to be made anew."""
    return []


@pytest.fixture
def fence(distrusted: list[str]) -> Fence:
    fence = Fence()
    fence.distrust = lambda: distrusted.append("again")
    return fence


def test_whoever_has_heard_nothing_lets_everybody_in(fence: Fence) -> None:
    fence.admit(OURS, 3)

    assert fence.seen == {OURS: 3}
    assert fence.refused == ""


def test_an_older_one_is_kept_out_and_named(fence: Fence, caplog: pytest.LogCaptureFixture) -> None:
    fence.hear({OURS: 2})
    for _ in range(3):
        with pytest.raises(TakenOver, match=r"timeline 1 of system 7001, .* timeline 2"):
            fence.admit(OURS, 1)

    assert "timeline 1" in fence.refused
    assert caplog.text.count("The database is not used") == 1


@pytest.mark.parametrize(("system", "timeline"), [(OURS, 2), (OURS, 3), (OTHER, 1)])
def test_an_equal_or_newer_one_and_one_of_another_system_are_let_in(
    fence: Fence, system: str, timeline: int
) -> None:
    fence.hear({OURS: 2})
    fence.admit(system, timeline)

    assert fence.seen == {system: timeline}


def test_who_is_in_when_it_is_heard_is_to_come_again(fence: Fence, distrusted: list[str]) -> None:
    fence.admit(OURS, 1)
    fence.hear({OURS: 1, OTHER: 9})
    before = [*distrusted]
    fence.hear({OURS: 2, OTHER: 9})
    fence.hear({OURS: 2, OTHER: 9})

    assert before == []
    assert distrusted == ["again"]


def test_who_is_in_beside_a_newer_one_of_the_same_process_is_to_come_again(
    fence: Fence, distrusted: list[str]
) -> None:
    fence.admit(OURS, 1)
    fence.admit(OURS, 2)
    told = fence.seen
    fence.hear(told)

    assert told == {OURS: 2}
    assert distrusted == ["again"]


def test_what_is_taken_back_keeps_nobody_out_any_more(
    fence: Fence, caplog: pytest.LogCaptureFixture
) -> None:
    fence.admit(OURS, 5)
    fence.hear({OURS: 5})
    with pytest.raises(TakenOver):
        fence.admit(OURS, 3)
    told = fence.seen
    with caplog.at_level(logging.WARNING):
        fence.hear({})
        fence.admit(OURS, 3)

    assert told == {}
    assert fence.seen == {OURS: 3}
    assert fence.refused == ""
    assert "used again" in caplog.text
