"""What the flows of the studio stand on: the domain, and the slow things beside it."""

from collections.abc import AsyncIterable, Callable
from typing import Protocol

import attrs

from phantom_core.blobs import BlobStore
from phantom_core.kernel import Actor, ByteCount, Doer, Id

__all__ = ["RecordingIntake", "StudioEdge"]


class RecordingIntake(Protocol):
    """Takes recordings in that come with a project."""

    async def take(self, file_name: str, chunks: AsyncIterable[bytes], *, actor: Actor) -> Id:
        """Take one in as the actor's own, all of it or nothing; answer its id.

        Raises: what is wrong with it, as for any upload; what `chunks` raises; Unavailable.
        """
        ...

    async def drop(self, audio_file_id: Id, *, actor: Actor) -> None:
        """Let one go that was taken in; where it is gone already, nothing happens."""
        ...


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
