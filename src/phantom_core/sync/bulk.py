"""Building much at once."""

import gc
from collections.abc import Iterator
from contextlib import contextmanager

__all__ = ["collector_at_rest"]


@contextmanager
def collector_at_rest() -> Iterator[None]:
    """Keep the cyclic garbage collector from looking on while much is built and nothing dropped.

    It would walk all that was built again and again, for as long as the building takes. Where
    two threads build at once it may come back a little early, which costs time and nothing else.
    Afterwards all that was built is taken for old without being walked once, unless somebody has
    frozen what they hold: that stays frozen.
    """
    if not gc.isenabled():
        yield
        return
    gc.disable()
    try:
        yield
    finally:
        if not gc.get_freeze_count():
            gc.freeze()
            gc.unfreeze()
        gc.enable()
