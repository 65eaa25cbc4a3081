"""A renderer that keeps every eighth frame of a WAV file."""

import tempfile
import wave
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Final

from phantom_core.audio import AudioRenderer, RenditionFailed, ToRender
from phantom_core.audio.rendition import RenditionForm

__all__ = ["MemoryRenderer"]

_SLACK_MS: Final = 500
_EVERY: Final = 8


class MemoryRenderer(AudioRenderer):
    """Takes WAV files alone, and makes smaller ones; nothing of them but sound is kept."""

    @asynccontextmanager
    async def render(self, recording: ToRender, form: RenditionForm) -> AsyncIterator[Path]:
        """Lend a rendition; see the port."""
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / f"rendition.{form.format}"
            path.write_bytes(_thinned(recording))
            yield path


def _thinned(recording: ToRender) -> bytes:
    try:
        with wave.open(str(recording.path), "rb") as file:
            width = file.getnchannels() * file.getsampwidth()
            lasts = file.getnframes() * 1000 // file.getframerate()
            frames = file.readframes(file.getnframes())
    except (wave.Error, EOFError) as error:
        raise RenditionFailed("it is no WAV file") from error
    if abs(lasts - recording.duration_ms) > _SLACK_MS:
        raise RenditionFailed(f"it lasts {lasts} ms, and not {recording.duration_ms}")
    step = width * _EVERY
    return b"".join(frames[at : at + width] for at in range(0, len(frames), step))
