"""The collector of cyclic garbage, in a process that serves."""

import gc
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final

__all__ = ["collecting_little"]

_YOUNG: Final = 10_000
"""So many more containers may have been made than dropped before the collector looks at them.

A page of fifty messages is some two thousand of them while it is answered, which is gone, without
any cycle, once that is sent: by Python's own 700 it is walked several times.
"""


@contextmanager
def collecting_little() -> Iterator[None]:
    """Keep the collector from walking what stays for as long as the process, and what goes at once.

    What is there when this begins, all code and routes, is looked at no more until it ends.
    """
    usual = gc.get_threshold()
    gc.collect()
    gc.freeze()
    gc.set_threshold(_YOUNG, *usual[1:])
    try:
        yield
    finally:
        gc.set_threshold(*usual)
        gc.unfreeze()
