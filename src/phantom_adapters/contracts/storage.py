"""What every storage promises."""

from collections.abc import Callable
from contextlib import suppress
from datetime import timedelta

import anyio
import pytest

from phantom_adapters.contracts.kernel_examples import (
    ADA,
    EXAMPLES,
    WALL,
    Paint,
    Said,
    invocation,
    read,
    texts,
    wall,
    write,
)
from phantom_adapters.memory import ManualClock
from phantom_core.kernel import (
    Answer,
    Committed,
    Event,
    Forbidden,
    Id,
    NotFound,
    Storage,
    Topic,
    Unavailable,
    UnitOfWork,
)
from phantom_core.registry import Registry

__all__ = ["StorageContract"]


def _say(text: str, on: Topic = WALL) -> Callable[[UnitOfWork], str]:
    def body(work: UnitOfWork) -> str:
        work.record(Said(text=text, on=on))
        return text

    return body


class _Unlisted(Said):
    """An event of a class that the registry does not know."""

    name = "wall.unlisted"


class StorageContract:
    """Bind it with a fixture `storage`: an empty one, made with this suite's clock and registry."""

    @pytest.fixture
    def clock(self) -> ManualClock:
        """The time of the storage under test."""
        return ManualClock()

    @pytest.fixture
    def registry(self) -> Registry:
        """What the storage under test may store."""
        return EXAMPLES

    async def test_a_write_tells_what_it_left(self, storage: Storage, clock: ManualClock) -> None:
        def body(work: UnitOfWork) -> str:
            work.record(Said(text="hello"))
            work.enqueue(Paint())
            return "done"

        committed = await storage.write(invocation(ADA), body)

        (event,) = committed.events
        assert committed == Committed(value="done", events=[event], jobs=1)
        assert (event.seq, event.at, event.by) == (1, clock.now, ADA.user_id)

    async def test_what_is_acknowledged_is_read_at_once(self, storage: Storage) -> None:
        for number in range(20):
            await write(storage, _say(str(number)))

            assert (await texts(storage))[-1] == str(number)

    async def test_an_exception_reaches_the_caller_as_it_is(self, storage: Storage) -> None:
        refusal = Forbidden("no")

        def body(_work: UnitOfWork) -> None:
            raise refusal

        with pytest.raises(Forbidden) as caught:
            await write(storage, body)
        assert caught.value is refusal
        with pytest.raises(Forbidden) as caught:
            await read(storage, body)
        assert caught.value is refusal

    async def test_what_fails_leaves_nothing_behind(
        self, storage: Storage, clock: ManualClock
    ) -> None:
        assert ADA.user_id is not None
        ada, job_ids = ADA.user_id, list[Id]()

        def body(work: UnitOfWork) -> None:
            job_ids.append(work.enqueue(Paint()))
            work.record(Said(text="never"))
            work.settle()
            work.answers.keep(ada, "key", Answer(fingerprint="f", value=1, expires_at=clock.now))
            raise Forbidden("no")

        with pytest.raises(Forbidden):
            await write(storage, body)

        assert await texts(storage) == []
        assert await read(storage, lambda work: work.log.head(WALL).seq) == 0
        assert await read(storage, lambda work: work.answers.recall(ada, "key", "f", int)) is None
        with pytest.raises(NotFound):
            await read(storage, lambda work: work.jobs.get(job_ids[-1]))

    async def test_what_cannot_be_stored_takes_the_rest_with_it(self, storage: Storage) -> None:
        def body(work: UnitOfWork) -> None:
            work.record(Said(text="listed"))
            work.record(_Unlisted(text="unlisted"))

        with pytest.raises(TypeError, match="not listed in the registry"):
            await write(storage, body)

        assert await texts(storage) == []

    async def test_a_read_changes_nothing_whatever_it_tries(self, storage: Storage) -> None:
        def body(work: UnitOfWork) -> None:
            work.record(Said(text="never"))
            work.enqueue(Paint())
            work.settle()

        with suppress(Exception):
            await read(storage, body)

        assert await texts(storage) == []
        assert await read(storage, lambda work: work.jobs.next_at()) is None

    @pytest.mark.parametrize("hot_topic", [None, WALL])
    async def test_one_that_fails_takes_no_other_with_it(
        self, storage: Storage, hot_topic: Topic | None
    ) -> None:
        refused: list[int] = []

        async def say(number: int) -> None:
            def body(work: UnitOfWork) -> None:
                work.record(Said(text=str(number)))
                work.settle()
                work.recorded.clear()
                if number % 3 == 0:
                    raise Forbidden("no")

            try:
                await storage.write(invocation(), body, hot_topic=hot_topic)
            except Forbidden:
                refused.append(number)

        async with anyio.create_task_group() as group:
            for number in range(30):
                group.start_soon(say, number)

        assert sorted(refused) == list(range(0, 30, 3))
        assert sorted(map(int, await texts(storage))) == [n for n in range(30) if n % 3]

    @pytest.mark.parametrize("hot_topic", [None, WALL])
    async def test_many_writers_of_one_topic_leave_no_gap_and_none_out_of_order(
        self, storage: Storage, hot_topic: Topic | None
    ) -> None:
        async def say(number: int) -> None:
            committed = await storage.write(invocation(), _say(str(number)), hot_topic=hot_topic)
            (event,) = committed.events
            told = await read(storage, lambda work: work.log.after(WALL, 0, 100))

            assert [stored.seq for stored in told] == list(range(1, len(told) + 1))
            assert told[event.seq - 1] == event

        async with anyio.create_task_group() as group:
            for number in range(50):
                group.start_soon(say, number)

        assert sorted(map(int, await texts(storage))) == list(range(50))

    async def test_a_read_sees_one_state(self, storage: Storage) -> None:
        seen: list[tuple[int, int]] = []

        def both(work: UnitOfWork) -> None:
            work.record(Said(text="b", on=wall(2)))
            work.record(Said(text="a", on=wall(1)))

        async def look() -> None:
            seen.append(
                await read(
                    storage, lambda work: (work.log.head(wall(1)).seq, work.log.head(wall(2)).seq)
                )
            )

        async with anyio.create_task_group() as group:
            for _ in range(40):
                group.start_soon(write, storage, both)
                group.start_soon(look)

        assert all(first == second for first, second in seen)

    async def test_a_lost_update_is_impossible_for_who_holds_the_row(
        self, storage: Storage
    ) -> None:
        job_id = await write(storage, lambda work: work.enqueue(Paint()))

        def begin_again(work: UnitOfWork) -> None:
            work.jobs.put(work.jobs.get(job_id).begin("me", work.now))

        async with anyio.create_task_group() as group:
            for _ in range(20):
                group.start_soon(write, storage, begin_again)

        job = await read(storage, lambda work: work.jobs.get(job_id))
        assert job.attempts == 20

    async def test_each_try_of_a_call_finds_its_ids_and_its_chance_again(
        self, storage: Storage, clock: ManualClock
    ) -> None:
        call = invocation()

        def body(work: UnitOfWork) -> tuple[Id, Id, float]:
            return work.new_id(), work.new_id(), work.random.random()

        first = await storage.write(call, body)
        clock.advance(seconds=1)
        again = await storage.write(call, body)

        assert first.value == again.value

    async def test_the_time_is_the_clocks_in_reads_and_writes(
        self, storage: Storage, clock: ManualClock
    ) -> None:
        clock.advance(milliseconds=1)

        assert await write(storage, lambda work: work.now) == clock.now
        assert await read(storage, lambda work: work.now) == clock.now

    async def test_time_stands_while_a_clock_that_was_set_back_catches_up(
        self, storage: Storage, clock: ManualClock
    ) -> None:
        latest = await read(storage, lambda work: work.now)
        clock.advance(minutes=-1)
        held = await write(storage, lambda work: work.now)
        clock.advance(seconds=61)

        assert held == latest
        assert await read(storage, lambda work: work.now) == latest + timedelta(seconds=1)

    async def test_a_read_that_changes_something_is_a_mistake_and_leaves_nothing(
        self, storage: Storage
    ) -> None:
        job_id = await write(storage, lambda work: work.enqueue(Paint()))

        def begin(work: UnitOfWork) -> None:
            work.jobs.put(work.jobs.get(job_id).begin("me", work.now))

        with pytest.raises(AssertionError, match="a query changed something"):
            await read(storage, begin)
        job = await read(storage, lambda work: work.jobs.get(job_id))
        assert job.attempts == 0

    async def test_an_abandoned_call_does_no_harm(self, storage: Storage) -> None:
        async with anyio.create_task_group() as group:
            for _ in range(10):
                group.start_soon(write, storage, _say("abandoned"))
            await anyio.lowlevel.checkpoint()
            group.cancel_scope.cancel()
        await write(storage, _say("after"))

        said = await texts(storage)
        assert said[-1] == "after"
        assert set(said[:-1]) <= {"abandoned"}

    async def test_closing_ends_what_was_begun_and_refuses_what_comes_later(
        self, storage: Storage
    ) -> None:
        told: list[Event] = []

        async def say(number: int) -> None:
            committed = await storage.write(invocation(), _say(str(number)))
            told.extend(stored.event for stored in committed.events)

        async with anyio.create_task_group() as group:
            for number in range(20):
                group.start_soon(say, number)
            await anyio.wait_all_tasks_blocked()
            await storage.close()

        assert len(told) == 20
        with pytest.raises(Unavailable):
            await write(storage, _say("late"))
        with pytest.raises(Unavailable):
            await texts(storage)

    async def test_leaving_its_block_closes_it(self, storage: Storage) -> None:
        async with storage as entered:
            await write(entered, _say("inside"))

        assert entered is storage
        with pytest.raises(Unavailable):
            await write(storage, _say("late"))

    async def test_closing_twice_is_closing_once(self, storage: Storage) -> None:
        await storage.close()
        await storage.close()
