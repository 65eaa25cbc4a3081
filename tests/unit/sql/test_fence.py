"""A fence: who comes from an older timeline of a system than anybody has seen is kept out."""

import logging

import pytest

from phantom_adapters.sql.fence import Fence, TakenOver

OURS, OTHER = "7001", "7002"


class Link:
    """A connection."""


@pytest.fixture
def link() -> Link:
    return Link()


@pytest.fixture
def fence() -> Fence:
    return Fence()


def test_whoever_has_heard_nothing_lets_everybody_in(fence: Fence) -> None:
    fence.admit(Link(), OURS, 3)

    assert fence.seen == {OURS: 3}
    assert fence.refused == ""


def test_an_older_one_is_kept_out_and_named(fence: Fence, caplog: pytest.LogCaptureFixture) -> None:
    fence.hear({OURS: 2})
    for _ in range(3):
        with pytest.raises(TakenOver, match=r"timeline 1 of system 7001, .* timeline 2"):
            fence.admit(Link(), OURS, 1)

    assert "timeline 1" in fence.refused
    assert caplog.text.count("The database is not used") == 1


@pytest.mark.parametrize(("system", "timeline"), [(OURS, 2), (OURS, 3), (OTHER, 1)])
def test_an_equal_or_newer_one_and_one_of_another_system_are_let_in(
    fence: Fence, system: str, timeline: int
) -> None:
    fence.hear({OURS: 2})
    fence.admit(Link(), system, timeline)

    assert fence.seen == {system: timeline}


def test_who_is_in_when_it_is_heard_is_to_come_again(fence: Fence, link: Link) -> None:
    fence.admit(link, OURS, 1)
    fence.hear({OURS: 1, OTHER: 9})
    before = fence.trusts(link)
    fence.hear({OURS: 2, OTHER: 9})

    assert before
    assert not fence.trusts(link)


def test_who_is_in_beside_a_newer_one_of_the_same_process_is_to_come_again(
    fence: Fence, link: Link
) -> None:
    newer = Link()
    fence.admit(link, OURS, 1)
    fence.admit(newer, OURS, 2)
    told = fence.seen
    fence.hear(told)

    assert told == {OURS: 2}
    assert [fence.trusts(link), fence.trusts(newer)] == [False, True]


def test_who_is_in_is_seen_and_to_come_again_though_another_was_kept_out(
    fence: Fence, link: Link
) -> None:
    fence.admit(link, OURS, 2)
    fence.hear({OURS: 2})
    with pytest.raises(TakenOver):
        fence.admit(Link(), OURS, 1)
    fence.answered(link)
    told = fence.seen
    fence.hear({OURS: 3})

    assert told == {OURS: 2}
    assert not fence.trusts(link)


def test_who_leads_to_what_does_not_tell_is_trusted_and_not_seen(fence: Fence, link: Link) -> None:
    fence.hear({OURS: 2})
    fence.answered(link)

    assert fence.trusts(link)
    assert fence.seen == {}


def test_what_is_taken_back_keeps_nobody_out_any_more(
    fence: Fence, caplog: pytest.LogCaptureFixture
) -> None:
    fence.admit(Link(), OURS, 5)
    fence.hear({OURS: 5})
    with pytest.raises(TakenOver):
        fence.admit(Link(), OURS, 3)
    told = fence.seen
    with caplog.at_level(logging.WARNING):
        fence.hear({})
        fence.admit(Link(), OURS, 3)

    assert told == {}
    assert fence.seen == {OURS: 3}
    assert fence.refused == ""
    assert "used again" in caplog.text
