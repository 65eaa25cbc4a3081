"""Whatever a file does to the worker, the caller gets an answer, and the next file its turn."""

import os
import select
import shutil
import signal
import subprocess
import sys
from contextlib import AsyncExitStack
from pathlib import Path

import anyio
import anyio.lowlevel
import anyio.to_thread
import numpy as np
import pytest

from phantom_adapters.audio import AudioLimits, LibrosaAnalyzer
from phantom_adapters.audio.limits import MIB
from phantom_adapters.audio.worker import AudioWorker
from phantom_adapters.confined.messages import Message
from phantom_adapters.contracts.audio_examples import silence, wav
from phantom_core.audio.analysis import AnalysisFailed, TooMuchAudio
from phantom_core.kernel.errors import Unavailable
from tests.unit.audio_analysis.recordings import encoded, write

PATIENCE = 60.0

PARENT = """
import sys
from pathlib import Path
import anyio
from phantom_adapters.audio import LibrosaAnalyzer

async def tell(stage, share):
    print(analyzer.worker_pid, flush=True)

analyzer = LibrosaAnalyzer(cache_dir=Path(sys.argv[1]).parent)
anyio.run(lambda: analyzer.analyze(Path(sys.argv[1]), on_progress=tell))
"""


async def ignore(_: str, __: float) -> None:
    await anyio.lowlevel.checkpoint()


def probe_of(path: Path) -> Message:
    return Message("probe", {"path": str(path)})


@pytest.fixture
def short(tmp_path: Path) -> Path:
    return write(tmp_path, wav(silence(1)), "short")


@pytest.fixture
def long(tmp_path: Path) -> Path:
    """Half an hour of silence in a small file."""
    return write(tmp_path, encoded(np.zeros(1800 * 8000), rate=8000, kind="FLAC"), "long")


@pytest.mark.anyio
async def test_a_worker_that_is_killed_at_work_is_replaced_and_the_file_heard(
    long: Path,
) -> None:
    pids: list[int] = []
    shares: list[float] = []

    with LibrosaAnalyzer() as analyzer:

        async def kill_once(_: str, share: float) -> None:
            await anyio.lowlevel.checkpoint()
            shares.append(share)
            pid = analyzer.worker_pid
            if pid is not None and not pids:
                os.kill(pid, signal.SIGKILL)
            if pid is not None and pid not in pids:
                pids.append(pid)

        analysis = await analyzer.analyze(long, on_progress=kill_once)

    assert analysis.result.duration_ms == 1_800_000
    assert len(pids) == 2
    assert shares == sorted(shares)


@pytest.mark.anyio
async def test_a_file_that_kills_its_worker_each_time_fails(long: Path, short: Path) -> None:
    with LibrosaAnalyzer() as analyzer:

        async def kill(_: str, __: float) -> None:
            await anyio.lowlevel.checkpoint()
            if analyzer.worker_pid is not None:
                os.kill(analyzer.worker_pid, signal.SIGKILL)

        worker = analyzer._listeners.workers[0]
        job = Message("analyze", {"path": str(long)})
        with pytest.raises(AnalysisFailed, match="crashed over it"):
            await worker.run(job, seconds=PATIENCE, on_progress=kill)

        assert (await worker.run(probe_of(short), seconds=PATIENCE)).kind == "done"


@pytest.mark.anyio
async def test_what_is_not_done_in_time_is_no_fault_of_the_file_and_the_next_one_is_heard(
    long: Path, short: Path
) -> None:
    worker = AudioWorker(AudioLimits())
    await worker.run(Message("warm", {"for": "analyze"}), seconds=PATIENCE)
    with pytest.raises(Unavailable, match=r"within 0\.2 seconds") as late:
        await worker.run(Message("analyze", {"path": str(long)}), seconds=0.2)

    assert late.value.retry_after > 1

    assert (await worker.run(probe_of(short), seconds=PATIENCE)).data["duration_ms"] == 1000
    worker.close()


@pytest.mark.anyio
async def test_a_file_that_takes_too_much_processor_time_fails(long: Path) -> None:
    with (
        LibrosaAnalyzer(limits=AudioLimits(cpu_seconds=0)) as analyzer,
        pytest.raises(AnalysisFailed, match="processor time"),
    ):
        await analyzer.analyze(long, on_progress=ignore)


@pytest.mark.anyio
async def test_a_look_may_take_less_processor_time_than_an_analysis(tmp_path: Path) -> None:
    chain = write(tmp_path, encoded(np.zeros(9), kind="OGG") * 10_000)

    with (
        LibrosaAnalyzer(limits=AudioLimits(probe_cpu_seconds=0)) as analyzer,
        pytest.raises(AnalysisFailed, match="more than 0 seconds of processor time"),
    ):
        await analyzer.probe(chain)


