"""The analyzer that Phantom brings along: librosa's filters, numpy, scipy, soxr and libsndfile.

Nothing of these is loaded here: files are decoded and heard in a process of their own.
"""

from collections.abc import Awaitable, Callable, Mapping
from pathlib import Path
from types import TracebackType
from typing import Any, Final, Self, TypeVar

import anyio.to_thread
import cattrs

from phantom_adapters.audio.limits import AudioLimits
from phantom_adapters.audio.worker import AudioWorker
from phantom_adapters.confined.crew import Crew
from phantom_adapters.confined.messages import Message
from phantom_core.audio.analysis import Analysis, AnalysisFailed, AnalysisResult
from phantom_core.audio.analyzer_ports import AudioAnalyzer, AudioProbe, OnProgress
from phantom_core.audio.media_type import AudioProbed
from phantom_core.audio.waveform import decode_peaks
from phantom_core.kernel.errors import Invalid

__all__ = ["ANALYZER", "ANALYZER_VERSION", "LibrosaAnalyzer"]

_T = TypeVar("_T")

ANALYZER: Final = "phantom-librosa"
"""The analyzer's name in reports."""

ANALYZER_VERSION: Final = "3"
"""Changes whenever the same file may give other results."""


class LibrosaAnalyzer(AudioAnalyzer, AudioProbe):
    """Hears audio files in worker processes, one at a time in each; looks at them in lighter ones.

    The processes are started on first use and kept. Leave the `with` block, or call `close`, to
    end them; they also end with this process, however it ends.
    """

    def __init__(
        self,
        *,
        limits: AudioLimits | None = None,
        cache_dir: Path | None = None,
        listeners: int = 1,
        lookers: int = 4,
    ) -> None:
        """Prepare the analyzer; costs nothing yet.

        Args:
            limits: what one file may cost; generous by default.
            cache_dir: where compiled code may be kept between processes.
            listeners: how many files are heard at once, each in a process of its own.
            lookers: how many are looked at; one that takes its time holds up no others then.
        """
        self._limits = limits or AudioLimits()
        self._listeners, self._lookers = [
            Crew(AudioWorker(self._limits, cache_dir) for _ in range(count))
            for count in (listeners, lookers)
        ]

    @property
    def worker_pid(self) -> int | None:
        """The number of the first process that listens, while there is one; for who watches it."""
        return self._listeners.workers[0].pid

    async def probe(self, path: Path) -> AudioProbed:
        """Take a quick look at a file; see `AudioProbe`."""
        job = Message("probe", {"path": str(path)})
        async with self._lookers.one() as looker:
            answer = await looker.run(job, seconds=self._limits.probe_seconds)
        return _structured(answer.data, AudioProbed)

    async def analyze(self, path: Path, *, on_progress: OnProgress) -> Analysis:
        """Hear a whole file; see `AudioAnalyzer`."""
        job = Message("analyze", {"path": str(path)})
        async with self._listeners.one() as listener:
            answer = await listener.run(
                job, seconds=self._limits.wall_seconds, on_progress=_never_falling(on_progress)
            )
        analysis = await anyio.to_thread.run_sync(_analysis, answer)
        await on_progress("done", 1.0)
        return analysis

    async def draw(self, path: Path, result: AnalysisResult) -> bytes:
        """Draw waveform, beats and spectrogram of a file that was heard, as a PNG.

        Raises: as `analyze`.
        """
        beats = list(result.beats)
        job = Message(
            "draw", {"path": str(path), "beats": beats, "downbeats": list(result.downbeats)}
        )
        async with self._listeners.one() as listener:
            answer = await listener.run(job, seconds=self._limits.wall_seconds)
        return answer.blobs[0]

    async def warm(self) -> None:
        """Start what hears, and one process that looks, so that the first file does not wait."""
        warm, seconds = Message("warm", {"for": "probe"}), self._limits.wall_seconds
        async with self._lookers.one() as looker:
            await looker.run(warm, seconds=seconds)
        for listener in self._listeners.workers:
            await listener.run(Message("warm", {"for": "analyze"}), seconds=seconds)

    def close(self) -> None:
        """End all processes; a later call starts them again."""
        self._listeners.close()
        self._lookers.close()

    def __enter__(self) -> Self:
        """Itself."""
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        """End all processes."""
        self.close()


def _analysis(answer: Message) -> Analysis:
    try:
        peaks, picture = answer.blobs
        return Analysis(
            analyzer=ANALYZER,
            analyzer_version=ANALYZER_VERSION,
            decoder_version=str(answer.data["decoder_version"]),
            result=_structured(answer.data["result"], AnalysisResult),
            peaks=decode_peaks(peaks),
            picture=picture,
        )
    except (Invalid, KeyError, ValueError) as error:
        raise AnalysisFailed("the worker's answer makes no sense") from error


def _structured(data: Mapping[str, Any], kind: type[_T]) -> _T:
    try:
        return cattrs.structure(data, kind)
    except (cattrs.BaseValidationError, ValueError) as error:
        raise AnalysisFailed("the worker's answer makes no sense") from error


def _never_falling(on_progress: OnProgress) -> Callable[[str, float], Awaitable[None]]:
    """Keep what is told from falling back when a job is tried again."""
    highest = 0.0

    async def forward(stage: str, share: float) -> None:
        nonlocal highest
        if share >= highest:
            highest = share
            await on_progress(stage, share)

    return forward
