"""Recording a piece for somebody: played, and uploaded by them like any file."""

from collections.abc import AsyncIterator, Callable
from typing import Final

import attrs
from anyio import to_thread

from phantom_app.services import Services
from phantom_core.audio import AudioFile, ListAudioFiles, UploadDetails
from phantom_core.audio.flows import IncomingAudio, upload
from phantom_core.kernel import Actor, PageRequest

__all__ = ["Take", "recorded"]

_PIECE_OF_A_FILE: Final = 256 * 1024


@attrs.frozen(kw_only=True)
class Take:
    """A recording to be made.

    Attributes:
        file_name: as it is uploaded.
        play: makes the file; it takes a while, and runs on a thread of its own.
        details: what is said of it; the title tells whether it has been made.
    """

    file_name: str
    play: Callable[[], bytes]
    details: UploadDetails


async def recorded(services: Services, take: Take, actor: Actor) -> AudioFile:
    """Somebody's recording, made unless it is there. Raises: Unavailable."""
    page = await services.phantom.ask(ListAudioFiles(page=PageRequest(limit=200)), actor=actor)
    known = next((file for file in page.items if file.title == take.details.title), None)
    if known is not None:
        return known
    data = await to_thread.run_sync(take.play)
    incoming = IncomingAudio(
        file_name=take.file_name, chunks=_pieces(data), details=lambda: take.details
    )
    return await upload(services.audio, incoming, actor=actor)


async def _pieces(data: bytes) -> AsyncIterator[bytes]:
    for start in range(0, len(data), _PIECE_OF_A_FILE):
        yield data[start : start + _PIECE_OF_A_FILE]
