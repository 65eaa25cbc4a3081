"""How far the filling is, on the terminal."""

from collections.abc import Iterator
from contextlib import contextmanager

from rich.console import Console
from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn

from phantom_core.audio import AudioFileId
from phantom_core.audio.events import (
    AnalysisDone,
    AnalysisFailed,
    AnalysisProgress,
    AnalysisQueued,
)
from phantom_core.kernel import Committed, Event

__all__ = ["Bars"]


class Bars:
    """Two bars: one for what is played, one for what is listened to."""

    def __init__(self, progress: Progress, recordings: int) -> None:
        self._progress = progress
        self._playing = progress.add_task("Playing and uploading", total=recordings, now="")
        self._listening = progress.add_task("Listening", total=0, visible=False, now="")
        self._heard: dict[AudioFileId, float] = {}

    @classmethod
    @contextmanager
    def shown(cls, console: Console, recordings: int) -> Iterator["Bars"]:
        """Show them for a while; nothing moves where there is no terminal."""
        columns = (
            TextColumn("{task.description:<22}"),
            BarColumn(bar_width=32),
            TextColumn("{task.percentage:>3.0f} %"),
            TimeElapsedColumn(),
            TextColumn("[dim]{task.fields[now]}"),
        )
        with Progress(*columns, console=console) as progress:
            yield cls(progress, recordings)

    def playing(self, title: str) -> None:
        """Say what is played now."""
        self._progress.update(self._playing, now=title)

    def played(self) -> None:
        """Count one more."""
        self._progress.advance(self._playing)

    def notice(self, committed: Committed) -> None:
        """Take progress from what was committed."""
        for stored in committed.events:
            self._heed(stored.event)

    def _heed(self, event: Event) -> None:
        match event:
            case AnalysisQueued(audio_file_id=file_id):
                self._hear(file_id, 0.0, "")
            case AnalysisProgress(audio_file_id=file_id, fraction=fraction, stage=stage):
                self._hear(file_id, fraction * 0.99, stage)
            case AnalysisDone(audio_file_id=file_id) | AnalysisFailed(audio_file_id=file_id):
                self._hear(file_id, 1.0, "")
            case _:
                pass

    def _hear(self, file_id: AudioFileId, fraction: float, stage: str) -> None:
        self._heard[file_id] = fraction
        self._progress.update(
            self._listening,
            total=len(self._heard),
            completed=sum(self._heard.values()),
            visible=True,
            now=stage,
        )
