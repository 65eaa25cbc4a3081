"""What a server's processes cost (Linux: proc(5))."""

import os
import re
from collections.abc import Iterator
from pathlib import Path

import attrs

__all__ = ["Family"]

_MIB = 1024


@attrs.frozen
class Family:
    """Some processes, and those below them that `below` asks for.

    Attributes:
        pids: the processes; the memory that is told is the first one's.
        below: whether the workers of a master count as well.
    """

    pids: tuple[int, ...]
    below: bool = False

    def cpu_seconds(self) -> float:
        """Processor time so far, all threads together."""
        return sum(map(_cpu_seconds, self._all()))

    def memory(self) -> float:
        """MiB that the first process holds."""
        return self._status("VmRSS")

    def peak(self) -> float:
        """The most MiB that the first process held since `forget_peak`."""
        return self._status("VmHWM")

    def forget_peak(self) -> None:
        """Begin to look for a peak anew."""
        Path(f"/proc/{self.pids[0]}/clear_refs").write_text("5")

    def _all(self) -> Iterator[int]:
        for pid in self.pids:
            yield pid
            if self.below:
                children = Path(f"/proc/{pid}/task/{pid}/children").read_text()
                yield from map(int, children.split())

    def _status(self, name: str) -> float:
        found = re.search(rf"{name}:\s+(\d+)", Path(f"/proc/{self.pids[0]}/status").read_text())
        assert found is not None
        return int(found[1]) / _MIB


def _cpu_seconds(pid: int) -> float:
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")
