"""Whether a piece keeps one pace throughout, and the grid of beats that it then keeps to.

Seen as a wave, the onsets of a steady piece have the same phase from beginning to end. At the pace
of the beat that may flip where the stress moves between the beats; at twice the pace it does not.
The phase of the grid is told from the whole piece, so that a passage stressed off the beat does not
carry the beats away, as it may where each is found from the one before.
"""

from typing import Final

import attrs
import numpy as np
import numpy.typing as npt
from scipy import ndimage

from phantom_adapters.audio.onsets import BEAT_WEIGHTS, ONSET_RATE
from phantom_adapters.audio.signals import Doubles, Floats

__all__ = ["Grid", "find_grid"]

_LONGEST: Final = int(15 * 60 * ONSET_RATE)
_SEARCHED, _STEPS = 0.01, 401
_BLOCK: Final = 21
_WINDOW: Final = int(8 * ONSET_RATE / _BLOCK)
_STEADY: Final = 0.8
_BINS: Final = 24
_EVENING: Final = 0.5

_STRESS: Final = np.array([1.25, 1, 1, 1])

_Swings = npt.NDArray[np.complex128]


@attrs.frozen(kw_only=True)
class Grid:
    """Beats at equal distances, in points of the onset curve.

    Attributes:
        period: from one beat to the next.
        start: where the first one is, less than a period from 0.
    """

    period: float
    start: float

    def beats(self, points: int) -> Doubles:
        """Where the beats of a curve of so many points fall."""
        return np.arange(self.start, points, self.period)


def find_grid(curves: Floats, bpm: float) -> Grid | None:
    """The grid of onset curves (time by bands), given about how fast they go.

    None where the pace wanders, or after a quarter of an hour: that is more than one piece.
    """
    if not 2 * _WINDOW * _BLOCK < len(curves) < _LONGEST:
        return None
    curve = (curves @ BEAT_WEIGHTS).astype(np.float64)
    pace = _pace(curve - curve.mean(), bpm / 60 / ONSET_RATE)
    if pace is None:
        return None
    return Grid(period=1 / pace, start=_phase(curves, 1 / pace) / pace)


def _pace(curve: Doubles, near: float) -> float | None:
    """Beats a point: where the whole curve swings most at that pace and at its double."""
    blocks = len(curve) // _BLOCK
    paces = near * np.linspace(1 - _SEARCHED, 1 + _SEARCHED, _STEPS)
    middles = (np.arange(blocks) + 0.5) * _BLOCK
    turns = np.exp(-2j * np.pi * np.outer(paces - near, middles))
    single, double = (_swings(curve, near * number, blocks) for number in (1, 2))
    found = int((np.abs(turns @ single) + np.abs(turns**2 @ double)).argmax())
    straight = (single * turns[found], double * turns[found] ** 2)
    return float(paces[found]) if max(map(_coherence, straight)) > _STEADY else None


def _swings(curve: Doubles, pace: float, blocks: int) -> _Swings:
    swung = curve * np.exp(-2j * np.pi * pace * np.arange(len(curve)))
    summed: _Swings = swung[: blocks * _BLOCK].reshape(blocks, _BLOCK).sum(axis=1)
    return summed


def _coherence(swings: _Swings) -> float:
    """How much of the swing of its windows of 8 s is left in the whole, 0 to 1."""
    windows = len(swings) // _WINDOW
    parts = swings[: windows * _WINDOW].reshape(windows, _WINDOW).sum(axis=1)
    return float(abs(parts.sum()) / max(np.abs(parts).sum(), 1e-9))


def _phase(curves: Floats, period: float) -> float:
    """Where in the period onsets are strongest on average, as a share of it.

    Here all bands count nearly alike, each by its own measure: many a bass plays between the beats.
    """
    bins = np.rint(np.arange(len(curves)) % period / period * _BINS).astype(np.int64) % _BINS
    counts = np.bincount(bins, minlength=_BINS)
    bands = [np.bincount(bins, band, _BINS) / counts for band in curves.T.astype(float) ** _EVENING]
    shares = np.array([band / max(band.mean(), 1e-9) for band in bands])
    profile = _STRESS @ shares
    profile = ndimage.gaussian_filter1d(profile, 0.7, mode="wrap")
    best = int(profile.argmax())
    left, top, right = profile[best - 1], profile[best], profile[(best + 1) % _BINS]
    return float((best + 0.5 * (left - right) / (left - 2 * top + right - 1e-9)) % _BINS / _BINS)
