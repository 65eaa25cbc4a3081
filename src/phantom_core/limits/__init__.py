"""Limits: how often something may be done, decided as a pure function of time, and seats."""

from phantom_core.limits.allowance import Allowance, Verdict, weigh
from phantom_core.limits.ports import RateLimits, Seats

__all__ = ["Allowance", "RateLimits", "Seats", "Verdict", "weigh"]
