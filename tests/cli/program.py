"""`phantom`, run as its users run it, without importing all of it anew each time.

Commands run in processes of their own, with their own arguments, environment, folder and streams.
They have nothing of the tests' process: they are copies of one that was started for them and has
imported the program (see `tests.cli.forking`). Tests of what is imported, and one test of each
command, start it from cold instead: only there it shows whether a command imports what it needs.
"""

import json
import os
import select
import signal
import socket
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, nullcontext
from functools import cache
from pathlib import Path
from typing import IO, Final, Self

from tests.cli.forking import ASK, NUMBER

__all__ = ["Program", "environment", "run", "run_cold", "started", "started_cold", "stop"]

Argument = str | Path
Ended = subprocess.CompletedProcess[str]

_NO_SETTINGS: Final[Mapping[str, str]] = {}
_PATIENCE: Final = 120
_PROGRAM: Final = "from phantom_app.cli import main; main()"
_ROOT: Final = Path(__file__).parents[2]
_STDERR: Final = 2


def environment(settings: Mapping[str, str] = _NO_SETTINGS) -> dict[str, str]:
    """The environment of a command: ours, without any settings but these."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("PHANTOM_")}
    return {**kept, "PYTHONPATH": str(_ROOT / "src"), **settings}


def run(
    *arguments: Argument, settings: Mapping[str, str] = _NO_SETTINGS, cwd: Path | None = None
) -> Ended:
    """Run a command to its end."""
    with tempfile.TemporaryFile("w+") as out, tempfile.TemporaryFile("w+") as err:
        with Program(arguments, (out, err), settings, cwd) as program:
            try:
                code = program.wait(_PATIENCE)
            except subprocess.TimeoutExpired:
                program.kill()
                raise
        said, complained = (_content(file) for file in (out, err))
    return Ended(program.arguments, code, said, complained)


def run_cold(
    *arguments: Argument,
    settings: Mapping[str, str] = _NO_SETTINGS,
    cwd: Path | None = None,
    program: str = _PROGRAM,
) -> Ended:
    """Run a command to its end, in a process that imports what it needs by itself."""
    return subprocess.run(
        [sys.executable, "-c", program, *arguments],
        env=environment(settings),
        cwd=cwd,
        capture_output=True,
        text=True,
        timeout=_PATIENCE,
        check=False,
    )


@contextmanager
def started(
    *arguments: Argument, settings: Mapping[str, str] = _NO_SETTINGS, log: Path | None = None
) -> Iterator["Program"]:
    """A command that goes on until it is told to stop, or else is killed.

    What it says is read while it runs; it may write its log to a file.
    """
    read, write = os.pipe()
    with nullcontext() if log is None else log.open("w") as errors, os.fdopen(read) as stdout:
        with os.fdopen(write, "w") as out:
            program = Program(arguments, (out, errors), settings)
        program.stdout = stdout
        with program:
            try:
                yield program
            finally:
                program.kill()


@contextmanager
def started_cold(*arguments: Argument) -> Iterator["subprocess.Popen[str]"]:
    """The same, in a process that imports what it needs by itself."""
    with subprocess.Popen(
        [sys.executable, "-c", _PROGRAM, *arguments],
        env=environment(),
        stdout=subprocess.PIPE,
        text=True,
    ) as program:
        try:
            yield program
        finally:
            program.kill()


class Program:
    """A command in a process of its own, as `Popen` has it.

    Attributes:
        arguments: what it was told.
        pid: the number of its process.
        stdout: what it says, where that is read while it runs.
    """

    def __init__(
        self,
        arguments: Sequence[Argument],
        streams: tuple[IO[str], IO[str] | None],
        settings: Mapping[str, str],
        cwd: Path | None = None,
    ) -> None:
        out, err = streams
        self.arguments = [*map(str, arguments)]
        self.stdout: IO[str] | None = None
        self._code: int | None = None
        self._channel, theirs = socket.socketpair()
        errors = _STDERR if err is None else err.fileno()
        with theirs, Path(os.devnull).open() as nothing:
            files = [nothing.fileno(), out.fileno(), errors, theirs.fileno()]
            socket.send_fds(_source().door, [ASK], files)
        request = {
            "arguments": self.arguments,
            "environment": environment(settings),
            "cwd": str(cwd or Path.cwd()),
        }
        self._channel.sendall(json.dumps(request).encode() + b"\n")
        self.pid = self._number()

    def __enter__(self) -> Self:
        """Give the program itself."""
        return self

    def __exit__(self, *_: object) -> None:
        """Wait until it has ended."""
        self.wait()
        self._channel.close()

    def wait(self, timeout: float | None = None) -> int:
        """Wait for its end; answers its exit code, or the signal that ended it, negative.

        Raises: TimeoutExpired.
        """
        if self._code is None:
            if not select.select([self._channel], [], [], timeout)[0]:
                raise subprocess.TimeoutExpired(self.arguments, timeout or 0)
            self._code = self._number()
        return self._code

    def send_signal(self, number: signal.Signals) -> None:
        """Send a signal, if it still runs."""
        if self._code is None:
            os.kill(self.pid, number)

    def kill(self) -> None:
        """End it at once, if it still runs."""
        self.send_signal(signal.SIGKILL)

    def _number(self) -> int:
        told = self._channel.recv(NUMBER.size)
        assert told, "what runs commands has ended"
        return int(NUMBER.unpack(told)[0])


class _Source:
    """What commands are copies of."""

    def __init__(self) -> None:
        self.door, theirs = socket.socketpair()
        with theirs:
            program = str(Path(__file__).with_name("forking.py"))
            self.process = subprocess.Popen(
                [sys.executable, "-P", program, str(theirs.fileno())],
                env=environment(),
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                pass_fds=[theirs.fileno()],
            )


@cache
def _source() -> _Source:
    """Start it when it is first needed."""
    return _Source()


def stop() -> None:
    """End what commands are copies of, if it was started."""
    if _source.cache_info().currsize:
        source = _source()
        source.door.close()
        source.process.wait()
        _source.cache_clear()


def _content(file: IO[str]) -> str:
    file.seek(0)
    return file.read()
