"""Rate limits kept in the memory of one process."""

from phantom_adapters.limits.memory import MemoryRateLimits

__all__ = ["MemoryRateLimits"]
