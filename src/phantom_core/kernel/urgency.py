"""How urgent jobs are: for how long they stand back for others."""

from datetime import timedelta
from typing import Final

__all__ = ["NOBODY_WAITS", "SOMEBODY_WAITS"]

SOMEBODY_WAITS: Final = timedelta(0)
"""The patience of a job whose outcome a person waits for."""

NOBODY_WAITS: Final = timedelta(minutes=10)
"""The patience of a job whose outcome nobody waits for.

It goes before every job that comes more than so much later than it is due, whoever waits for that.
"""
