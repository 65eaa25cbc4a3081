"""Loudness as broadcasters measure it: ITU-R BS.1770-4 and EBU Tech 3342, in one pass.

Only the power of each 100 ms is kept; the gated blocks of 400 ms with 75 % overlap, and the windows
of 3 s for the range, are sums of those.
"""

import math
from typing import Final

import numpy as np
from scipy import signal

from phantom_adapters.audio.signals import Doubles, Floats
from phantom_adapters.audio.true_peak import TruePeak
from phantom_core.audio.analysis import Loudness
from phantom_core.kernel.quantities import Lufs

__all__ = ["LoudnessMeter", "channel_weights", "integrated", "k_weighting", "loudness_range"]

_LOWEST_RATE: Final = 4000
_ABSOLUTE_GATE: Final = -70.0
_SIDE: Final = 1.41
_WEIGHTS: Final = {
    4: (1.0, 1.0, _SIDE, _SIDE),
    5: (1.0, 1.0, 1.0, _SIDE, _SIDE),
    6: (1.0, 1.0, 1.0, 0.0, _SIDE, _SIDE),
}
_SHORT: Final = "The recording is too short, or too quiet, to measure its loudness."
_BRIEF: Final = "The recording is too short, or too quiet, to have a loudness range."
_SILENT: Final = "The recording is silent."
_SLOW: Final = "The sample rate is too low to measure loudness."


def channel_weights(channels: int) -> Doubles:
    """How much each channel counts, in the order L R C LFE Ls Rs (BS.1770-4, table 3)."""
    return np.array(_WEIGHTS.get(channels, (1.0,) * channels))


def k_weighting(rate: int) -> Doubles:
    """The two filters that stand for the head and for the ear, as second-order sections.

    The analogue prototypes behind BS.1770's table for 48 kHz, put to any rate by the bilinear
    transform, with the constants that libebur128 uses.
    """
    k, q = math.tan(math.pi * 1681.974450955533 / rate), 0.7071752369554196
    high = 10 ** (3.999843853973347 / 20)
    band = high**0.4996667741545416
    a0 = 1 + k / q + k * k
    shelf = [
        (high + band * k / q + k * k) / a0,
        2 * (k * k - high) / a0,
        (high - band * k / q + k * k) / a0,
        1.0,
        2 * (k * k - 1) / a0,
        (1 - k / q + k * k) / a0,
    ]
    k, q = math.tan(math.pi * 38.13547087602444 / rate), 0.5003270373238773
    a0 = 1 + k / q + k * k
    low_cut = [1.0, -2.0, 1.0, 1.0, 2 * (k * k - 1) / a0, (1 - k / q + k * k) / a0]
    return np.array([shelf, low_cut])


class LoudnessMeter:
    """Takes a recording block by block, and tells how loud it was."""

    def __init__(self, rate: int, channels: int) -> None:
        self._rate = rate
        self._weights = channel_weights(channels)
        self._sections = k_weighting(max(rate, _LOWEST_RATE))
        self._state = np.zeros((2, channels, 2))
        self._carried: Doubles = np.zeros(0)
        self._frames = 0
        self._powers: list[Doubles] = []
        self._true_peak = TruePeak(channels)
        self.peak = 0.0

    def push(self, block: Floats) -> None:
        """Hear the next samples (channels by frames)."""
        self.peak = max(self.peak, float(block.max()), -float(block.min()))
        self._true_peak.push(block)
        weighted, self._state = signal.sosfilt(self._sections, block, axis=1, zi=self._state)
        self._keep(self._weights @ np.square(weighted, out=weighted))

    def _keep(self, squares: Doubles) -> None:
        """Sum the squares of each tenth of a second that is complete."""
        squares = np.concatenate([self._carried, squares])
        first = self._frames - len(self._carried)
        self._frames = first + len(squares)
        tenths = np.arange(self._tenth(first), self._tenth(self._frames) + 1)
        edges = np.ceil(tenths * self._rate / 10).astype(np.int64) - first
        self._carried = squares[edges[-1] :]
        if len(edges) > 1:
            sums = np.add.reduceat(squares[: edges[-1]], edges[:-1])
            self._powers.append(sums / np.diff(edges))

    def _tenth(self, frame: int) -> int:
        return frame * 10 // self._rate

    def finish(self) -> Loudness:
        """What was measured, with a reason for what could not be."""
        powers = np.concatenate([np.zeros(0), *self._powers])
        measurable = self._rate >= _LOWEST_RATE
        lufs = integrated(powers) if measurable else None
        spread = loudness_range(powers) if measurable else None
        highest = self._true_peak.finish()
        reason = _BRIEF if spread is None else None
        reason = _SHORT if lufs is None else reason
        reason = reason if measurable else _SLOW
        return Loudness(
            integrated_lufs=None if lufs is None else Lufs(round(lufs, 2)),
            range_lu=None if spread is None else round(spread, 2),
            true_peak_dbtp=round(20 * math.log10(highest), 2) if highest > 0 else None,
            peak=round(self.peak, 6),
            reason=reason if highest > 0 else _SILENT,
        )


def integrated(tenths: Doubles) -> float | None:
    """The gated loudness in LUFS of a recording, from its powers per 100 ms; None if all is gated.

    Blocks of 400 ms below -70 LUFS are left out, then those 10 LU below the mean of the rest.
    """
    blocks = _gated(_windows(tenths, 4), _ABSOLUTE_GATE)
    if not len(blocks):
        return None
    return _lufs(float(_gated(blocks, _lufs(float(blocks.mean())) - 10).mean()))


def loudness_range(tenths: Doubles) -> float | None:
    """The loudness range in LU (EBU Tech 3342): how far the 95th percentile is above the 10th.

    Of windows of 3 s, one each 100 ms, above -70 LUFS and not 20 LU below their mean.
    """
    windows = _gated(_windows(tenths, 30), _ABSOLUTE_GATE)
    if not len(windows):
        return None
    windows = _gated(windows, _lufs(float(windows.mean())) - 20)
    low, high = np.percentile(windows, [10, 95])
    return _lufs(float(high)) - _lufs(float(low))


def _windows(tenths: Doubles, length: int) -> Doubles:
    if len(tenths) < length:
        return np.zeros(0)
    sums = np.cumsum(np.concatenate([[0.0], tenths]))
    powers: Doubles = np.maximum(sums[length:] - sums[:-length], 0) / length
    return powers


def _gated(powers: Doubles, gate: float) -> Doubles:
    return powers[powers > 10 ** ((gate + 0.691) / 10)]


def _lufs(power: float) -> float:
    return -0.691 + 10 * math.log10(power)
