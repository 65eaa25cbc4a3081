"""What importing costs: the core, the command line, the server.

Run it from the repository: `python -m tests.benchmarks.import_time [--runs N]`. The first figure is
the module's own in `python -X importtime`, cumulative, which is wall-clock time; the second is CPU
time. Both are medians over fresh processes with warm caches.
"""

import argparse
import os
import platform
import re
import statistics
import subprocess
import sys
from importlib.metadata import version
from pathlib import Path
from typing import Final

_ROOT: Final = Path(__file__).resolve().parents[2]
_LINE: Final = re.compile(r"import time:\s+\d+ \|\s+(\d+) \| (\S+)")
_MODULES: Final = ("phantom_core", "phantom_app.cli", "phantom_app.serving")
_AIM_MS: Final = 60
_OURS: Final = frozenset({"attr", "attrs", "phantom_core"})


def _python(*arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, *arguments],
        env={**os.environ, "PYTHONPATH": str(_ROOT / "src")},
        capture_output=True,
        text=True,
        check=True,
    )


def _wall_ms(module: str) -> float:
    """What importtime says of the outermost import of our package."""
    root = module.partition(".")[0]
    lines = _LINE.findall(_python("-X", "importtime", "-c", f"import {module}").stderr)
    ours = [int(total) for total, name in lines if name.partition(".")[0] == root]
    return sum(ours) / 1000


def _cpu_ms(module: str) -> float:
    program = f"import time; begun = time.process_time(); import {module}"
    return float(_python("-c", f"{program}; print(time.process_time() - begun)").stdout) * 1000


def _packages(statement: str) -> set[str]:
    loaded = _python("-c", f"import sys; {statement}; print(*sys.modules)").stdout.split()
    return {name.partition(".")[0] for name in loaded}


def _foreign(module: str) -> str:
    found = _packages(f"import {module}") - _packages("pass") - sys.stdlib_module_names - _OURS
    return ", ".join(sorted(found)) or "nothing"


def main() -> None:
    """Measure, and print a table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--runs", type=int, default=7)
    runs = range(parser.parse_args().runs)
    print(f"{'import':22} {'wall ms':>8} {'CPU ms':>8}")
    for module in _MODULES:
        wall = statistics.median(_wall_ms(module) for _ in runs)
        cpu = statistics.median(_cpu_ms(module) for _ in runs)
        print(f"{module:22} {wall:8.1f} {cpu:8.1f}")
    print(
        f"The aim for phantom_core is {_AIM_MS} ms, and nothing but the standard library and attrs;"
    )
    print(f"beside these it loads {_foreign('phantom_core')}.")
    print(f"Python {platform.python_version()}, attrs {version('attrs')}")


if __name__ == "__main__":
    main()
