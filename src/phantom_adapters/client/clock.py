"""What time it is on the server, from exchanges with it."""

import math
import time
from collections import deque
from collections.abc import Iterator
from itertools import chain, repeat
from typing import Final

import attrs

__all__ = ["ClockEstimate", "local_time", "next_pings"]

_MOST: Final = 256
_LONGEST: Final = 600_000.0
_USUAL_DRIFT: Final = 1e-4
_RESOLUTION: Final = 1.0
_CERTAIN: Final = 4.0
_STEP: Final = 3
_UNIFORM: Final = 12.0


def local_time() -> float:
    """Milliseconds on this machine's monotonic clock, which nobody sets."""
    return time.monotonic() * 1000


def next_pings() -> Iterator[float]:
    """Seconds to wait after each ping: a quick burst, then ever more, and in the end ten."""
    growing = (min(10.0, 0.5 * 1.5**step) for step in range(8))
    return chain(repeat(0.1, 5), growing, repeat(10.0))


@attrs.frozen
class _Exchange:
    """One exchange: when it ended, what it says the offset is, and how long it was under way."""

    at: float
    offset: float
    delay: float


class ClockEstimate:
    """How far the server's clock is ahead of a local one, and how sure that is. All in ms.

    An exchange that was under way no longer than the quickest one cannot be far off; of the rest
    of its delay nobody knows on which way it arose, so that its offset lies anywhere within plus
    and minus half of that. Hence the estimate is a straight line through the last exchanges, by
    least squares, each weighed by one over the variance of that: `(delay - least delay)² / 12`.
    All are weighed anew at each exchange, because a quicker one shows what the others are worth.
    Exchanges are forgotten after ten minutes, or when 256 newer ones have come.

    One exchange that contradicts the line is left out. Three in a row say that a clock was set,
    or that this machine has slept: then all that was before is forgotten.

    What no exchange can show is a path that is always longer one way than the other.

    Attributes:
        offset: the server's time less the local one, at the end of the last exchange.
        drift: by how many ms the offset grows in each.
        error: the standard deviation of the offset; infinite as long as there was no exchange.
    """

    def __init__(self) -> None:
        self.offset = 0.0
        self.drift = 0.0
        self.error = math.inf
        self._at = 0.0
        self._slack = 0.0
        self._known: deque[_Exchange] = deque(maxlen=_MOST)
        self._odd: list[_Exchange] = []

    def observe(self, t0: float, t1: float, t2: float, t3: float) -> None:
        """Learn from an exchange that was sent at `t0` and came back at `t3`, on the local clock.

        The server had it from `t1` to `t2` on its own. An exchange that was back before it can
        have been, because a clock was set meanwhile, says nothing.
        """
        delay = (t3 - t0) - (t2 - t1)
        if t3 < t0 or delay < -_RESOLUTION:
            return
        exchange = _Exchange(at=t3, offset=((t1 - t0) + (t2 - t3)) / 2, delay=max(delay, 0.0))
        if self._contradicts(exchange):
            self._odd.append(exchange)
            if len(self._odd) < _STEP:
                return
            self._known.clear()
            self._known.extend(self._odd)
        else:
            self._known.append(exchange)
        self._odd.clear()
        self._forget_before(t3 - _LONGEST)
        self._draw_line()

    def server_time(self, local: float) -> float:
        """The time on the server, in ms since 1970, at a time on the local clock."""
        return local + self.offset + self.drift * (local - self._at)

    def _contradicts(self, exchange: _Exchange) -> bool:
        if not self._known:
            return False
        off = exchange.at + exchange.offset - self.server_time(exchange.at)
        excess = max(0.0, exchange.delay - self._least)
        return abs(off) > (excess + self._slack) / 2 + _CERTAIN * self.error + _RESOLUTION

    @property
    def _least(self) -> float:
        return min(each.delay for each in self._known)

    def _forget_before(self, time: float) -> None:
        while self._known[0].at < time:
            self._known.popleft()

    def _draw_line(self) -> None:
        """Least squares for offset and drift; a drift is taken to be usual until it is seen."""
        count, least, last = len(self._known), self._least, self._known[-1]
        # The quickest of a few was not as quick as can be, and of one exchange nothing is known.
        mean = sum(each.delay for each in self._known) / count
        self._slack = 2 * (mean - least) / math.sqrt(count) + least / count
        # Where all were equally quick, the clocks' own resolution is what is left.
        slack = max(self._slack, _RESOLUTION / count)
        weights = ages = squares = offsets = moments = 0.0
        for each in self._known:
            weight = _UNIFORM / (each.delay - least + slack) ** 2
            age, offset = each.at - last.at, each.offset - last.offset
            weights += weight
            ages += weight * age
            squares += weight * age * age
            offsets += weight * offset
            moments += weight * age * offset
        squares += _USUAL_DRIFT**-2
        determinant = weights * squares - ages * ages
        self.offset = last.offset + (squares * offsets - ages * moments) / determinant
        self.drift = (weights * moments - ages * offsets) / determinant
        self.error = math.sqrt(squares / determinant)
        self._at = last.at
