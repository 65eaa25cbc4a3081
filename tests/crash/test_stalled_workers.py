"""A worker that stands still for longer than its lease, and goes on, has no effect any more."""

import os
import signal
import subprocess
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import anyio
import pytest
from anyio.abc import Process
from anyio.streams.buffered import BufferedByteReceiveStream

from phantom_adapters.contracts.kernel_examples import EXAMPLES, Paint, read, texts, write
from phantom_adapters.sql import migrate, open_storage
from phantom_core.kernel import JobState
from tests.crash.server import ROOT

PROGRAM = Path(__file__).with_name("stalling_worker.py")
_PATIENCE = 60.0


class Painter:
    """A worker in a process of its own, and what it says."""

    def __init__(self, process: Process) -> None:
        assert process.stdout is not None
        self._process = process
        self._said = BufferedByteReceiveStream(process.stdout)

    @classmethod
    @asynccontextmanager
    async def at_work(cls, url: str, go: Path) -> AsyncIterator["Painter"]:
        """Start one; it is killed in the end, stopped or not."""
        path = os.pathsep.join([str(ROOT), str(ROOT / "src")])
        process = await anyio.open_process(
            [sys.executable, str(PROGRAM), url, str(go)],
            env={**os.environ, "PYTHONPATH": path},
            stderr=subprocess.DEVNULL,
        )
        try:
            yield cls(process)
        finally:
            process.kill()
            await process.aclose()

    async def says(self) -> str:
        """The next thing it says."""
        with anyio.fail_after(_PATIENCE):
            return (await self._said.receive_until(b"\n", 100)).decode()

    def send(self, number: signal.Signals) -> None:
        """Stop it, or let it go on."""
        self._process.send_signal(number)


@pytest.mark.parametrize("kind", ["sqlite", "postgres"])
async def test_a_worker_that_stalls_beyond_its_lease_does_not_take_effect_twice(
    request: pytest.FixtureRequest, tmp_path: Path, kind: str
) -> None:
    url, go = str(request.getfixturevalue(f"{kind}_url")), tmp_path / "go"
    migrate(url)
    storage = open_storage(url, registry=EXAMPLES)
    job_id = await write(storage, lambda work: work.enqueue(Paint()))

    async with Painter.at_work(url, go) as stalled:
        assert await stalled.says() == "begun 1"
        stalled.send(signal.SIGSTOP)
        async with Painter.at_work(url, go) as second:
            assert await second.says() == "begun 2"
            go.touch()
            assert await second.says() == "painted"
        stalled.send(signal.SIGCONT)
        assert await stalled.says() == "lost"

    job = await read(storage, lambda work: work.jobs.get(job_id))
    assert await texts(storage) == ["painted"]
    assert (job.state, job.begun) == (JobState.DONE, 2)
    await storage.close()


@pytest.mark.parametrize("kind", ["sqlite", "postgres"])
async def test_a_worker_that_goes_on_first_has_no_effect_while_another_works(
    request: pytest.FixtureRequest, tmp_path: Path, kind: str
) -> None:
    url, early, late = str(request.getfixturevalue(f"{kind}_url")), tmp_path / "a", tmp_path / "b"
    migrate(url)
    storage = open_storage(url, registry=EXAMPLES)
    await write(storage, lambda work: work.enqueue(Paint()))

    async with Painter.at_work(url, early) as stalled:
        assert await stalled.says() == "begun 1"
        stalled.send(signal.SIGSTOP)
        async with Painter.at_work(url, late) as second:
            assert await second.says() == "begun 2"
            early.touch()
            stalled.send(signal.SIGCONT)
            assert await stalled.says() == "lost"
            assert await texts(storage) == []
            late.touch()
            assert await second.says() == "painted"

    assert await texts(storage) == ["painted"]
    await storage.close()
