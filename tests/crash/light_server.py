"""`phantom` as it is, but for three things that would make a hundred restarts take hours.

Passwords are hashed at the least cost, jobs are leased for seconds, and recordings are measured
in place instead of being heard in a process of its own: unless `PHANTOM_TEST_EAR=real`. With
`PHANTOM_TEST_EAR=slow` each takes a moment, in which a worker can be killed.
"""

import os
from datetime import timedelta
from functools import partial
from pathlib import Path

import anyio

from phantom_adapters.jobs import Pace, Worker
from phantom_adapters.memory.analyzer import MemoryAnalyzer
from phantom_adapters.security.argon2_passwords import Argon2Cost, Argon2Passwords
from phantom_app import composition, workers
from phantom_app.cli import main
from phantom_core.audio.analysis import Analysis
from phantom_core.audio.analyzer_ports import OnProgress


class LightAnalyzer(MemoryAnalyzer):
    """Made and closed as the real one is."""

    def __init__(self, *, cache_dir: Path, listeners: int = 1) -> None:
        """Keep nothing."""

    def close(self) -> None:
        """Let go of nothing."""


class SlowAnalyzer(LightAnalyzer):
    """Takes its time."""

    async def analyze(self, path: Path, *, on_progress: OnProgress) -> Analysis:
        """Measure a whole file, after a while."""
        await anyio.sleep(_WHILE)
        return await super().analyze(path, on_progress=on_progress)


_WHILE = 0.2

LIGHT = {
    "LibrosaAnalyzer": LightAnalyzer,
    "Argon2Passwords": partial(Argon2Passwords, Argon2Cost(passes=1, memory_kib=8, lanes=1)),
}

if __name__ == "__main__":
    ear = os.environ.get("PHANTOM_TEST_EAR")
    if ear == "real":
        del LIGHT["LibrosaAnalyzer"]
    if ear == "slow":
        LIGHT["LibrosaAnalyzer"] = SlowAnalyzer
    for name, light in LIGHT.items():
        setattr(composition, name, light)
    setattr(workers, "Worker", partial(Worker, pace=Pace(lease=timedelta(seconds=5))))  # noqa: B010
    main()
