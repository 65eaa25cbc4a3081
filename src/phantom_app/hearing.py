"""Hearing files without a server, for the command line."""

import os
from collections.abc import Sequence
from pathlib import Path

import msgspec

from phantom_adapters.audio import LibrosaAnalyzer
from phantom_app.data_folder import data_folder
from phantom_app.http.audio.report_payloads import ResultPayload, result_fields
from phantom_app.http.problems import Problem, problem_of
from phantom_app.settings import Settings
from phantom_core.kernel import PhantomError

__all__ = ["FailedPayload", "Heard", "HeardPayload", "as_json", "as_lines", "hear_all", "warm_up"]


class HeardPayload(ResultPayload):
    """What was heard in a file."""

    file: str


class FailedPayload(msgspec.Struct, frozen=True):
    """Why nothing was heard in a file."""

    file: str
    problem: Problem


Heard = HeardPayload | FailedPayload
"""What came of one file."""


async def hear_all(settings: Settings, files: Sequence[Path]) -> list[Heard]:
    """Hear files, one after another; one that cannot be heard keeps no other from it."""
    with _analyzer(settings) as analyzer:
        return [await _hear(analyzer, file) for file in files]


async def warm_up(settings: Settings) -> None:
    """Compile what hearing needs, and keep it in the data folder. Raises: Unavailable."""
    with _analyzer(settings) as analyzer:
        await analyzer.warm()


def as_json(heard: Sequence[Heard]) -> str:
    """A JSON list, one object for each file."""
    return msgspec.json.format(msgspec.json.encode(heard), indent=2).decode()


def as_lines(heard: Sequence[Heard]) -> str:
    """A line for each file, for people."""
    return "\n".join(map(_line, heard))


def _analyzer(settings: Settings) -> LibrosaAnalyzer:
    return LibrosaAnalyzer(cache_dir=data_folder(settings) / "cache")


async def _hear(analyzer: LibrosaAnalyzer, file: Path) -> Heard:
    try:
        analysis = await analyzer.analyze(file, on_progress=_quietly)
    except PhantomError as error:
        return FailedPayload(_name(file), problem_of(error))
    return HeardPayload(file=_name(file), **result_fields(analysis.result))


def _name(file: Path) -> str:
    """The name of a file; what of it is no text is escaped."""
    return os.fsencode(file).decode(errors="backslashreplace")


async def _quietly(_: str, __: float) -> None:
    """Tell nobody."""


def _line(heard: Heard) -> str:
    if isinstance(heard, FailedPayload):
        return f"{heard.file}: {heard.problem.detail}"
    tempo = f"{heard.tempo.bpm:.1f} BPM" if heard.tempo.bpm else "no tempo"
    key = f"{heard.key.tonic} {heard.key.mode}" if heard.key.tonic else "no key"
    lufs = heard.loudness.integrated_lufs
    loudness = "silent" if lufs is None else f"{lufs:.1f} LUFS"
    return f"{heard.file}: {heard.duration_ms / 1000:.1f} s, {tempo}, {key}, {loudness}"
