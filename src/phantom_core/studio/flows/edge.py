"""What the flows of the studio stand on: the domain, and the slow things beside it."""

from collections.abc import AsyncIterable, Awaitable, Callable

import attrs

from phantom_core.blobs import BlobStore
from phantom_core.kernel import Actor, ByteCount, Doer, Id

__all__ = ["RecordingIntake", "StudioEdge"]


@attrs.frozen(kw_only=True)
class RecordingIntake:
    """Takes recordings in that come with a project.

    Attributes:
        take: takes a file of a name in as somebody's own, all of it or nothing, and answers its
            id; raises what is wrong with it, as for any upload, and what its chunks raise.
        drop: lets one go that was taken in; where it is gone already, nothing happens.
    """

    take: Callable[[str, AsyncIterable[bytes], Actor], Awaitable[Id]]
    drop: Callable[[Id, Actor], Awaitable[None]]


@attrs.frozen(kw_only=True)
class StudioEdge:
    """Everything that carrying projects in and out takes.

    Attributes:
        phantom: does the commands.
        store: where files of MIDI and of sound are kept.
        intake: takes in the recordings of projects that arrive.
        mint: makes ids for projects that arrive.
        largest_midi: the most bytes that a file of MIDI may have.
        largest_import: the most bytes that a project may have that arrives, packed or not.
    """

    phantom: Doer
    store: BlobStore
    intake: RecordingIntake
    mint: Callable[[], Id]
    largest_midi: ByteCount
    largest_import: ByteCount
