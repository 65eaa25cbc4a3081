"""Long lists of ids, a few hundred at a time: databases limit how many parameters there may be."""

from collections.abc import Collection, Iterator
from itertools import islice
from typing import Final, TypeVar

__all__ = ["batches"]

K = TypeVar("K")

_MOST: Final = 512


def batches(keys: Collection[K]) -> Iterator[list[K]]:
    """The keys without repetitions, in lists that one statement can take."""
    rest = iter(dict.fromkeys(keys))
    while batch := list(islice(rest, _MOST)):
        yield batch
