"""One run of a confined process, as its parent holds it: started, spoken to, ended."""

import contextlib
import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import BinaryIO, Final, cast

import attrs

from phantom_adapters.confined.messages import Message, read_message, write_message
from phantom_adapters.confined.trade import Trade

__all__ = ["ConfinedProcess", "Crashed"]

_LAST_WORDS: Final = 2000
_KEPT: Final = ("PATH", "LANG", "LC_ALL", "LD_LIBRARY_PATH", "SYSTEMROOT", "TMPDIR")
_THREADS: Final = ("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS", "MKL_NUM_THREADS")


class Crashed(Exception):
    """The process ended in the middle of a job.

    Attributes:
        code: its return code; negative for the signal that ended it.
        last_words: the end of what it printed.
    """

    def __init__(self, code: int, last_words: str) -> None:
        super().__init__(code)
        self.code = code
        self.last_words = last_words


class ConfinedProcess:
    """A process that works on files. All methods block; only `end` may run beside another."""

    def __init__(self, trade: Trade, cache_dir: Path | None) -> None:
        """Start it; the first message that it says is `ready`.

        Raises: OSError, if there is no process to be had.
        """
        self._left = contextlib.ExitStack()
        try:
            printed = tempfile.TemporaryFile()  # noqa: SIM115 (the stack closes it)
            self._printed = self._left.enter_context(printed)
            self._process = self._start(trade, cache_dir or self._scratch())
        except OSError:
            self._left.close()
            raise
        self._inlet = cast("BinaryIO", self._process.stdin)
        self._outlet = cast("BinaryIO", self._process.stdout)
        self.jobs = 0

    def _scratch(self) -> Path:
        return Path(self._left.enter_context(tempfile.TemporaryDirectory(prefix="phantom-")))

    def _start(self, trade: Trade, cache_dir: Path) -> "subprocess.Popen[bytes]":
        command = [sys.executable, "-P", "-m", trade.module]
        return subprocess.Popen(  # noqa: S603 (our own interpreter, our own module)
            [*command, json.dumps(attrs.asdict(trade.bounds))],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=self._printed,
            env=_environment(cache_dir),
            # Ctrl+C is for the server, which ends this process when it has come to an end itself.
            start_new_session=True,
        )

    @property
    def pid(self) -> int:
        """The process's number."""
        return self._process.pid

    def send(self, message: Message) -> None:
        """Give it a job.

        Raises: Crashed.
        """
        try:
            write_message(self._inlet, message)
        except (BrokenPipeError, ValueError) as error:
            raise self._crash() from error

    def receive(self) -> Message:
        """Wait for what it says next.

        Raises: Crashed, also when what it says makes no sense.
        """
        try:
            message = read_message(self._outlet)
        except (ValueError, KeyError, TypeError) as error:
            raise self._crash() from error
        if message is None:
            raise self._crash()
        return message

    def end(self) -> None:
        """Kill it, if it still runs, and let go of everything; may be called again."""
        self._process.kill()
        self._process.wait()
        for pipe in (self._inlet, self._outlet):
            with contextlib.suppress(OSError):
                pipe.close()
        self._left.close()

    def _crash(self) -> Crashed:
        try:
            code = self._process.wait(timeout=1)
        except subprocess.TimeoutExpired:
            self._process.kill()
            code = self._process.wait()
        return Crashed(code, self._last_words())

    def _last_words(self) -> str:
        """The end of what it printed; nothing, once `end` let go of it."""
        if self._printed.closed:
            return ""
        end = os.fstat(self._printed.fileno()).st_size
        printed = os.pread(self._printed.fileno(), _LAST_WORDS, max(0, end - _LAST_WORDS))
        return printed.decode(errors="replace")


def _environment(cache_dir: Path) -> dict[str, str]:
    """What the process may know: where modules and caches are, and none of our secrets."""
    kept = {name: os.environ[name] for name in _KEPT if name in os.environ}
    modules = os.pathsep.join(entry for entry in sys.path if entry)
    single = dict.fromkeys(_THREADS, "1")
    return {**kept, **single, "PYTHONPATH": modules, "NUMBA_CACHE_DIR": str(cache_dir)}
