"""A progress bar on the terminal; nowhere else is anything told."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import anyio.lowlevel
from rich.console import Console
from rich.markup import escape
from rich.progress import Progress, TaskID

from phantom_app.hearing import Telling
from phantom_core.audio.analyzer_ports import OnProgress

__all__ = ["progress_of"]


@contextmanager
def progress_of(files: Sequence[Path]) -> Iterator[Telling]:
    """Show how far the work on files is, until the block ends; on standard error."""
    console = Console(stderr=True)
    with Progress(console=console, transient=True, disable=not console.is_terminal) as progress:
        whole = progress.add_task("starting", total=len(files))

        def telling(file: Path) -> OnProgress:
            return _Bar(progress, whole, files.index(file), file.name)

        yield telling


class _Bar:
    """Moves the bar as one file is heard."""

    def __init__(self, progress: Progress, whole: TaskID, before: int, name: str) -> None:
        self._progress, self._whole, self._before = progress, whole, before
        self._name = escape(name.encode(errors="replace").decode())

    async def __call__(self, stage: str, share: float) -> None:
        description = f"{self._name}: {stage}"
        self._progress.update(self._whole, completed=self._before + share, description=description)
        await anyio.lowlevel.checkpoint()
