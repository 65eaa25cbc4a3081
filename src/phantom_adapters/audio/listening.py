"""One pass over a recording: everything that is heard, with flat memory at any length."""

import math
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Final

import numpy as np
import soxr  # type: ignore[import-untyped]

from phantom_adapters.audio.decoding import Sound, milliseconds
from phantom_adapters.audio.embedding import SCHEME, embed, raw_fingerprint
from phantom_adapters.audio.harmony import COURSE_RATE, Tones, best_key, fold, tonic_first
from phantom_adapters.audio.limits import AudioLimits
from phantom_adapters.audio.loudness import LoudnessMeter
from phantom_adapters.audio.onsets import FRAME, HOP, Onsets, mel_bands
from phantom_adapters.audio.peaks_meter import PeaksMeter
from phantom_adapters.audio.percussion import Percussion
from phantom_adapters.audio.qualities import qualities
from phantom_adapters.audio.rhythm import Rhythm, hear_rhythm
from phantom_adapters.audio.signals import RATE, Doubles, Floats
from phantom_adapters.audio.spectrum import Spectra
from phantom_adapters.audio.tags import suggest_tags
from phantom_adapters.audio.timbre import Timbre
from phantom_core.audio.analysis import AnalysisResult, Embedding, Key, Loudness
from phantom_core.audio.waveform import Peaks
from phantom_core.kernel.quantities import Hertz

__all__ = ["Report", "listen"]

Report = Callable[[str, float], None]
"""Told the stage and the share of the whole work that is done."""

_DECODING_SHARE: Final = 0.9
_SILENT: Final = "The recording is silent."


def listen(path: Path, limits: AudioLimits, report: Report) -> tuple[AnalysisResult, Peaks]:
    """Hear a whole file.

    Raises: NotAudio, NotDecodable, TooMuchAudio.
    """
    sound = Sound(path, limits)
    ear = _Ear(sound)
    for block in sound.blocks():
        ear.push(block)
        heard = min(1.0, sound.decoded / sound.expected) if sound.expected else 0.0
        report("decoding", round(_DECODING_SHARE * heard, 4))
    return ear.finish(report)


class _Ear:
    """The listeners side by side: each takes the blocks as they come."""

    def __init__(self, sound: Sound) -> None:
        self._sound = sound
        self._loudness = LoudnessMeter(sound.sample_rate, sound.channels)
        self._peaks = PeaksMeter(sound.sample_rate, sound.subtype)
        self._resampler = soxr.ResampleStream(sound.sample_rate, RATE, 1, dtype="float32")
        self._spectra = Spectra(FRAME, HOP)
        self._mel: Floats = mel_bands().T
        self._onsets, self._timbre, self._tones = Onsets(), Timbre(), Tones()
        self._percussion = Percussion()
        self._energy = 0.0

    def push(self, block: Floats) -> None:
        self._loudness.push(block)
        self._peaks.push(block)
        mono = block.mean(axis=0)
        self._energy += float(np.dot(mono, mono))
        self._hear(self._resampler.resample_chunk(mono))

    def _hear(self, samples: Floats) -> None:
        self._tones.push(samples)
        self._look(self._spectra.push(samples))

    def _look(self, spectra: Floats) -> None:
        mel = spectra @ self._mel
        self._onsets.push(mel)
        self._timbre.push(spectra, mel)
        self._percussion.push(mel)

    def finish(self, report: Report) -> tuple[AnalysisResult, Peaks]:
        self._hear(self._resampler.resample_chunk(np.zeros(0, np.float32), last=True))
        self._look(self._spectra.finish())
        report("rhythm", _DECODING_SHARE)
        whole, tail = self._tones.finish()
        rhythm = hear_rhythm(self._onsets.finish(), self._tones.course(), COURSE_RATE)
        report("harmony", 0.95)
        key = best_key(whole, tail)
        report("loudness", 0.97)
        loudness = self._loudness.finish()
        return self._result(rhythm, key, loudness, fold(whole)), self._peaks.finish()

    def _result(
        self, rhythm: Rhythm, key: Key, loudness: Loudness, tones: Doubles
    ) -> AnalysisResult:
        sound = self._sound
        features = {**self._timbre.figures(), **rhythm.features, **self._level()}
        features |= self._qualities(rhythm, loudness, features)
        return AnalysisResult(
            duration_ms=milliseconds(sound.decoded, sound.sample_rate),
            sample_rate=Hertz(sound.sample_rate),
            channels=sound.channels,
            tempo=rhythm.tempo,
            beats=rhythm.beats,
            meter=rhythm.meter,
            key=key,
            loudness=loudness,
            features=features,
            embedding=self._embedding(rhythm, key, loudness, tones),
            tags=suggest_tags(rhythm.tempo, key, loudness, features) if self._energy else (),
            truncated=sound.truncated,
            warnings=tuple(sound.warnings),
        )

    def _qualities(
        self, rhythm: Rhythm, loudness: Loudness, features: Mapping[str, float]
    ) -> dict[str, float]:
        """Energy, dynamics, danceability and percussiveness, as far as there is any sound."""
        struck = self._percussion.share()
        if struck is None:
            return {}
        return {"percussiveness": struck, **qualities(rhythm.tempo, loudness, features)}

    def _level(self) -> dict[str, float]:
        """Mean level of the mono mix, and how far the peak is above it; none for silence.

        The peak is taken as it was measured: rounded, that of a faint recording is nothing.
        """
        if not self._energy:
            return {}
        rms = math.sqrt(self._energy / self._sound.decoded)
        crest = 20 * math.log10(self._loudness.peak / rms)
        return {"rms_dbfs": round(20 * math.log10(rms), 3), "crest_db": round(crest, 3)}

    def _embedding(self, rhythm: Rhythm, key: Key, loudness: Loudness, tones: Doubles) -> Embedding:
        figures = {**self._timbre.figures(), **rhythm.features, **self._level()}
        if not self._timbre.figures():
            return Embedding(scheme=SCHEME, vector=None, reason=_SILENT)
        figures["tempo_bpm"] = rhythm.tempo.bpm or 0.0
        figures["loudness_range_lu"] = loudness.range_lu or 0.0
        raw = raw_fingerprint(self._timbre.cepstra(), tonic_first(tones, key), figures)
        return embed(raw)
