"""A whole Phantom in memory: for trying things out, for tests, and as the model of all storages."""

from collections.abc import Callable
from datetime import datetime

from phantom_adapters.clock import ManualClock, wall_clock
from phantom_adapters.memory.storage import MemoryStorage
from phantom_core.phantom import Phantom

__all__ = ["ManualClock", "MemoryStorage", "world"]


def world(*, clock: Callable[[], datetime] = wall_clock) -> Phantom:
    """A new, empty world."""
    return Phantom(MemoryStorage(clock=clock))
