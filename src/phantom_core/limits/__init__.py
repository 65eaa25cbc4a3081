"""Rate limits: how often something may be done, decided as a pure function of time."""

from phantom_core.limits.allowance import Allowance, Verdict, weigh
from phantom_core.limits.ports import RateLimits

__all__ = ["Allowance", "RateLimits", "Verdict", "weigh"]
