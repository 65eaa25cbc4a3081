"""A simulated network: exchanges of the time between machines whose clocks do not agree."""

import random
from collections.abc import Iterable, Iterator
from typing import Final

import attrs

__all__ = ["PATHS", "Exchange", "Machine", "Path", "every_second"]

_ANSWERING: Final = 0.1


@attrs.frozen(kw_only=True)
class Path:
    """How long messages take, in ms, each way: never less than `base`, and more by chance."""

    base: float
    jitter: float

    def delay(self, chance: random.Random) -> float:
        """How long one message takes; what is more than `base` has an exponential law."""
        return self.base + chance.expovariate(1 / self.jitter)


PATHS: Final = {
    "LAN": Path(base=0.5, jitter=1),
    "WAN": Path(base=20, jitter=30),
    "mobile": Path(base=60, jitter=120),
}
"""Networks that people are in."""

Exchange = tuple[float, float, float, float]
"""The times `t0` to `t3` of an exchange: the outer ones on the local clock, in ms."""


@attrs.define(kw_only=True)
class Machine:
    """A client and its clock.

    Attributes:
        path: its way to the server, and back.
        chance: what the delays are drawn from.
        ahead: by how many ms the server's clock is ahead at the time 0 of the local one.
        drift: by how many ms it gets further ahead in each.
    """

    path: Path
    chance: random.Random
    ahead: float
    drift: float

    def offset(self, local: float) -> float:
        """How far the server's clock is ahead at a time on the local one."""
        return self.ahead + self.drift * local

    def exchange(self, t0: float) -> Exchange:
        """Ask the server for its time at `t0`."""
        asked = t0 + self.path.delay(self.chance)
        answered = asked + _ANSWERING
        t3 = answered + self.path.delay(self.chance)
        return t0, asked + self.offset(asked), answered + self.offset(answered), t3

    def local(self, server: float) -> float:
        """What the local clock shows at a time on the server's."""
        return (server - self.ahead) / (1 + self.drift)

    def exchanges(self, pauses: Iterable[float], start: float, until: float) -> Iterator[Exchange]:
        """Ask again and again between two times, with pauses in seconds after the answers."""
        now = start
        for pause in pauses:
            exchange = self.exchange(now)
            now = exchange[3] + 1000 * pause
            if exchange[3] > until:
                return
            yield exchange


def every_second(machine: Machine, seconds: int, start: int = 0) -> Iterator[Exchange]:
    """One exchange a second."""
    return (machine.exchange(1000.0 * second) for second in range(start, start + seconds))
