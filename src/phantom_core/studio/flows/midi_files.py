"""Making segments of files of MIDI, and files of segments."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import suppress
from hashlib import sha256
from typing import Final

import attrs

from phantom_core.blobs import BlobKey, BlobTooLarge
from phantom_core.kernel import (
    SYSTEM,
    Actor,
    ByteCount,
    Milliseconds,
    PhantomError,
    UnsupportedMedia,
)
from phantom_core.studio.arrangement.content import content_of, expect_few_notes
from phantom_core.studio.arrangement.target import EntityId
from phantom_core.studio.arrangement.views import EntityView
from phantom_core.studio.flows.edge import StudioEdge
from phantom_core.studio.midi import read, write
from phantom_core.studio.use_cases.midi_files import (
    AbandonMidi,
    BeginMidi,
    BeginMidiOver,
    ComingMidi,
    FinishMidi,
    FinishMidiOver,
    GetMidi,
    GivenMidi,
    given_of,
)

__all__ = [
    "IncomingMidi",
    "MidiFile",
    "NotMidi",
    "fetch_midi",
    "import_midi",
    "import_midi_over",
]

_LONGEST_NAME: Final = 100


class NotMidi(UnsupportedMedia):
    """The bytes are no Standard MIDI File."""

    rule = "not-midi"

    def __init__(self, reason: str) -> None:
        super().__init__(f"This is no Standard MIDI File: {reason}.")


@attrs.frozen(kw_only=True)
class IncomingMidi:
    """A file of MIDI on its way in.

    Attributes:
        file_name: as the sender calls it; the segment is called so, unless it has a `name`.
    """

    data: bytes = attrs.field(repr=False)
    file_name: str = ""
    name: str | None = None
    start_ms: Milliseconds = Milliseconds(0)


@attrs.frozen(kw_only=True)
class MidiFile:
    """A segment as a file.

    Attributes:
        name: what the segment is called.
    """

    name: str
    data: bytes = attrs.field(repr=False)


async def import_midi(
    edge: StudioEdge,
    stem_id: EntityId,
    incoming: IncomingMidi,
    *,
    actor: Actor,
    key: str | None = None,
) -> EntityView:
    """Make a segment of a file; the file itself is kept as it is.

    The same file again, under the same key, answers what the first one answered.

    Raises: KeyReused; NotMidi; BlobTooLarge; NotFound; ProjectOver; MayNot; Invalid; Unavailable.
    """
    _expect_size(edge, incoming.data)
    name = _name_of(incoming.file_name) if incoming.name is None else incoming.name
    coming = (await edge.phantom.do(BeginMidi(stem_id=stem_id), actor=actor)).value

    async def finish(given: GivenMidi) -> EntityView:
        command = FinishMidi(
            stem_id=stem_id, coming=coming, given=given, start_ms=incoming.start_ms, name=name
        )
        return await _do(edge, command, actor, key)

    return await _kept(edge, coming, incoming.data, finish)


async def import_midi_over(
    edge: StudioEdge,
    segment_id: EntityId,
    data: bytes,
    *,
    actor: Actor,
    version: int | None = None,
    expected: int | None = None,
) -> EntityView:
    """Import a file over a segment, so that only what differs changes.

    Raises: as `import_midi`; Outdated.
    """
    _expect_size(edge, data)
    coming = (await edge.phantom.do(BeginMidiOver(segment_id=segment_id), actor=actor)).value

    async def finish(given: GivenMidi) -> EntityView:
        command = FinishMidiOver(coming=coming, given=given, version=version, expected=expected)
        return await _do(edge, command, actor)

    return await _kept(edge, coming, data, finish)


async def fetch_midi(edge: StudioEdge, segment_id: EntityId, *, actor: Actor) -> MidiFile:
    """Write a segment as a file: the one it was made of, to the byte, while nobody edits it.

    Raises: NotFound; ProjectOver.
    """
    parts = await edge.phantom.ask(GetMidi(segment_id=segment_id), actor=actor)
    data = await asyncio.to_thread(lambda: write(content_of(parts.frame, parts.notes)))
    return MidiFile(name=parts.name, data=data)


async def _do(
    edge: StudioEdge, finish: FinishMidi | FinishMidiOver, actor: Actor, key: str | None = None
) -> EntityView:
    view = (await edge.phantom.do(finish, actor=actor, idempotency_key=key)).value
    if view.id != finish.coming.segment_id:
        await _abandon(edge, finish.coming.blob)  # it had come before
    return view


def _expect_size(edge: StudioEdge, data: bytes) -> None:
    if len(data) > edge.largest_midi:
        raise BlobTooLarge(edge.largest_midi)


def _given(data: bytes) -> GivenMidi:
    content = read(data)
    if content.whole is not None:
        raise NotMidi(content.whole.reason)
    expect_few_notes(content, "file")
    return given_of(content, sha256(data).hexdigest())


async def _kept(
    edge: StudioEdge,
    coming: ComingMidi,
    data: bytes,
    finish: Callable[[GivenMidi], Awaitable[EntityView]],
) -> EntityView:
    """Read the bytes and keep them, then finish; where that fails, the bytes go again."""
    try:
        given = await asyncio.to_thread(_given, data)
        await edge.store.put(coming.blob, _once(data), limit=ByteCount(len(data)))
        return await finish(given)
    except BaseException:
        await _abandon(edge, coming.blob)
        raise


async def _abandon(edge: StudioEdge, blob: BlobKey) -> None:
    """Clear up at once, even while being cancelled; where that fails, a sweep does it later."""
    with suppress(PhantomError):
        clearing = edge.phantom.do(AbandonMidi(blob=blob), actor=SYSTEM)
        await asyncio.shield(asyncio.ensure_future(clearing))


async def _once(data: bytes) -> AsyncIterator[bytes]:
    yield data


def _name_of(file_name: str) -> str:
    """A name made of that of a file: without folders and ending."""
    last = file_name.replace("\\", "/").rpartition("/")[2]
    stem = last.rpartition(".")[0] or last
    return " ".join("".join(each if each.isprintable() else " " for each in stem).split())[
        :_LONGEST_NAME
    ].strip()
