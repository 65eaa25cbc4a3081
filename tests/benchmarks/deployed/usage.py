"""What programs take: processor time, memory, open files."""

from collections.abc import Callable, Iterator
from contextlib import suppress

import attrs
import psutil

__all__ = ["Programs"]


@attrs.frozen
class Programs:
    """Some processes with all that are below them.

    Attributes:
        pids: those at the top.
    """

    pids: tuple[int, ...]

    def processor(self) -> float:
        """Seconds of processor time so far; what children took that have ended is in it."""
        return self._sum(lambda each: sum(each.cpu_times()[:4]))

    def private(self) -> int:
        """Bytes of memory that nobody else shares (USS)."""
        return int(self._sum(lambda each: each.memory_full_info().uss))

    def resident(self) -> int:
        """Bytes held in memory (RSS)."""
        return int(self._sum(lambda each: each.memory_info().rss))

    def files(self) -> int:
        """Open files, sockets among them."""
        return int(self._sum(lambda each: each.num_fds()))

    def _sum(self, told: Callable[[psutil.Process], float]) -> float:
        """What all tell together; one that ends meanwhile has nothing any more."""
        total = 0.0
        for each in self._all():
            with suppress(psutil.NoSuchProcess):
                total += told(each)
        return total

    def _all(self) -> Iterator[psutil.Process]:
        for pid in self.pids:
            top = psutil.Process(pid)
            yield from [top, *top.children(recursive=True)]
