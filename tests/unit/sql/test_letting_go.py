"""A refusal that was told leaves nothing behind that waits for the collector of cyclic garbage.

By its traceback an error holds all through whose hands it went: the unit of work, the request,
its body. A thousand of these would lie about until the collector thinks it is time.
"""

import asyncio
import gc
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import suppress
from typing import NoReturn
from weakref import ref

import pytest

from phantom_adapters.contracts.kernel_examples import invocation
from phantom_adapters.sql.calls import Call
from phantom_adapters.sql.postgres import PostgresDatabase
from phantom_adapters.sql.sqlite import SqliteDatabase
from phantom_adapters.sql.storage import SqlStorage
from phantom_core.kernel import NotFound, UnitOfWork
from tests.unit.live.stage import until
from tests.unit.sql.failing import opened


@pytest.fixture
async def storage(database: SqliteDatabase | PostgresDatabase) -> AsyncIterator[SqlStorage]:
    storage = opened(database)
    yield storage
    await storage.close()


@pytest.fixture
def collecting_nothing() -> Iterator[None]:
    gc.disable()
    yield
    gc.enable()


class Held:
    """What a body has in hand when it refuses."""


def refusing(seen: list["ref[Held]"]) -> Callable[[UnitOfWork], NoReturn]:
    def body(_work: UnitOfWork) -> NoReturn:
        held = Held()
        seen.append(ref(held))
        raise NotFound("thing", "one")

    return body


@pytest.mark.usefixtures("collecting_nothing")
@pytest.mark.parametrize("writing", [False, True])
async def test_what_a_refused_call_had_in_hand_is_let_go(
    storage: SqlStorage, *, writing: bool
) -> None:
    run, seen = storage.write if writing else storage.read, list["ref[Held]"]()
    with suppress(NotFound):
        await run(invocation(), refusing(seen))
    # Until a task waits again, the loop holds what woke it; and the lane is on another thread.
    await until(lambda: not any(each() for each in seen))

    assert len(seen) == 1


async def test_a_call_that_was_given_up_stays_so_while_it_is_let_go(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    class Looking(asyncio.Future[None]):
        """Looks at the call when it is cancelled, as a lane may at any time."""

        def cancel(self, msg: str | None = None) -> bool:
            seen.append(call.abandoned)
            return super().cancel(msg)

    seen = list[bool]()
    call = Call(invocation(), lambda _: None)
    call.outcome.cancel()
    monkeypatch.setattr(asyncio.get_running_loop(), "create_future", Looking)
    call.let_go()

    assert [*seen, call.abandoned] == [True, True]
