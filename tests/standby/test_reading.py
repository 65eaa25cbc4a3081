"""What a standby answers: all that was acknowledged before, to people, and to them alone."""

import anyio
import pytest

from phantom_adapters.contracts.kernel_examples import ADA, BOB, invocation, write
from phantom_adapters.sql import open_storage
from phantom_core.kernel import SYSTEM, Forbidden, UnitOfWork
from tests.postgres_server import PostgresServer
from tests.standby.conftest import Open
from tests.standby.stage import beside, heard, held_up, is_standby
from tests.unit.sql.failing import say

_WRITTEN = "SELECT pg_current_wal_flush_lsn()::text"
_REPLAYED = "SELECT pg_last_wal_replay_lsn()::text"


async def test_people_are_answered_by_the_standby(opened: Open) -> None:
    storage = opened()
    await write(storage, say("hello"))

    assert await heard(storage) == (True, ["hello"])
    assert (beside(storage).asked, beside(storage).passed_over) == (1, 0)


async def test_the_system_is_answered_by_the_primary(opened: Open) -> None:
    storage = opened()
    await write(storage, say("hello"))

    assert await heard(storage, SYSTEM) == (False, ["hello"])
    assert beside(storage).asked == 0


async def test_commands_are_done_by_the_primary(opened: Open) -> None:
    assert not await write(opened(), is_standby, actor=ADA)


async def test_whoever_wrote_sees_it_on_every_server_at_once(opened: Open) -> None:
    here, there = opened(), opened()
    for number in range(50):
        await write(here, say(str(number)), actor=ADA)
        told, said = await heard(there)

        assert (told, len(said)) == (True, number + 1)


async def test_everybody_sees_what_was_acknowledged_though_the_standby_is_held_up(
    opened: Open, standby: PostgresServer
) -> None:
    here, there = opened(waits=0.05), opened(waits=0.05)
    await write(here, say("before"))
    await heard(here)
    with held_up(standby):
        await write(here, say("after"), actor=ADA)
        answers = [await heard(storage, actor) for storage in (here, there) for actor in (ADA, BOB)]

    assert answers == [(False, ["before", "after"])] * 4


async def test_a_standby_that_is_held_up_answers_whatever_it_has_all_for(
    opened: Open, primary: PostgresServer, standby: PostgresServer
) -> None:
    storage = opened(waits=1)
    await write(storage, say("before"))
    lacking, told = True, (False, list[str]())
    # Of itself the primary writes something every 15 seconds; then it has not all.
    while lacking and not told[0]:
        await heard(storage)
        with held_up(standby):
            told = await heard(storage)
            lacking = primary.ask(_WRITTEN) != standby.ask(_REPLAYED)

    assert told == (True, ["before"])


async def test_what_comes_within_the_patience_is_waited_for(
    opened: Open, standby: PostgresServer
) -> None:
    storage = opened()
    await write(storage, say("before"))
    await heard(storage)
    answers = []

    async def ask() -> None:
        answers.append(await heard(storage))

    async with anyio.create_task_group() as group:
        with held_up(standby):
            await write(storage, say("after"))
            group.start_soon(ask)
            with anyio.fail_after(60):
                while not beside(storage).behind:  # noqa: ASYNC110 - nobody tells
                    await anyio.sleep(0.01)

    assert answers == [(True, ["before", "after"])]
    assert beside(storage).waited > 0
    assert beside(storage).behind == 0


async def test_what_a_query_refuses_with_is_its_answer(opened: Open) -> None:
    storage, runs = opened(), []

    def refuse(work: UnitOfWork) -> None:
        runs.append(is_standby(work))
        raise Forbidden("No.")

    with pytest.raises(Forbidden):
        await storage.read(invocation(ADA), refuse)
    assert runs == [True]


async def test_the_time_is_the_primarys(opened: Open) -> None:
    storage = opened()
    before = await write(storage, lambda work: work.now)
    told = await storage.read(invocation(ADA), lambda work: (is_standby(work), work.now))
    after = await write(storage, lambda work: work.now)

    assert told[0]
    assert before <= told[1] <= after


async def test_the_primary_answers_those_for_whom_the_line_is_too_long(
    opened: Open, standby: PostgresServer
) -> None:
    storage = opened()
    await heard(storage)
    answers = []

    async def ask() -> None:
        answers.append(await heard(storage))

    async with anyio.create_task_group() as group:
        with held_up(standby):
            await write(storage, say("hello"), actor=ADA)
            for _ in range(150):
                group.start_soon(ask)
            with anyio.fail_after(60):
                while len(answers) < 50:  # noqa: ASYNC110 - nobody tells
                    await anyio.sleep(0.01)

    assert [said for _, said in answers] == [["hello"]] * 150
    assert [there for there, _ in answers] == [False] * 50 + [True] * 100
    assert beside(storage).passed_over == 50
    assert beside(storage).standing == "ok"


def test_sqlite_has_no_standby(tmp_path: object) -> None:
    with pytest.raises(ValueError, match="SQLite has no standby"):
        open_storage(f"sqlite:///{tmp_path}/phantom.db", standby="postgresql:///phantom")
