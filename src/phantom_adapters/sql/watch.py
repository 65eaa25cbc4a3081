"""Watching over a database behind a network: it may fall silent, and say nothing of it.

A connection whose server is paused, or whose packets are dropped, does not break: whoever waits
for an answer on it waits for minutes. So when a call takes long, the database is asked a trifle on
a connection of its own. As long as it answers, the call is merely slow, and nothing happens to it.
That connection is tried every few seconds, so that it is good when it is needed.
"""

import threading
from collections.abc import Callable
from time import monotonic
from typing import Final, Protocol

from phantom_adapters.sql.errors import Unreachable

__all__ = ["Pulse", "Watch", "Watched"]

_LOOKS: Final = 10
_IN_VAIN: Final = 4
"""How many looks there must have been: a process that was stopped for long looks anew."""
_REST: Final = 0.1
_BEAT: Final = 5.0


class Watched(Protocol):
    """A connection as the watch sees it."""

    @property
    def since(self) -> float | None:
        """Since when it is in a transaction, on the monotonic clock; `None` if it is in none."""

    def cut(self) -> None:
        """Break it, from whatever thread: who waits for an answer on it learns of the loss."""


class Pulse(Watched, Protocol):
    """Asks whether the database is there."""

    def ask(self) -> None:
        """Wait for an answer. Raises: ConnectionLost, Unavailable."""

    def close(self) -> None:
        """Let go of the connection."""


class Watch:
    """Says that the database is away once it has not answered for long, until it does again.

    Attributes:
        losses: how often it went away; what was connected before is not to be trusted.
    """

    def __init__(self, pulse: Pulse) -> None:
        """Ask by `pulse`, when there is a doubt. Nothing happens before `begin`."""
        self._pulse = pulse
        self._patience = 0.0
        self._sessions: list[Watched] = []
        self._give_up: Callable[[], None] = _nobody
        self._suspected: float | None = None
        self._asked: float | None = None
        self._answered = self._alive_at = 0.0
        self._beats_at = self._looked_at = 0.0
        self._in_vain = 0
        self._away_since: float | None = None
        self._wanted, self._ending = threading.Event(), threading.Event()
        self._threads: list[threading.Thread] = []
        self.losses = 0

    @property
    def away(self) -> bool:
        """Whether the database is away."""
        return self._away_since is not None

    def add(self, session: Watched) -> None:
        """Know a connection on which calls run."""
        self._sessions.append(session)

    def begin(self, patience: float, give_up: Callable[[], None]) -> None:
        """Watch from now on.

        Args:
            patience: seconds without an answer after which the database is away.
            give_up: is called, on a thread of the watch, when it is away.
        """
        self._patience, self._give_up = patience, give_up
        for name, target in (("watch", self._watch), ("pulse", self._beat)):
            thread = threading.Thread(target=target, name=f"phantom-{name}", daemon=True)
            self._threads.append(thread)
            thread.start()

    def close(self) -> None:
        """End the threads."""
        self._ending.set()
        self._wanted.set()
        self._pulse.cut()
        for thread in self._threads:
            thread.join()

    def hear(self, since: float) -> None:
        """A connection has had an answer to what it had asked then."""
        self._answered = monotonic()
        self._alive_at = max(self._alive_at, since)

    def suspect(self) -> None:
        """A connection was lost, or refused."""
        if self._suspected is None:
            self._suspected = monotonic()

    def enforce(self) -> None:
        """Raises: Unreachable, while the database is away."""
        if self._away_since is not None:
            raise Unreachable("the database has not answered for a while")

    def _watch(self) -> None:
        while not self._ending.wait(self._patience / _LOOKS):
            self._look(monotonic())

    def _look(self, now: float) -> None:
        self._cut_pulse(now)
        if self._away_since is not None:
            self._look_for_return(self._away_since)
            return
        doubt = self._doubt(now)
        answered = doubt is None or self._answered > self._looked_at
        self._looked_at, self._in_vain = now, 0 if answered else self._in_vain + 1
        if doubt is not None and self._is_silent(doubt, now):
            self._away_since = now
            self.losses += 1
            self._give_up()
            self._cut()
        if doubt is not None or now >= self._beats_at:
            self._beats_at = now + _BEAT
            self._wanted.set()

    def _is_silent(self, doubt: float, now: float) -> bool:
        silent_for = now - max(doubt, self._answered)
        return silent_for >= self._patience and self._in_vain >= _IN_VAIN

    def _doubt(self, now: float) -> float | None:
        """Since when there is a reason to doubt, if there is one."""
        if self._suspected is not None and self._alive_at > self._suspected:
            self._suspected = None
        late = now - self._patience / 2
        begun = [each.since for each in self._sessions]
        doubts = [since for since in begun if since is not None and since < late]
        return min([*doubts, self._suspected or now]) if doubts or self._suspected else None

    def _look_for_return(self, away_since: float) -> None:
        if self._alive_at > away_since:
            self._suspected = self._away_since = None
            return
        self._wanted.set()
        self._cut()

    def _cut(self) -> None:
        """Break what somebody waits on: no answer comes any more that is worth it."""
        for session in self._sessions:
            if session.since is not None:
                session.cut()

    def _cut_pulse(self, now: float) -> None:
        """A connection that does not answer is replaced by another, which may."""
        asked = self._asked
        if asked is not None and now - asked > self._patience:
            self._pulse.cut()

    def _beat(self) -> None:
        while True:
            self._wanted.wait()
            if self._ending.is_set():
                break
            self._wanted.clear()
            self._ask(monotonic())
        self._pulse.close()

    def _ask(self, now: float) -> None:
        self._asked = now
        try:
            self._pulse.ask()
        except Exception:  # noqa: BLE001 - whatever it is, the database does not answer
            self._ending.wait(_REST)
        else:
            self.hear(now)
        finally:
            self._asked = None


def _nobody() -> None:
    pass
