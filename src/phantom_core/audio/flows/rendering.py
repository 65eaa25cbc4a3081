"""Making a smaller copy of a recording, as a worker does it."""

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Final

import attrs

from phantom_core.audio.flows.edge import AudioEdge
from phantom_core.audio.renderer_ports import AudioRenderer, ToRender
from phantom_core.audio.rendition import RenditionForm
from phantom_core.audio.use_cases.rendition_run import (
    BeginRendition,
    CompleteRendition,
    FailRendition,
    RenditionAttempt,
)
from phantom_core.audio.use_cases.renditions import RenderAudio
from phantom_core.blobs import BlobInfo, BlobNotFound
from phantom_core.kernel import SYSTEM, ByteCount, Lease, TooLarge, UnsupportedMedia

__all__ = ["Rendering", "render"]

_PIECE: Final = 1024 * 1024


@attrs.frozen(kw_only=True)
class Rendering:
    """How renditions are made.

    Attributes:
        renderer: makes them.
        form: what they are.
    """

    renderer: AudioRenderer
    form: RenditionForm


async def render(edge: AudioEdge, rendering: Rendering, lease: Lease, task: RenderAudio) -> None:
    """Make a recording's rendition, or note why there is none; the job is then done.

    However often it is begun and broken off, one rendition comes of it. Its blob is stored before
    it, under a name of its own for each attempt.

    Raises: LeaseLost, when somebody else does it; Unavailable, and then it may be tried again.
    """
    begin = BeginRendition(lease=lease, task=task, form=rendering.form)
    attempt = (await edge.phantom.do(begin, actor=SYSTEM)).value
    if attempt is None:
        return
    try:
        made = await _make(edge, rendering.renderer, attempt)
    except (UnsupportedMedia, TooLarge) as refusal:
        await _fail(edge, attempt, refusal.detail)
    except BlobNotFound:
        await _fail(edge, attempt, "The bytes of the recording are not there.")
    else:
        complete = CompleteRendition(attempt=attempt, size_bytes=made.size)
        await edge.phantom.do(complete, actor=SYSTEM)


async def _make(edge: AudioEdge, renderer: AudioRenderer, attempt: RenditionAttempt) -> BlobInfo:
    """Keep what comes of it, where it is smaller than the original."""
    file = attempt.file
    async with edge.store.local(file.blob) as path:
        recording = ToRender(path=path, channels=file.channels, duration_ms=file.duration_ms)
        async with renderer.render(recording, attempt.form) as made:
            limit = ByteCount(file.size_bytes)
            return await edge.store.put(attempt.blob, _pieces(made), limit=limit)


async def _fail(edge: AudioEdge, attempt: RenditionAttempt, reason: str) -> None:
    await edge.phantom.do(FailRendition(attempt=attempt, reason=reason), actor=SYSTEM)


async def _pieces(path: Path) -> AsyncIterator[bytes]:
    with path.open("rb") as file:
        while piece := await asyncio.to_thread(file.read, _PIECE):
            yield piece
