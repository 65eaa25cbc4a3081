"""What is due is done: in time, a few at a time, and whatever is wrong with some of it."""

import time
from collections import Counter
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from datetime import timedelta
from typing import Any, Final

import anyio
import attrs
import pytest

from phantom_adapters.memory import ManualClock
from phantom_app.waking import Waker
from phantom_core.kernel import Access, Actor, Command, Id, Query, Unavailable, Work, topic, uuid7
from phantom_core.live import Due
from phantom_core.phantom import Phantom
from tests.unit.live.stage import ADA, Say, make_phantom, until

ROOMS: Final = [uuid7(ManualClock().now, number) for number in range(4)]
BROKEN: Final = ROOMS[3]
DUE: Final[dict[Id, float]] = {}
DONE: Final[Counter[Id]] = Counter()
LOOKS: Final[list[int]] = []


@attrs.frozen(kw_only=True)
class WhatIsDue(Query[Due]):
    """Ask which rooms are due."""

    access = Access.SYSTEM

    def run(self, _: Work) -> Due:
        """Answer them, and when the next will be."""
        LOOKS.append(1)
        now = time.monotonic()
        later = [at - now for at in DUE.values() if at > now]
        return Due(
            ids=[room for room, at in DUE.items() if at <= now],
            next_in=timedelta(seconds=min(later)) if later else None,
        )


@attrs.frozen(kw_only=True)
class Advance(Command[None]):
    """Do what is due in a room."""

    access = Access.SYSTEM
    room_id: Id

    def run(self, _: Work) -> None:
        """Do it."""
        DONE[self.room_id] += 1
        if self.room_id == BROKEN:
            message = "this room is broken"
            raise ZeroDivisionError(message)
        DUE.pop(self.room_id, None)


class Slow(Phantom):
    """A world in which some commands take their time, and questions are not always answered."""

    gate: anyio.Event | None = None
    at_once = 0
    most_at_once = 0
    unreachable = 0

    async def do(self, command: Command[Any], **options: Any) -> Any:
        """Do a command, once the gate is open."""
        self.at_once += 1
        self.most_at_once = max(self.most_at_once, self.at_once)
        if self.gate is not None:
            await self.gate.wait()
        self.at_once -= 1
        return await super().do(command, **options)

    async def ask(self, query: Query[Any], *, actor: Actor) -> Any:
        """Answer, unless out of reach."""
        if self.unreachable:
            self.unreachable -= 1
            raise Unavailable("Not now.")
        return await super().ask(query, actor=actor)


@pytest.fixture(autouse=True)
def _nothing_is_due() -> Iterator[None]:
    for each in (DUE, DONE, LOOKS):
        each.clear()
    yield
    for each in (DUE, DONE, LOOKS):
        each.clear()


def due(*rooms: Id, within: float = 0) -> None:
    """Have rooms be due."""
    DUE.update({room: time.monotonic() + within for room in rooms})


@asynccontextmanager
async def awake(**options: Any) -> AsyncIterator[Slow]:
    """A waker at work."""
    phantom = Slow(make_phantom()._storage)
    options = {"kind": "room", "longest": 3600, **options}
    waker = Waker(phantom, WhatIsDue(), lambda room: Advance(room_id=room), **options)
    async with anyio.create_task_group() as tasks:
        tasks.start_soon(waker.run)
        yield phantom
        tasks.cancel_scope.cancel()


async def test_what_is_due_is_done_once() -> None:
    due(*ROOMS[:2])
    due(ROOMS[2], within=3600)
    async with awake():
        await until(lambda: len(DONE) == 2)

    assert {ROOMS[0]: 1, ROOMS[1]: 1} == DONE


async def test_what_will_be_due_is_done_then() -> None:
    due(ROOMS[0], within=0.05)
    async with awake():
        await until(lambda: DONE)


async def test_what_another_process_has_set_is_found_soon() -> None:
    async with awake(longest=0.03):
        await until(lambda: LOOKS)
        due(ROOMS[0])
        await until(lambda: DONE)


async def test_a_commit_in_a_topic_of_the_kind_wakes_it_and_no_other_does() -> None:
    async with awake() as phantom:
        await until(lambda: LOOKS)
        due(ROOMS[0])
        await phantom.do(Say(text="elsewhere", where=topic("chat", ROOMS[0])), actor=ADA)
        await anyio.sleep(0.05)
        asleep = not DONE
        await phantom.do(Say(text="here", where=topic("room", ROOMS[0])), actor=ADA)
        await until(lambda: DONE)

    assert asleep


async def test_what_is_broken_is_tried_again_less_and_less_often_and_holds_up_nothing(
    caplog: pytest.LogCaptureFixture,
) -> None:
    due(BROKEN)
    async with awake(longest=0.02, hands=1):
        await until(lambda: DONE[BROKEN] == 2)
        due(*ROOMS[:2])
        await until(lambda: DONE[ROOMS[0]] and DONE[ROOMS[1]])
        await until(lambda: len(LOOKS) > 20)

    assert DONE[BROKEN] < len(LOOKS) / 2
    assert "this room is broken" in caplog.text


async def test_only_so_many_are_done_at_a_time_and_none_twice() -> None:
    due(*ROOMS[:3])
    async with awake(longest=0.02, hands=2) as phantom:
        phantom.gate = anyio.Event()
        await until(lambda: len(LOOKS) > 3)
        phantom.gate.set()
        await until(lambda: len(DONE) == 3)

    assert phantom.most_at_once == 2
    assert set(DONE.values()) == {1}


async def test_it_looks_on_when_the_store_does_not_answer_and_says_so_once(
    caplog: pytest.LogCaptureFixture,
) -> None:
    async with awake(longest=0.02) as phantom:
        phantom.unreachable = 3
        due(ROOMS[0])
        await until(lambda: DONE)

    assert not phantom.unreachable
    assert [(record.getMessage(), record.exc_info) for record in caplog.records] == [
        ("What is due cannot be known now: Not now.", None),
        ("What is due is known again.", None),
    ]
