"""What rooms should do, told once more and as shortly as possible; it shares no code with them.

People and songs are numbers, times are milliseconds. What chance decides is taken from what was
seen, if it is one of the things that chance may decide.
"""

from collections import Counter
from collections.abc import Iterator, Sequence
from functools import partial
from typing import Any

__all__ = ["Model"]

_NEVER = 10**15


class Model:
    """Three people in a room; `drawn` are the candidates and the winner of each vote in turn."""

    def __init__(self, lengths: Sequence[int], drawn: Sequence[Any], *, public: bool) -> None:
        self.lengths, self.drawn, self.public, self.log = lengths, iter(drawn), public, list[Any]()
        self.here, self.dropped, self.waived = {0: 0, 1: 0, 2: 0}, dict[int, int](), set[int]()
        self.host, self.absent, self.out, self.left, self.polled = 0, -1, set[int](), 0, False
        self.song, self.start, self.since, self.on = 0, 0, 0, public
        self.opened, self.pick, self.stand, self.votes = -1, -1, list[int](), dict[int, int]()

    def alone(self) -> bool:
        return not self.public and all(u in self.waived for u in self.here if u != self.host)

    def when(self, position: int) -> int:
        return self.since + max(position - self.start, 0) if self.on else _NEVER

    def ahead(self) -> Iterator[Any]:
        end, leave = self.lengths[self.song], partial(partial, self.leave, dropped=True)
        yield from ((since + 20_000, 0, u, leave(u)) for u, since in self.dropped.items())
        if self.opened >= 0:
            yield min(self.opened + 30_000, self.when(end)), 1, 0, self.close
        yield self.when(end), 2, 0, self.go_on
        if not self.polled and not self.alone():
            yield self.when(max(min(end * 4 // 5, end - 30_000), 0)), 3, 0, self.open

    def upto(self, now: int) -> None:
        while self.here and (step := min(self.ahead(), key=lambda each: each[:3]))[0] <= now:
            step[3](step[0])
            self.note(step[0])

    def note(self, at: int) -> None:
        place = self.since - self.start if self.on else self.start
        vote = [*self.stand] if self.opened >= 0 else self.pick
        self.log.append((at, sorted(self.here), self.host, self.song, self.on, place, vote))

    def open(self, at: int) -> None:
        self.polled = True
        if len(self.lengths) > 2:
            (self.stand, self.pick), self.opened, self.votes = next(self.drawn), at, {}

    def close(self, _: int, *, off: bool = False) -> None:
        given, opened, self.opened = Counter(self.votes.values()), self.opened, -1
        right = self.pick < 0 if off else given[self.pick] == max([0, *given.values()])
        assert right or opened < 0

    def go_on(self, at: int) -> None:
        self.close(at)
        following = self.pick if self.pick >= 0 else self.song + 1
        self.song, self.polled, self.pick = following % len(self.lengths), False, -1
        self.turn(at, 0, on=self.public or following < len(self.lengths))

    def turn(self, at: int, start: int, *, on: bool) -> None:
        self.start, self.since, self.on = min(start, self.lengths[self.song]), at, on

    def settle(self, at: int, *, on: bool) -> None:
        self.turn(at, self.start + (at - self.since) * self.on, on=on)
        if self.alone():
            self.close(at, off=True)

    def leave(self, u: int, at: int, *, dropped: bool = False) -> None:
        self.left, _ = at, [those.pop(u, 0) for those in (self.here, self.dropped, self.votes)]
        if u == self.absent or (dropped and self.absent < 0 and u == self.host):
            self.absent = -1 if u == self.absent else u
        if self.here and u == self.host:
            self.host = min(self.here, key=lambda each: (self.here[each], each))
        self.settle(at, on=self.on and bool(self.here))

    def join(self, u: int, at: int) -> None:
        self.opened += at - self.left if self.opened >= 0 and not self.here else 0
        self.host = u if u == self.absent or not self.here else self.host
        self.absent, self.here[u] = -1 if u == self.absent else self.absent, at
        self.waived.discard(u)
        self.settle(at, on=self.on or self.public)
