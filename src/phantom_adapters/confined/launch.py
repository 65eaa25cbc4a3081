"""Another program under limits: `python -m phantom_adapters.confined.launch LIMITS PROGRAM ARG...`.

The process sets the limits on itself and then becomes the program, under the same number: whoever
kills it kills the program. Where the system can, it dies with its parent.
"""

import ctypes
import json
import os
import resource
import signal
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Final

import attrs

__all__ = ["Limits", "launching", "main"]

_NICENESS: Final = 5
_GRACE: Final = 5
_SET_PARENT_DEATH_SIGNAL: Final = 1
_KEPT: Final = ("PATH", "LANG", "LC_ALL", "LD_LIBRARY_PATH", "TMPDIR")


@attrs.frozen(kw_only=True)
class Limits:
    """What a program may cost.

    Attributes:
        memory_bytes: how much it may allocate.
        file_bytes: how long a file it may write.
        processor_seconds: how much processor time it may take.
    """

    memory_bytes: int
    file_bytes: int
    processor_seconds: int


def launching(
    limits: Limits, program: Path, arguments: Sequence[str]
) -> tuple[Sequence[str], Mapping[str, str]]:
    """The command that starts a program under limits, and its environment: no secret is in it."""
    own = [sys.executable, "-P", "-m", "phantom_adapters.confined.launch"]
    command = [*own, json.dumps(attrs.asdict(limits)), str(program), *arguments]
    kept = {name: os.environ[name] for name in _KEPT if name in os.environ}
    return command, {**kept, "PYTHONPATH": os.pathsep.join(filter(None, sys.path))}


def main() -> None:
    """Become the program."""
    limits = Limits(**json.loads(sys.argv[1]))
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(_SET_PARENT_DEATH_SIGNAL, signal.SIGKILL)
    os.nice(_NICENESS)
    _set(resource.RLIMIT_DATA, limits.memory_bytes)
    _set(resource.RLIMIT_FSIZE, limits.file_bytes)
    _set(resource.RLIMIT_CORE, 0)
    # The first signal asks, and the program may tidy up; the second kills.
    seconds = limits.processor_seconds
    resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds + _GRACE))
    os.execv(sys.argv[2], sys.argv[2:])  # noqa: S606 - what the parent has chosen


def _set(kind: int, value: int) -> None:
    resource.setrlimit(kind, (value, value))


if __name__ == "__main__":
    main()
