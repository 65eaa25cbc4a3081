"""Where somebody who joins a topic goes on from."""

from datetime import timedelta

import pytest

from phantom_adapters.memory import ManualClock
from phantom_core.kernel import SYSTEM, Forbidden, topic
from phantom_core.live import (
    REPLAY_PAGE,
    HeadsOf,
    HeadsSince,
    Joined,
    JoinTopic,
    ReadAfter,
)
from phantom_core.phantom import Phantom
from tests.unit.live.stage import ADA, KINDS, WALL, Forget, Say, make_phantom


async def _said(count: int) -> Phantom:
    phantom = make_phantom()
    for number in range(count):
        await phantom.do(Say(text=f"{number + 1}"), actor=ADA)
    return phantom


async def _join(phantom: Phantom, since: int | None, reach: int = 5) -> Joined:
    query = JoinTopic(topic=WALL, kind=KINDS["wall"], since=since, reach=reach)
    return await phantom.ask(query, actor=ADA)


@pytest.mark.parametrize(("since", "missed"), [(8, []), (7, [8]), (3, [4, 5, 6, 7, 8])])
async def test_what_was_missed_is_replayed(since: int, missed: list[int]) -> None:
    joined = await _join(await _said(8), since)

    assert [event.seq for event in joined.missed] == missed
    assert joined.start == since
    assert joined.head.seq == 8
    assert joined.state is None


@pytest.mark.parametrize("since", [None, 0, 2, 9, -1, 2**62])
async def test_who_cannot_go_on_from_where_they_left_is_given_the_state(since: int | None) -> None:
    joined = await _join(await _said(8), since)

    assert joined.state == {"said": 8}
    assert joined.start == 8
    assert joined.missed == ()


@pytest.mark.parametrize(("since", "missed"), [(2, None), (3, [4, 5, 6, 7, 8]), (8, [])])
async def test_who_was_away_for_longer_than_the_log_reaches_is_given_the_state(
    since: int, missed: list[int] | None
) -> None:
    phantom = await _said(8)
    await phantom.do(Forget(count=3), actor=ADA)
    joined = await _join(phantom, since, reach=1000)

    if missed is None:
        assert (joined.start, joined.state, joined.missed) == (8, {"said": 8}, ())
    else:
        assert (joined.start, joined.state) == (since, None)
        assert [event.seq for event in joined.missed] == missed


async def test_a_topic_in_which_nothing_was_said_is_joined_at_its_beginning() -> None:
    joined = await _join(make_phantom(), 0)

    assert (joined.start, joined.head.seq, joined.missed) == (0, 0, [])


async def test_a_topic_without_a_state_has_none() -> None:
    where = topic("hall", ADA.person)
    joined = await make_phantom().ask(JoinTopic(topic=where, kind=KINDS["hall"]), actor=ADA)

    assert joined.state is None


async def test_the_epoch_is_that_of_the_log() -> None:
    phantom = await _said(1)
    first, again = await _join(phantom, None), await _join(phantom, 0)

    assert first.epoch == again.epoch
    assert (await _join(make_phantom(), None)).epoch != first.epoch


async def test_what_was_missed_is_read_a_page_at_a_time() -> None:
    phantom = await _said(REPLAY_PAGE + 1)
    joined = await _join(phantom, 0, reach=1000)
    rest = await phantom.ask(ReadAfter(topic=WALL, seq=joined.missed[-1].seq), actor=SYSTEM)

    assert len(joined.missed) == REPLAY_PAGE
    assert [event.seq for event in rest] == [REPLAY_PAGE + 1]


async def test_the_topics_that_were_told_something_lately_are_found() -> None:
    clock = ManualClock()
    phantom = make_phantom(clock)
    await phantom.do(Say(text="early"), actor=ADA)
    clock.advance(seconds=10)
    hall = topic("hall", ADA.person)
    await phantom.do(Say(text="late", where=hall), actor=ADA)
    lately = await phantom.ask(HeadsSince(since=clock.now - timedelta(seconds=5)), actor=SYSTEM)
    just_the_time = await phantom.ask(HeadsSince(since=None), actor=SYSTEM)

    assert [(head.topic, head.seq) for head in lately.heads] == [(hall, 1)]
    assert lately.at == just_the_time.at == clock.now
    assert just_the_time.heads == ()


async def test_heads_are_told_in_the_order_asked_for() -> None:
    phantom, hall = await _said(3), topic("hall", ADA.person)
    heads = await phantom.ask(HeadsOf(topics=[hall, WALL]), actor=SYSTEM)

    assert [(head.topic, head.seq) for head in heads] == [(hall, 0), (WALL, 3)]


@pytest.mark.parametrize(
    "query", [ReadAfter(topic=WALL, seq=0), HeadsSince(since=None), HeadsOf(topics=[WALL])]
)
async def test_people_read_the_log_by_joining_only(
    query: ReadAfter | HeadsSince | HeadsOf,
) -> None:
    with pytest.raises(Forbidden):
        await make_phantom().ask(query, actor=ADA)  # type: ignore[misc]
