"""Ending by SIGTERM where the kernel would not: in a container, a command is its first process."""

import os
import signal
from typing import Final

__all__ = ["end_by_sigterm"]

_FIRST: Final = 1
_ENDED: Final = 128 + signal.SIGTERM
"""What containers tell of who was ended by it."""


def end_by_sigterm() -> None:
    """Have SIGTERM end this process, until something else is to be done about it.

    The kernel keeps from the first process whatever this does nothing about: a server that was told
    to end while it started would go on starting, and serve until it is killed.
    """
    if os.getpid() == _FIRST:
        signal.signal(signal.SIGTERM, lambda *_: os._exit(_ENDED))
