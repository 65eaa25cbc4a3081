"""What tests of streams have in common."""

from collections.abc import Sequence

import anyio

from phantom_adapters.client import Event, Item, Signal, Topic
from tests.socket.stage import ADA, Stage, progress

__all__ = ["seqs", "take", "tell"]

_PATIENCE = 60


async def take(topic: Topic, count: int) -> list[Item]:
    """The next items of a stream, signals aside."""
    taken: list[Item] = []
    with anyio.fail_after(_PATIENCE):
        while len(taken) < count:
            item = await anext(topic)
            if not isinstance(item, Signal):
                taken.append(item)
    return taken


async def tell(world: Stage, count: int) -> None:
    """Have so many things happen to Ada."""
    await world.tell(*(progress(ADA) for _ in range(count)))


def seqs(items: Sequence[Item]) -> list[int]:
    """The numbers of the events."""
    return [item.seq for item in items if isinstance(item, Event)]
