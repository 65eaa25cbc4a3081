"""Hearing files without a server, for the command line."""

import os
from collections.abc import Callable, Sequence
from pathlib import Path

import anyio
import msgspec

from phantom_adapters.audio import LibrosaAnalyzer
from phantom_app.data_folder import data_folder
from phantom_app.http.audio.report_payloads import ResultPayload, result_fields
from phantom_app.http.problems import Problem, problem_of
from phantom_app.settings import Settings
from phantom_core.audio.analyzer_ports import OnProgress
from phantom_core.kernel import PhantomError

__all__ = ["FailedPayload", "Heard", "HeardPayload", "Telling", "as_json", "hear_all", "warm_up"]


class HeardPayload(ResultPayload):
    """What was heard in a file."""

    file: str


class FailedPayload(msgspec.Struct, frozen=True):
    """Why nothing was heard in a file."""

    file: str
    problem: Problem


Heard = HeardPayload | FailedPayload
"""What came of one file."""


Telling = Callable[[Path], OnProgress]
"""Gives for each file what is told how far it is."""


async def hear_all(
    settings: Settings, files: Sequence[Path], *, telling: Telling, plot: Path | None = None
) -> list[Heard]:
    """Hear files, one after another; one that cannot be heard keeps no other from it.

    Args:
        settings: where compiled code may be kept.
        files: what to hear.
        telling: is asked for each file whom to tell how far it is.
        plot: where to draw the last of them that was heard.
    """
    with _analyzer(settings) as analyzer:
        return [await _hear(analyzer, file, telling(file), plot) for file in files]


async def warm_up(settings: Settings) -> None:
    """Compile what hearing needs, and keep it in the data folder. Raises: Unavailable."""
    with _analyzer(settings) as analyzer:
        await analyzer.warm()


def as_json(heard: Sequence[Heard]) -> str:
    """A JSON list, one object for each file."""
    return msgspec.json.format(msgspec.json.encode(heard), indent=2).decode()


def _analyzer(settings: Settings) -> LibrosaAnalyzer:
    return LibrosaAnalyzer(cache_dir=data_folder(settings) / "cache")


async def _hear(
    analyzer: LibrosaAnalyzer, file: Path, on_progress: OnProgress, plot: Path | None
) -> Heard:
    try:
        analysis = await analyzer.analyze(file, on_progress=on_progress)
        picture = None if plot is None else await analyzer.draw(file, analysis.result)
    except PhantomError as error:
        return FailedPayload(_name(file), problem_of(error))
    if plot is not None and picture is not None:
        await anyio.Path(plot).write_bytes(picture)
    return HeardPayload(file=_name(file), **result_fields(analysis.result))


def _name(file: Path) -> str:
    """The name of a file; what of it is no text is escaped."""
    return os.fsencode(file).decode(errors="backslashreplace")
