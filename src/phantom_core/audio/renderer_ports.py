"""What the audio context needs from whoever can make smaller copies of recordings."""

from contextlib import AbstractAsyncContextManager
from pathlib import Path
from typing import Protocol

import attrs

from phantom_core.audio.rendition import RenditionForm
from phantom_core.kernel import Milliseconds

__all__ = ["AudioRenderer", "ToRender"]


@attrs.frozen(kw_only=True)
class ToRender:
    """A recording that shall be rendered.

    Attributes:
        path: a file of this machine with its bytes; only to be read.
        channels: as many as it has; of more than two, two are made.
        duration_ms: how long it lasts, as was found when it came.
    """

    path: Path
    channels: int
    duration_ms: Milliseconds


class AudioRenderer(Protocol):
    """Makes smaller copies of recordings. May be asked by several tasks at once."""

    def render(self, recording: ToRender, form: RenditionForm) -> AbstractAsyncContextManager[Path]:
        """Lend a file with the rendition in it; it is gone after the context.

        - It has the whole of the sound and nothing else: no tags, no pictures. It lasts as long
          as the recording, or is refused.
        - What is decoded is only this file, whatever stands in it, within bounds of memory,
          processor time and size.
        - Cancelling stops the work at once.

        Raises, on entering:
            RenditionFailed: no such file can be made of it.
            Unavailable: the renderer could not be started, or got too little done in its time.
        """
        ...
