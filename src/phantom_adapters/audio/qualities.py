"""How people speak of the sound of music, as shares from 0 to 1 made of what was measured.

The formulas are plain on purpose, so that a listener can follow them: docs/reference/analysis.md.
"""

import math
from collections.abc import Mapping
from typing import Final

from phantom_core.audio.analysis import Loudness, Tempo

__all__ = ["qualities"]

_QUIET, _LOUD = -40.0, -8.0
_BUSY: Final = 6.0
_DYNAMIC: Final = 20.0
_STRIDE, _OCTAVES = 120.0, 0.5


def qualities(tempo: Tempo, loudness: Loudness, figures: Mapping[str, float]) -> dict[str, float]:
    """Energy, dynamics and danceability; without the one that cannot be told.

    Args:
        tempo: of which danceability is made, with `beat_strength` and `pulse_clarity`.
        loudness: of which energy and dynamics are made.
        figures: features by name.
    """
    found: dict[str, float] = {}
    if loudness.integrated_lufs is not None:
        level = _share((loudness.integrated_lufs - _QUIET) / (_LOUD - _QUIET))
        pace = _share(figures.get("onsets_per_second", 0.0) / _BUSY)
        found["energy"] = 0.6 * level + 0.4 * pace
    if loudness.range_lu is not None:
        found["dynamics"] = _share(loudness.range_lu / _DYNAMIC)
    if figures:
        found["danceability"] = _danceability(tempo, figures)
    return {name: round(value, 3) for name, value in found.items()}


def _danceability(tempo: Tempo, figures: Mapping[str, float]) -> float:
    if tempo.bpm is None:
        return 0.0
    stride = math.exp(-0.5 * (math.log2(tempo.bpm / _STRIDE) / _OCTAVES) ** 2)
    strength, clarity = figures.get("beat_strength", 0.0), figures.get("pulse_clarity", 0.0)
    return 0.4 * _share(strength) + 0.4 * _share(clarity) + 0.2 * stride


def _share(value: float) -> float:
    return min(1.0, max(0.0, value))
