"""Who call at once are told apart in one question, and nobody is told what was before they came."""

import asyncio
from typing import TypeVar

import attrs
import pytest

from phantom_core.identity import (
    Desk,
    EndSession,
    Identified,
    IdentifyActors,
    SessionOver,
    SignedIn,
    flows,
)
from phantom_core.identity.flows.doorkeeper import Doorkeeper
from phantom_core.kernel import Actor, Query, Storage, Unavailable, person
from phantom_core.phantom import Phantom
from tests.use_cases.identity.town import Town

R = TypeVar("R")


class SlowPhantom(Phantom):
    """Tells who calls once it may, as they were when it was asked; or fails once."""

    def __init__(self, storage: Storage) -> None:
        super().__init__(storage)
        self.asked: list[int] = []
        self.begun, self.gate = asyncio.Event(), asyncio.Event()
        self.fails = False

    async def ask(self, query: Query[R], *, actor: Actor) -> R:
        answer = await super().ask(query, actor=actor)
        if isinstance(query, IdentifyActors):
            self.asked.append(len(query.session_ids))
            self.begun.set()
            await self.gate.wait()
            if self.fails:
                self.fails = False
                raise Unavailable("It is away.", retry_after=3)
        return answer


@attrs.define
class Door:
    """Where people call, and one after the other signs in."""

    town: Town
    phantom: SlowPhantom
    desk: Desk

    @classmethod
    def open(cls) -> "Door":
        town = Town.open()
        slow = SlowPhantom(town.storage)
        return cls(town, slow, attrs.evolve(town.desk, phantom=slow))

    def call(self, signed_in: SignedIn) -> "asyncio.Task[Identified]":
        """Somebody sends a request."""
        token = signed_in.tokens.access_token
        return asyncio.create_task(flows.identify(self.desk, token, self.town.clock.now))

    async def come(self, *callers: SignedIn) -> "list[asyncio.Task[Identified]]":
        """Some send requests, and wait."""
        calls = [self.call(each) for each in callers]
        await self.phantom.begun.wait()
        await asyncio.sleep(0)
        return calls


async def test_who_come_while_a_question_is_on_its_way_share_the_next() -> None:
    door = Door.open()
    ada, bob = await door.town.register("ada"), await door.town.register("bob")
    calls = [*await door.come(ada), *await door.come(bob, ada, bob)]
    door.phantom.gate.set()
    known = await asyncio.gather(*calls)

    assert [each.actor for each in known] == [person(each.user.id) for each in (ada, bob, ada, bob)]
    assert [each.session_id for each in known[:2]] == [
        each.tokens.session_id for each in (ada, bob)
    ]
    assert door.phantom.asked == [1, 2]


async def test_nobody_is_told_what_was_before_they_came() -> None:
    door = Door.open()
    ada = await door.town.register("ada")
    (before,) = await door.come(ada)
    end = EndSession(session_id=ada.tokens.session_id)
    await door.town.phantom.do(end, actor=person(ada.user.id))
    (after,) = await door.come(ada)
    door.phantom.gate.set()

    assert (await before).actor == person(ada.user.id)
    with pytest.raises(SessionOver):
        await after


async def test_who_goes_takes_nobody_along() -> None:
    door = Door.open()
    ada, bob = await door.town.register("ada"), await door.town.register("bob")
    first, second = await door.come(ada, bob)
    first.cancel()
    door.phantom.gate.set()

    assert (await second).actor == person(bob.user.id)
    assert first.cancelled()


async def test_each_is_refused_by_an_error_of_their_own_and_the_next_are_answered() -> None:
    door = Door.open()
    ada, bob = await door.town.register("ada"), await door.town.register("bob")
    calls = await door.come(ada, bob)
    door.phantom.fails = True
    door.phantom.gate.set()
    first, second = await asyncio.gather(*calls, return_exceptions=True)

    assert isinstance(first, Unavailable)
    assert isinstance(second, Unavailable)
    assert first is not second
    assert first.retry_after == second.retry_after == 3
    assert (await door.call(ada)).actor == person(ada.user.id)


async def test_a_question_that_is_late_keeps_none_but_its_own_waiting() -> None:
    door = Door.open()
    keeper = Doorkeeper(door.phantom, late=0.01)
    ada = (await door.town.register("ada")).tokens.session_id
    late = asyncio.create_task(keeper.actor_in(ada))
    await door.phantom.begun.wait()
    door.phantom.gate, silent = asyncio.Event(), door.phantom.gate
    door.phantom.gate.set()
    others = [await asyncio.wait_for(keeper.actor_in(ada), 60) for _ in range(2)]
    unanswered = not late.done()
    silent.set()

    assert unanswered
    assert [await late] * 2 == others
    assert others[0] is not None


async def test_no_more_wait_than_may() -> None:
    door = Door.open()
    keeper = Doorkeeper(door.phantom, longest=1)
    ada = (await door.town.register("ada")).tokens.session_id
    waiting = asyncio.create_task(keeper.actor_in(ada))
    await door.phantom.begun.wait()
    with pytest.raises(Unavailable, match="Too many"):
        await keeper.actor_in(ada)
    door.phantom.gate.set()

    assert await waiting == await keeper.actor_in(ada) is not None


async def test_where_a_question_is_broken_off_nobody_is_left_waiting() -> None:
    before = asyncio.all_tasks()
    door = Door.open()
    calls = await door.come(await door.town.register("ada"), await door.town.register("bob"))
    (question,) = asyncio.all_tasks() - before - {*calls}
    question.cancel()
    await asyncio.wait(calls)

    assert [each.cancelled() for each in calls] == [True, True]


async def test_who_has_gone_takes_no_place_and_is_not_asked_for() -> None:
    door = Door.open()
    keeper = Doorkeeper(door.phantom, longest=2)
    ada = (await door.town.register("ada")).tokens.session_id
    bob = (await door.town.register("bob")).tokens.session_id
    first = asyncio.create_task(keeper.actor_in(ada))
    await door.phantom.begun.wait()
    gone = asyncio.create_task(keeper.actor_in(bob))
    await asyncio.sleep(0)
    gone.cancel()
    await asyncio.wait([gone])
    last = asyncio.create_task(keeper.actor_in(ada))
    door.phantom.gate.set()

    assert await first == await last is not None
    assert door.phantom.asked == [1, 1]


async def test_where_everything_ends_before_a_question_has_begun_the_next_is_asked() -> None:
    before = asyncio.all_tasks()
    door = Door.open()
    door.phantom.gate.set()
    ada = await door.town.register("ada")
    call = door.call(ada)
    await asyncio.sleep(0)
    ended = asyncio.all_tasks() - before
    for each in ended:
        each.cancel()
    await asyncio.wait(ended)

    assert len(ended) == 2
    assert call.cancelled()
    assert (await asyncio.wait_for(door.call(ada), 60)).actor == person(ada.user.id)
