"""Letting many people go without having them all come back at once."""

import asyncio
import random
from collections.abc import Callable, Iterable
from typing import Final

__all__ = ["by_turns"]

_STEP: Final = 0.01


async def by_turns(goodbyes: Iterable[Callable[[], None]], spread: float) -> None:
    """Say all goodbyes, in no order, spread over so many seconds.

    Who is told in one moment comes back in one moment, and all of them to the same few.
    """
    left = [*goodbyes]
    random.shuffle(left)
    loop = asyncio.get_running_loop()
    began, count = loop.time(), len(left)
    while left:
        passed = (loop.time() - began) / spread
        while left and count - len(left) <= passed * count:
            left.pop()()
        if left:
            await asyncio.sleep(_STEP)
