"""Saying that this server lives, for as long as it does."""

import logging
from collections.abc import Callable
from contextlib import suppress
from typing import Final

import anyio
from anyio.abc import TaskStatus

from phantom_core.kernel import SYSTEM, Doer, PhantomError
from phantom_core.live import BEAT, BeatServer, RegisterServer, RetireServer, ServerId

__all__ = ["beat"]

_log: Final = logging.getLogger(__name__)
_FAREWELL: Final = 2.0


async def beat(
    phantom: Doer,
    server_id: ServerId,
    *,
    alone: bool,
    revived: Callable[[], None],
    every: float = BEAT.total_seconds(),
    task_status: TaskStatus[None] = anyio.TASK_STATUS_IGNORED,
) -> None:
    """Register a server, say again and again that it lives, and that it goes, when cancelled.

    Args:
        phantom: where servers are listed.
        server_id: this run of this server.
        alone: whether no other server can be running on this store.
        revived: is called when the server was taken for dead meanwhile.
        every: seconds between two times of saying so.
        task_status: is told once the server is registered.

    Raises: Unavailable, if it cannot be registered.
    """
    await phantom.do(RegisterServer(server_id=server_id, alone=alone), actor=SYSTEM)
    task_status.started()
    try:
        while True:
            await anyio.sleep(every)
            if not await _was_alive(phantom, server_id):
                revived()
    finally:
        with anyio.move_on_after(_FAREWELL, shield=True), suppress(PhantomError):
            await phantom.do(RetireServer(server_id=server_id), actor=SYSTEM)


async def _was_alive(phantom: Doer, server_id: ServerId) -> bool:
    """Say that the server lives; false if it was taken for dead."""
    try:
        alive = (await phantom.do(BeatServer(server_id=server_id), actor=SYSTEM)).value
    except Exception as error:  # noqa: BLE001 - the next beat may come through
        _log.warning("That this server lives could not be said: %s", error)
        return True
    if not alive:
        _log.warning("This server was taken for dead; whom it has here is told again.")
    return alive
