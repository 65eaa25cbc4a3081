"""What the audio context needs from whoever can hear."""

from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Protocol

from phantom_core.audio.analysis import Analysis
from phantom_core.audio.media_type import AudioProbed

__all__ = ["AudioAnalyzer", "AudioProbe", "OnProgress"]

OnProgress = Callable[[str, float], Awaitable[None]]
"""Told the stage (`decoding`, `rhythm`, `harmony`, `loudness`, `picture`, ...) and the share of
the whole work that is done, 0 to 1, never falling; the last call says 1."""


class AudioProbe(Protocol):
    """Takes a quick look at an audio file, for use when it is uploaded."""

    async def probe(self, path: Path) -> AudioProbed:
        """Tell container, length, rate and channels of the file at `path`.

        The bytes decide; the name does not matter. Repeating it gives the same answer.

        Raises:
            NotAudio: the bytes are of no accepted kind.
            NotDecodable: they are, but no sound comes out of them.
            TooMuchAudio: they state more sound than is accepted.
            AnalysisFailed: the look took too much processor time or memory.
            Unavailable: no worker could be started, or it got too little done in its time.
        """
        ...


class AudioAnalyzer(Protocol):
    """Listens to a whole audio file and says what it hears."""

    async def analyze(self, path: Path, *, on_progress: OnProgress) -> Analysis:
        """Analyse the file at `path`; the same bytes give the same result.

        Silence, a single sample or none at all give a result whose unknowns carry reasons. A
        file that breaks off gives the result of what could be decoded, marked `truncated`.
        Cancelling stops the work at once. An error of `on_progress` cancels it and is raised.

        Raises:
            NotAudio: the bytes are of no accepted kind.
            NotDecodable: they are, but no sound comes out of them.
            TooMuchAudio: they decode to more sound than is accepted.
            AnalysisFailed: it took too much processor time or memory, or the decoder crashed.
            Unavailable: no worker could be started, or it got too little done in its time.
        """
        ...
