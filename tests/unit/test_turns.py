"""Turns: who comes when too many wait is refused at once, and nobody else is."""

import threading

import anyio
import anyio.to_thread
import pytest

from phantom_adapters import turns
from phantom_adapters.confined import crew as crews
from phantom_adapters.confined.crew import Crew
from phantom_adapters.confined.worker import Worker
from phantom_adapters.security import ScryptPasswords
from phantom_adapters.security import scrypt_passwords as scrypt
from phantom_adapters.turns import Turns
from phantom_core.kernel import Unavailable


async def test_so_many_wait_and_no_more() -> None:
    given, leave = Turns("passwords", at_once=2, waiting=3), threading.Event()

    async def take() -> None:
        await anyio.to_thread.run_sync(leave.wait, limiter=given.next())

    async with anyio.create_task_group() as group:
        for _ in range(5):
            group.start_soon(take)
        await anyio.wait_all_tasks_blocked()
        with pytest.raises(Unavailable, match="Too many are waiting for passwords") as refusal:
            given.next()
        leave.set()

    assert refusal.value.retry_after == 2
    given.next()


async def test_a_flood_of_passwords_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(scrypt, "MOST_WAITING", 3)
    hasher, leave = ScryptPasswords(work=2, at_once=1), threading.Event()
    monkeypatch.setattr(scrypt, "_scrypt", lambda *_: leave.wait() and b"")

    async with anyio.create_task_group() as group:
        for _ in range(4):
            group.start_soon(hasher.verify, None, "a password")
        await anyio.wait_all_tasks_blocked()
        with pytest.raises(Unavailable):
            await hasher.verify(None, "one too many")
        leave.set()


async def test_a_flood_of_files_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(crews, "MOST_WAITING", 3)
    crew, leave = Crew([_nobody()]), anyio.Event()

    async def occupy() -> None:
        async with crew.one():
            await leave.wait()

    async with anyio.create_task_group() as group:
        for _ in range(4):
            group.start_soon(occupy)
        await anyio.wait_all_tasks_blocked()
        with pytest.raises(Unavailable, match="files to be read"):
            async with crew.one():
                pass
        leave.set()

    assert turns.MOST_WAITING > 3


def _nobody() -> Worker:
    """A worker that is never given anything to do."""
    return Worker.__new__(Worker)
