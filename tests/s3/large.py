"""Files too large to be held: bytes that can be made at any place, and a look at the memory."""

import hashlib
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final

import psutil

__all__ = ["MIB", "Gone", "Highest", "leave", "piece", "watched"]

MIB: Final = 1024 * 1024


class Gone(Exception):
    """The sender has lost its line."""


def leave() -> None:
    """Lose the line."""
    raise Gone


class Highest:
    """The most memory that a process has had, looked at fifty times a second."""

    def __init__(self, pid: int) -> None:
        self._process = psutil.Process(pid)
        self.before: int = self._process.memory_info().rss
        self.most: int = self.before

    def look(self) -> None:
        """Look once."""
        now: int = self._process.memory_info().rss
        self.most = max(self.most, now)

    @property
    def growth(self) -> int:
        """How much more it was than at first."""
        return self.most - self.before


@contextmanager
def watched(pid: int) -> Iterator[Highest]:
    """Look at a process all the while."""
    highest, ended = Highest(pid), threading.Event()

    def watch() -> None:
        while not ended.wait(0.02):
            highest.look()

    watcher = threading.Thread(target=watch)
    watcher.start()
    try:
        yield highest
    finally:
        ended.set()
        watcher.join()


def piece(number: int) -> bytes:
    """A MiB that no other is like."""
    return hashlib.sha256(number.to_bytes(4, "big")).digest() * (MIB // 32)
