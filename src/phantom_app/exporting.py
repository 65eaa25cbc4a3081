"""Writing a person's export into a file, for operators."""

import os
from collections.abc import Awaitable, Callable
from contextlib import aclosing
from pathlib import Path

import anyio

from phantom_app.composition import composed
from phantom_app.settings import Settings
from phantom_core.privacy.data_export import ExportStage
from phantom_core.privacy.flows import export_person

__all__ = ["export_to"]


async def export_to(
    settings: Settings,
    username: str,
    file: Path,
    on_progress: Callable[[ExportStage, float], Awaitable[None]],
) -> int:
    """Write all that is held about somebody into a new file, which is there whole or not at all.

    Answers how many bytes it has.

    Raises: FileExistsError; OSError; BadSetting, Unavailable; as `export_person`.
    """
    written, draft = 0, anyio.Path(file.with_name(f".{file.name}.part"))
    if await anyio.Path(file).exists():
        raise FileExistsError(file)
    try:
        async with (
            composed(settings) as services,
            aclosing(export_person(services.exports, username, on_progress)) as chunks,
            await anyio.open_file(draft, "wb", opener=_for_owner) as out,
        ):
            async for chunk in chunks:
                written += await out.write(chunk)
        await draft.rename(file)
    finally:
        await draft.unlink(missing_ok=True)
    return written


def _for_owner(path: str, flags: int) -> int:
    """Open a file that nobody else can read."""
    return os.open(path, flags, 0o600)
