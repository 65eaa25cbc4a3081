"""What takes several steps in the studio: files that come, and are kept as they came."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import suppress
from typing import Final

import attrs

from phantom_core.blobs import BlobStore
from phantom_core.kernel import SYSTEM, Actor, ByteCount, Doer, Milliseconds, PhantomError
from phantom_core.studio.arrangement.target import EntityId
from phantom_core.studio.arrangement.views import EntityView
from phantom_core.studio.midi import Content, read, to_json
from phantom_core.studio.use_cases.midi_segments import (
    AbandonMidi,
    AddMidiSegment,
    BeginMidi,
    BegunMidi,
    ReplaceMidi,
    duration_of,
)

__all__ = ["LARGEST_MIDI", "StudioEdge", "add_midi", "replace_midi"]

LARGEST_MIDI: Final = ByteCount(4 * 1024 * 1024)
"""The most bytes of a MIDI file."""


@attrs.frozen(kw_only=True)
class StudioEdge:
    """What the flows of the studio stand on.

    Attributes:
        phantom: does the commands.
        store: where files are kept as they came.
    """

    phantom: Doer
    store: BlobStore


async def add_midi(
    edge: StudioEdge,
    stem_id: EntityId,
    file: bytes,
    *,
    name: str,
    start_ms: Milliseconds,
    actor: Actor,
) -> EntityView:
    """Make a segment of a MIDI file. Raises: what `BeginMidi` and `AddMidiSegment` do."""
    content = await asyncio.to_thread(read, file)

    async def add(begun: BegunMidi) -> EntityView:
        command = AddMidiSegment(
            stem_id=stem_id,
            begun=begun,
            name=name,
            content=await _as_json(content),
            start_ms=start_ms,
            duration_ms=duration_of(content),
        )
        return (await edge.phantom.do(command, actor=actor)).value

    return await _kept(edge, BeginMidi(stem_id=stem_id), file, actor, add)


async def replace_midi(
    edge: StudioEdge, segment_id: EntityId, file: bytes, *, expected: int | None, actor: Actor
) -> EntityView:
    """Have a segment hold what a MIDI file holds. Raises: what `ReplaceMidi` does."""
    content = await asyncio.to_thread(read, file)

    async def replace(begun: BegunMidi) -> EntityView:
        command = ReplaceMidi(begun=begun, content=await _as_json(content), expected=expected)
        return (await edge.phantom.do(command, actor=actor)).value

    return await _kept(edge, BeginMidi(segment_id=segment_id), file, actor, replace)


async def _as_json(content: Content) -> dict[str, object]:
    return await asyncio.to_thread(to_json, content)


async def _kept(
    edge: StudioEdge,
    begin: BeginMidi,
    file: bytes,
    actor: Actor,
    finish: Callable[[BegunMidi], Awaitable[EntityView]],
) -> EntityView:
    """Keep a file as it came, and have something made of it: both, or neither."""
    begun = (await edge.phantom.do(begin, actor=actor)).value
    try:
        await edge.store.put(begun.blob, _chunks(file), limit=LARGEST_MIDI)
        return await finish(begun)
    except BaseException:
        with suppress(PhantomError):
            clearing = edge.phantom.do(AbandonMidi(begun=begun), actor=SYSTEM)
            await asyncio.shield(asyncio.ensure_future(clearing))
        raise


async def _chunks(file: bytes) -> AsyncIterator[bytes]:
    yield file
