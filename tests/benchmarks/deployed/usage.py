"""What programs take: processor time, memory, open files."""

from collections.abc import Iterator

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
        return sum(sum(each.cpu_times()[:4]) for each in self._all())

    def private(self) -> int:
        """Bytes of memory that nobody else shares (USS)."""
        return sum(each.memory_full_info().uss for each in self._all())

    def resident(self) -> int:
        """Bytes held in memory (RSS)."""
        return sum(each.memory_info().rss for each in self._all())

    def files(self) -> int:
        """Open files, sockets among them."""
        return sum(each.num_fds() for each in self._all())

    def _all(self) -> Iterator[psutil.Process]:
        for pid in self.pids:
            top = psutil.Process(pid)
            yield from [top, *top.children(recursive=True)]