@pytest.mark.anyio
async def test_a_worker_takes_no_thread_from_the_rest_of_the_program(short: Path) -> None:
    threads = anyio.to_thread.current_default_thread_limiter()
    worker = AudioWorker(AudioLimits())
    async with AsyncExitStack() as taken:
        for _ in range(int(threads.available_tokens)):
            await threads.acquire_on_behalf_of(borrower := object())
            taken.callback(threads.release_on_behalf_of, borrower)
        with anyio.fail_after(PATIENCE):
            answer = await worker.run(probe_of(short), seconds=PATIENCE)
    worker.close()

    assert answer.kind == "done"


@pytest.mark.anyio
async def test_a_file_that_takes_too_much_memory_fails_and_the_next_one_is_heard(
    tmp_path: Path, short: Path
) -> None:
    wide = write(tmp_path, encoded(np.zeros((65536, 1024)), subtype="PCM_U8"), "wide")
    limits = AudioLimits(channels=1024, memory_bytes=448 * MIB)

    with LibrosaAnalyzer(limits=limits) as analyzer:
        with pytest.raises(AnalysisFailed, match="too much memory"):
            await analyzer.analyze(wide, on_progress=ignore)
        analysis = await analyzer.analyze(short, on_progress=ignore)

    assert analysis.result.duration_ms == 1000


@pytest.mark.anyio
async def test_a_bomb_is_refused_before_it_is_unpacked(long: Path) -> None:
    assert long.stat().st_size < MIB

    with LibrosaAnalyzer(limits=AudioLimits(sound_seconds=600)) as analyzer:
        with pytest.raises(TooMuchAudio):
            await analyzer.probe(long)
        with pytest.raises(TooMuchAudio):
            await analyzer.analyze(long, on_progress=ignore)


@pytest.mark.anyio
async def test_a_worker_that_cannot_be_had_is_unavailable(
    short: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "executable", "/nowhere/python")

    with pytest.raises(Unavailable):
        await AudioWorker(AudioLimits()).run(probe_of(short), seconds=PATIENCE)


@pytest.mark.anyio
async def test_a_worker_that_does_not_get_ready_is_unavailable(
    short: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "executable", shutil.which("false"))

    with pytest.raises(Unavailable, match="did not get ready"):
        await AudioWorker(AudioLimits()).run(probe_of(short), seconds=PATIENCE)


@pytest.mark.anyio
async def test_a_worker_is_replaced_after_so_many_jobs(short: Path) -> None:
    worker = AudioWorker(AudioLimits(jobs_per_worker=2))
    pids = []
    for _ in range(4):
        await worker.run(probe_of(short), seconds=PATIENCE)
        pids.append(worker.pid)
    worker.close()

    assert pids[0] == pids[1] != pids[2] == pids[3]


@pytest.mark.anyio
async def test_a_file_that_is_looked_at_for_long_holds_up_no_others(short: Path) -> None:
    with LibrosaAnalyzer() as analyzer, anyio.fail_after(PATIENCE):
        await analyzer.probe(short)
        await analyzer.probe(short)
        first, *others = analyzer._lookers.workers
        assert first.pid is not None
        assert [other.pid for other in others] == [None] * 3
        os.kill(first.pid, signal.SIGSTOP)
        async with anyio.create_task_group() as group:
            group.start_soon(analyzer.probe, short)
            await anyio.wait_all_tasks_blocked()
            await analyzer.probe(short)
            group.cancel_scope.cancel()


@pytest.mark.anyio
async def test_a_job_that_is_cancelled_ends_its_worker(long: Path) -> None:
    with LibrosaAnalyzer() as analyzer, anyio.CancelScope() as scope:

        async def cancel(_: str, __: float) -> None:
            scope.cancel()
            await anyio.lowlevel.checkpoint()

        await analyzer.analyze(long, on_progress=cancel)

    assert scope.cancelled_caught
    assert analyzer.worker_pid is None


@pytest.mark.anyio
async def test_the_worker_knows_none_of_our_secrets(
    short: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PHANTOM_DATABASE_URL", "postgresql://phantom:secret@host/db")
    worker = AudioWorker(AudioLimits())
    await worker.run(probe_of(short), seconds=PATIENCE)
    environment = Path(f"/proc/{worker.pid}/environ")
    known = environment.read_bytes() if environment.exists() else b""
    worker.close()

    assert b"secret" not in known


@pytest.mark.skipif(not hasattr(os, "pidfd_open"), reason="only Linux can wait for any process")
@pytest.mark.parametrize("end", [signal.SIGKILL, signal.SIGTERM])
def test_a_worker_ends_with_its_parent_however_that_ends(long: Path, end: signal.Signals) -> None:
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, sys.path))}
    with subprocess.Popen(
        [sys.executable, "-c", PARENT, str(long)], stdout=subprocess.PIPE, env=environment
    ) as parent:
        assert parent.stdout is not None
        worker = os.pidfd_open(int(parent.stdout.readline()))
        parent.send_signal(end)
        parent.wait()
        ended, _, _ = select.select([worker], [], [], PATIENCE)
        os.close(worker)

    assert ended
