"""The blob store of an installation that need not be running."""

import secrets
from collections.abc import AsyncIterator, Awaitable, Callable, Iterable
from contextlib import AsyncExitStack, asynccontextmanager
from typing import Final, TypeVar

import anyio

from phantom_app.blob_places import blob_place
from phantom_app.secret_keys import SecretKey
from phantom_app.settings import Settings
from phantom_app.signing import key_ring
from phantom_core.blobs import BlobStore

__all__ = ["Tell", "files_of", "several_at_once"]

T = TypeVar("T")

_HANDS: Final = 4

Tell = Callable[[str], None]
"""Says to the operator how far it is."""


@asynccontextmanager
async def files_of(settings: Settings) -> AsyncIterator[BlobStore]:
    """The store that the settings name. Raises: BadSetting."""
    # Nothing is signed here, and the server's own key is not to be made by looking.
    ring = key_ring([SecretKey(secrets.token_hex())])
    async with AsyncExitStack() as stack:
        place = blob_place(settings, ring, stack)
        await place.check()
        yield place.store


async def several_at_once(items: Iterable[T], work: Callable[[T], Awaitable[None]]) -> None:
    """Do something with each item, with a few of them at a time; the first failure ends it all."""
    waiting = iter(items)

    async def hand() -> None:
        for item in waiting:
            await work(item)

    try:
        async with anyio.create_task_group() as group:
            for _ in range(_HANDS):
                group.start_soon(hand)
    except BaseExceptionGroup as failures:
        first = _first(failures)
        raise first from first.__cause__


def _first(failure: BaseException) -> BaseException:
    while isinstance(failure, BaseExceptionGroup):
        failure = failure.exceptions[0]
    return failure
