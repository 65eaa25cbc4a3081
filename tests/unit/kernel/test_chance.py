"""Seeds are drawn in numbers, and never twice."""

import os
import subprocess
import sys
from pathlib import Path

from phantom_core.kernel.chance import draw_seed

SOURCES = Path(__file__).parents[3] / "src"
FORKING = """
import os
from phantom_core.kernel.chance import draw_seed
draw_seed()
os.fork()
os.write(1, f"{draw_seed()} ".encode())
"""


def test_seeds_differ_and_use_all_their_bits() -> None:
    seeds = [draw_seed() for _ in range(1000)]

    assert len(set(seeds)) == 1000
    assert 2**120 < max(seeds) < 2**128


def test_a_forked_process_draws_seeds_of_its_own() -> None:
    answer = subprocess.run(
        [sys.executable, "-c", FORKING],
        check=True,
        capture_output=True,
        text=True,
        env={**os.environ, "PYTHONPATH": str(SOURCES)},
    )
    ours, theirs = answer.stdout.split()

    assert ours != theirs
