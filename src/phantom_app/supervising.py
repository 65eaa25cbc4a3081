"""Several servers on one port: each a process of its own, and one that sees to them."""

import os
import select
import signal
import time
from collections.abc import Callable
from typing import Final

import attrs

from phantom_app.exit_codes import MISUSE

__all__ = ["Supervisor"]

_SIGNALS: Final = frozenset({signal.SIGTERM, signal.SIGINT, signal.SIGCHLD})
_FIRST_PAUSE: Final = 0.5
_LONGEST_PAUSE: Final = 30.0
_LONG_LIFE: Final = 10.0
_MOST_SIGNALS: Final = 64

_Tell = Callable[[str], None]
"""Says a line to the operator."""


@attrs.define
class _Place:
    """What one of the servers stands in.

    Attributes:
        pid: its process; `None` while there is none.
        began_at: when that was started.
        pause: how long to wait before the next is started, in seconds.
        due_at: when that is.
    """

    pid: int | None = None
    began_at: float = 0.0
    pause: float = _FIRST_PAUSE
    due_at: float = 0.0


class Supervisor:
    """Starts so many servers, and each again that dies; a signal to end is passed on to all.

    It is one thread, and does nothing else: only so is what it copies of itself in order. A
    server knows by its `lifeline`, which ends when this process does, that nobody sees to it.
    """

    def __init__(self, count: int, serve: Callable[[int, int], int], tell: _Tell) -> None:
        """Run `serve(number, lifeline)` in `count` processes; it answers an exit code.

        A server that ends with code 2 cannot be started as it is set up, so that none is tried
        again. `tell` says what happens to servers.
        """
        self._serve = serve
        self._tell = tell
        self._places = [_Place() for _ in range(count)]
        self._lifeline = self._hold = self._told = self._telling = -1
        self._ending = False
        self._code = 0

    def run(self) -> int:
        """Keep them running until told to end; answer the exit code."""
        self._lifeline, self._hold = os.pipe()
        self._told, self._telling = os.pipe()
        os.set_blocking(self._telling, False)
        signal.set_wakeup_fd(self._telling)
        for number in _SIGNALS:
            signal.signal(number, _wake)
        while True:
            self._start_due()
            if self._ending and not any(place.pid for place in self._places):
                return self._code
            for told in self._await_signals():
                if told != signal.SIGCHLD:
                    self._end(signal.Signals(told))
            self._bury()

    def _await_signals(self) -> bytes:
        """Wait until something happened, or a server is due; answer the signals that came."""
        ready, _, _ = select.select([self._told], [], [], self._patience())
        return os.read(self._told, _MOST_SIGNALS) if ready else b""

    def _start_due(self) -> None:
        for number, place in enumerate(self._places):
            if place.pid is None and not self._ending and place.due_at <= time.monotonic():
                place.began_at = time.monotonic()
                place.pid = self._start(number)

    def _start(self, number: int) -> int:
        # The copy has this process's ears at first: what is for it must not be heard here.
        signal.pthread_sigmask(signal.SIG_BLOCK, _SIGNALS)
        pid = os.fork()
        if pid:
            signal.pthread_sigmask(signal.SIG_UNBLOCK, _SIGNALS)
            return pid
        code = 1
        try:
            self._become_server()
            code = self._serve(number, self._lifeline)
        finally:
            os._exit(code)

    def _become_server(self) -> None:
        # Ctrl+C is told to a whole group; it is for the one who sees to all to pass it on.
        os.setpgid(0, 0)
        signal.set_wakeup_fd(-1)
        for each in _SIGNALS:
            signal.signal(each, signal.SIG_DFL)
        for file in (self._hold, self._told, self._telling):
            os.close(file)
        signal.pthread_sigmask(signal.SIG_UNBLOCK, _SIGNALS)

    def _patience(self) -> float:
        waiting = [place.due_at for place in self._places if place.pid is None]
        if self._ending or not waiting:
            return 3600.0
        return max(0.0, min(waiting) - time.monotonic())

    def _end(self, number: signal.Signals) -> None:
        """Have all end; told once more, they are told once more, and wait for nothing."""
        self._ending = True
        for place in self._places:
            if place.pid is not None:
                os.kill(place.pid, number)

    def _bury(self) -> None:
        for number, place in enumerate(self._places):
            if place.pid is None:
                continue
            pid, status = os.waitpid(place.pid, os.WNOHANG)
            if pid:
                place.pid = None
                self._miss(number, place, os.waitstatus_to_exitcode(status))

    def _miss(self, number: int, place: _Place, code: int) -> None:
        """One has ended: a new one is started soon, and less soon if they do not live long."""
        if self._ending:
            self._code = self._code or max(code, 0)
        elif code == MISUSE:
            self._code = code
            self._end(signal.SIGTERM)
        else:
            now = time.monotonic()
            if now - place.began_at > _LONG_LIFE:
                place.pause = _FIRST_PAUSE
            place.due_at = now + place.pause
            how = f"by signal {-code}" if code < 0 else f"with code {code}"
            self._tell(f"Server {number + 1} ended {how}; started again in {place.pause:g} s.")
            place.pause = min(2 * place.pause, _LONGEST_PAUSE)


def _wake(_: int, __: object) -> None:
    """Nothing more: that it came is written where it is waited for."""
