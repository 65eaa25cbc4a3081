"""Which topics there are, and who may join them."""

import pytest

from phantom_adapters.memory import world
from phantom_core.kernel import (
    ANONYMOUS,
    NotAuthenticated,
    NotFound,
    Topic,
    person,
    topic,
)
from phantom_core.live import TOPICS, JoinTopic, kind_of
from tests.unit.live.stage import ADA, BOB

ADAS = topic("user", ADA.person)


@pytest.mark.parametrize(
    "name",
    ["", "user", "user:", "user:me", f"room:{ADA.person}", f"user:{ADA.person}x", "user:\ud800"],
)
def test_a_topic_that_does_not_exist_is_not_found(name: str) -> None:
    with pytest.raises(NotFound, match="There is no topic"):
        kind_of(TOPICS, name)


async def test_a_person_may_join_their_own_topic() -> None:
    joined = await world().ask(JoinTopic(topic=ADAS, kind=kind_of(TOPICS, ADAS)), actor=ADA)

    assert joined.head.topic == ADAS
    assert joined.start == 0


async def test_nobody_else_learns_that_there_is_such_a_topic() -> None:
    query = JoinTopic(topic=ADAS, kind=kind_of(TOPICS, ADAS))
    for actor in (BOB, person(BOB.person, is_admin=True)):
        with pytest.raises(NotFound):
            await world().ask(query, actor=actor)


async def test_who_is_not_signed_in_joins_nothing() -> None:
    query = JoinTopic(topic=ADAS, kind=kind_of(TOPICS, ADAS))
    with pytest.raises(NotAuthenticated):
        await world().ask(query, actor=ANONYMOUS)


async def test_a_query_for_what_is_no_topic_is_a_mistake() -> None:
    query = JoinTopic(topic=Topic("user"), kind=TOPICS["user"])
    with pytest.raises(ValueError, match="no topic's name"):
        await world().ask(query, actor=ADA)
