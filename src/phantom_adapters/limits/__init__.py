"""Limits kept in the memory of one process."""

from phantom_adapters.limits.memory import MemoryRateLimits
from phantom_adapters.limits.memory_seats import MemorySeats

__all__ = ["MemoryRateLimits", "MemorySeats"]
