"""What was heard in files, as a table for people."""

import io
from collections.abc import Sequence

from rich.console import Console
from rich.table import Table
from rich.text import Text

from phantom_app.hearing import FailedPayload, Heard, HeardPayload

__all__ = ["as_table"]

_COLUMNS = ("file", "length", "tempo", "bar", "key", "loudness", "peak", "energy", "dance", "tags")
_UNKNOWN = "-"
_WIDE = 10_000


def as_table(heard: Sequence[Heard]) -> str:
    """A row for each file, none cut or wrapped, so that other programs can read it too."""
    table = Table(box=None, pad_edge=False, padding=(0, 2, 0, 0))
    for column in _COLUMNS:
        right = column in {"length", "tempo", "bar", "loudness", "peak", "energy", "dance"}
        table.add_column(column, justify="right" if right else "left", no_wrap=True)
    for each in heard:
        table.add_row(*map(Text, _failed(each) if isinstance(each, FailedPayload) else _row(each)))
    page = io.StringIO()
    Console(file=page, width=_WIDE, color_system=None).print(table)
    return "\n".join(line.rstrip() for line in page.getvalue().splitlines())


def _row(heard: HeardPayload) -> list[str]:
    tempo, key, loudness = heard.tempo, heard.key, heard.loudness
    minutes, seconds = divmod(heard.duration_ms / 1000, 60)
    return [
        heard.file,
        f"{minutes:.0f}:{seconds:04.1f}",
        _told(tempo.bpm, "{:.2f} BPM"),
        _told(heard.meter.beats_per_bar, "{}"),
        _UNKNOWN if key.tonic is None else f"{key.tonic} {key.mode}",
        _told(loudness.integrated_lufs, "{:.1f} LUFS"),
        _told(loudness.true_peak_dbtp, "{:+.1f} dBTP"),
        _told(heard.features.get("energy"), "{:.2f}"),
        _told(heard.features.get("danceability"), "{:.2f}"),
        ", ".join(tag.tag for tag in heard.tags) + (" (truncated)" if heard.truncated else ""),
    ]


def _failed(failed: FailedPayload) -> list[str]:
    return [failed.file, *[_UNKNOWN] * (len(_COLUMNS) - 2), failed.problem.detail]


def _told(value: float | None, form: str) -> str:
    return _UNKNOWN if value is None else form.format(value)
