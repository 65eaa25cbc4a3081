"""Erasing people and letting things go, asked for at the command line."""

from collections.abc import Sequence

from phantom_app.composition import composed
from phantom_app.settings import Settings
from phantom_core.identity import FindCredential
from phantom_core.kernel import SYSTEM, NotFound, UserId
from phantom_core.phantom import Phantom
from phantom_core.privacy import (
    AskForRetention,
    EraseUser,
    Erasure,
    ErasurePreview,
    PreviewErasureOf,
    PreviewRetention,
    RetentionLine,
    lives_of,
)

__all__ = ["erase", "look", "preview_erasure", "retain"]


async def erase(settings: Settings, name: str) -> Erasure:
    """Have somebody forgotten, by user name or e-mail address. Raises: NotFound, Invalid."""
    async with composed(settings) as services:
        command = EraseUser(user_id=await _of(services.phantom, name))
        return (await services.phantom.do(command, actor=SYSTEM)).value


async def preview_erasure(settings: Settings, name: str) -> ErasurePreview:
    """Look at what would become of what is kept of somebody. Raises: NotFound, Invalid."""
    async with composed(settings) as services:
        query = PreviewErasureOf(user_id=await _of(services.phantom, name))
        return await services.phantom.ask(query, actor=SYSTEM)


async def look(settings: Settings) -> Sequence[RetentionLine]:
    """Look at what has been kept long enough."""
    async with composed(settings) as services:
        query = PreviewRetention(lives=lives_of(settings.retention))
        return await services.phantom.ask(query, actor=SYSTEM)


async def retain(settings: Settings) -> Sequence[RetentionLine]:
    """Have a worker let it go."""
    async with composed(settings) as services:
        command = AskForRetention(lives=lives_of(settings.retention))
        return (await services.phantom.do(command, actor=SYSTEM)).value


async def _of(phantom: Phantom, name: str) -> UserId:
    found = await phantom.ask(FindCredential(login=name), actor=SYSTEM)
    if found is None:
        raise NotFound("user", name)
    return found.user_id
