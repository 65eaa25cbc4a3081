"""Runs commands of `phantom` in copies of a process that has imported it already.

It is a program of its own, which `tests.cli.program` starts and asks. The process that was started
has one thread and does nothing but make copies: forked while it does more, they might not work.
"""

import gc
import importlib
import json
import os
import signal
import socket
import struct
import sys
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path
from typing import Any, Final

NUMBER: Final = struct.Struct("!i")
"""What is told of a command: the number of its process, and how it ended, as `Popen` has it."""

STREAMS: Final = 3
ASK: Final = b"."
"""Each byte asks for a copy; with it come the copy's streams, and the channel to ask it by."""

_MODULES: Final = (
    "anyio._backends._asyncio",
    "argon2",
    "phantom_adapters.sql.migrations",
    "phantom_adapters.sql.sqlite",
    "phantom_adapters.sql.storage",
    "phantom_app.serving",
    "phantom_core.reactions",
    "rich.progress",
    "rich_click.rich_help_rendering",
    "uvicorn.protocols.http.httptools_impl",
    "uvloop",
)
"""What the commands import late, and can all share; what only one of them needs is left to it."""


def _await_command(door: socket.socket) -> bool:
    """Make copies; answers True in a copy that is to go on as `phantom`, False in the end."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    while True:
        _forget_who_has_ended()
        asked, files, _, _ = socket.recv_fds(door, len(ASK), STREAMS + 1)
        if not asked:
            return False
        if os.fork() == 0:
            door.close()
            *streams, channel = files
            _mind(socket.socket(fileno=channel), streams)
            return True
        for file in files:
            os.close(file)


def _forget_who_has_ended() -> None:
    with suppress(ChildProcessError):
        while os.waitpid(-1, os.WNOHANG) != (0, 0):
            pass


def _mind(channel: socket.socket, streams: Sequence[int]) -> None:
    """Start a command and tell of it; only the command returns from this.

    Its process is not forgotten before the other side has hung up, so no signal can reach another.
    """
    with channel.makefile() as lines:
        request = json.loads(lines.readline())
    pid = os.fork()
    if pid == 0:
        channel.close()
        _become(request, streams)
        return
    for stream in streams:
        os.close(stream)
    try:
        channel.sendall(NUMBER.pack(pid))
        ended = os.waitid(os.P_PID, pid, os.WEXITED | os.WNOWAIT)
        if ended is not None:
            exited = ended.si_code == os.CLD_EXITED
            channel.sendall(NUMBER.pack(ended.si_status if exited else -ended.si_status))
        channel.recv(1)
        os.waitpid(pid, 0)
    finally:
        os._exit(0)


def _become(request: dict[str, Any], streams: Sequence[int]) -> None:
    """Be as a process that was started with these arguments and nothing else."""
    for number, stream in enumerate(streams):
        os.dup2(stream, number)
        os.close(stream)
    os.chdir(request["cwd"])
    os.environ.clear()
    os.environ.update(request["environment"])
    sys.argv[:] = ["phantom", *request["arguments"]]
    signal.signal(signal.SIGINT, signal.default_int_handler)


def _has_one_thread() -> bool:
    """Whether nothing runs beside this, not in libraries either; it is known on Linux alone."""
    tasks = Path("/proc/self/task")
    return not tasks.exists() or len(list(tasks.iterdir())) == 1


if __name__ == "__main__":
    from phantom_app.cli import main

    for _name in _MODULES:
        importlib.import_module(_name)
    assert _has_one_thread()
    gc.collect()
    gc.freeze()  # what is shared with the copies stays shared
    if _await_command(socket.socket(fileno=int(sys.argv[1]))):
        main()
