"""`phantom` as it is, but for three things that would make a hundred restarts take hours.

Passwords are hashed at the least cost, jobs are leased for seconds, and recordings are measured
in place instead of being heard in a process of its own: unless `PHANTOM_TEST_EAR=real`.
"""

import os
from datetime import timedelta
from functools import partial
from pathlib import Path

from phantom_adapters.jobs import Pace
from phantom_adapters.memory.analyzer import MemoryAnalyzer
from phantom_adapters.security.argon2_passwords import Argon2Cost, Argon2Passwords
from phantom_app import composition
from phantom_app.cli import main


class LightAnalyzer(MemoryAnalyzer):
    """Made and closed as the real one is."""

    def __init__(self, *, cache_dir: Path, listeners: int = 1) -> None:
        """Keep nothing."""

    def close(self) -> None:
        """Let go of nothing."""


LIGHT = {
    "LibrosaAnalyzer": LightAnalyzer,
    "Argon2Passwords": partial(Argon2Passwords, Argon2Cost(passes=1, memory_kib=8, lanes=1)),
    "Pace": partial(Pace, lease=timedelta(seconds=2)),
}

if __name__ == "__main__":
    if os.environ.get("PHANTOM_TEST_EAR") == "real":
        del LIGHT["LibrosaAnalyzer"]
    for name, light in LIGHT.items():
        setattr(composition, name, light)
    main()
