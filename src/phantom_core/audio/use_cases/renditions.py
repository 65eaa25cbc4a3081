"""Having recordings rendered."""

from typing import ClassVar, Final

import attrs

from phantom_core.audio.audio_file import AudioFile, AudioFileId
from phantom_core.audio.media_type import AudioFormat
from phantom_core.audio.ports import AudioWork
from phantom_core.audio.rendition import SMALLEST_RENDERED
from phantom_core.kernel import NOBODY_WAITS, Task

__all__ = ["RenderAudio", "queue_rendition"]

_LOSSLESS: Final = frozenset({AudioFormat.WAV, AudioFormat.FLAC})


@attrs.frozen(kw_only=True)
class RenderAudio(Task):
    """Make a smaller copy of a recording. Until there is one, the original is streamed."""

    name: ClassVar[str] = "audio.render"
    patience = NOBODY_WAITS
    audio_file_id: AudioFileId


def queue_rendition(work: AudioWork, file: AudioFile) -> None:
    """Leave a recording to the workers, if a rendition is worth it.

    What is lossy already would be heard to suffer, and what is small gains nothing.
    """
    if file.format in _LOSSLESS and file.size_bytes >= SMALLEST_RENDERED:
        work.enqueue(RenderAudio(audio_file_id=file.id))
