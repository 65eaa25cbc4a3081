"""What a machine hears in a recording: the results of an analysis.

A value that cannot be known is None, and `reason` beside it says why in a sentence; infinities
and NaN never appear, so that every result is plain JSON.
"""

import math
from collections.abc import Mapping
from enum import StrEnum
from typing import Any, Final

import attrs

from phantom_core.audio.waveform import Peaks
from phantom_core.kernel.errors import TooLarge, UnsupportedMedia
from phantom_core.kernel.quantities import Bpm, Hertz, Lufs, Milliseconds, Seconds

__all__ = [
    "Analysis",
    "AnalysisFailed",
    "AnalysisResult",
    "Embedding",
    "Key",
    "Loudness",
    "Meter",
    "Mode",
    "SuggestedTag",
    "Tempo",
    "TempoCandidate",
    "TooMuchAudio",
]


class AnalysisFailed(UnsupportedMedia):
    """The analysis of this file broke off: it took too much processor time, memory, or crashed.

    The same file is expected to fail again; other files are not affected.

    Attributes:
        reason: what happened, for the owner of the file.
    """

    rule = "analysis-failed"

    def __init__(self, reason: str) -> None:
        super().__init__(f"The audio cannot be analysed: {reason.rstrip('.')}.")
        self.reason = reason


class TooMuchAudio(TooLarge):
    """The file decodes to more sound than is accepted, however small it is itself."""

    rule = "too-much-audio"


def _number(low: float, high: float) -> Any:
    def check(_: object, attribute: "attrs.Attribute[float | None]", value: float | None) -> None:
        if value is not None and not (math.isfinite(value) and low <= value <= high):
            message = f"{attribute.name} must be a number from {low} to {high}, not {value}"
            raise ValueError(message)

    return check


_NOT_COUNTED: Final = "The analyzer of this report did not count bars."
_share = _number(0.0, 1.0)
_finite = _number(-math.inf, math.inf)


def _known_or_explained(value: Any, reason: str | None) -> None:
    if (value is None) == (reason is None):
        message = "a value is either known, or None with a reason"
        raise ValueError(message)


@attrs.frozen(kw_only=True)
class TempoCandidate:
    """One way to count the beat.

    Attributes:
        bpm: beats a minute.
        confidence: the chance, 0 to 1, that listeners count it so.
    """

    bpm: Bpm = attrs.field(validator=_number(1.0, 1000.0))
    confidence: float = attrs.field(validator=_share)


@attrs.frozen(kw_only=True)
class Tempo:
    """How fast the music goes.

    Attributes:
        bpm: beats a minute; None when there is no steady beat.
        confidence: the chance, 0 to 1, that `bpm` is right; 0 when unknown.
        candidates: the likeliest readings, best first; the first one is `bpm`. Half and double
            are usual rivals.
        reason: why `bpm` is None.
    """

    bpm: Bpm | None = attrs.field(validator=_number(1.0, 1000.0))
    confidence: float = attrs.field(validator=_share)
    candidates: tuple[TempoCandidate, ...] = ()
    reason: str | None = None

    def __attrs_post_init__(self) -> None:
        """Demand a reason exactly when the tempo is unknown."""
        _known_or_explained(self.bpm, self.reason)

    @classmethod
    def unknown(cls, reason: str) -> "Tempo":
        """No tempo, and why."""
        return cls(bpm=None, confidence=0.0, reason=reason)


@attrs.frozen(kw_only=True)
class Meter:
    """How beats are grouped into bars.

    Attributes:
        beats_per_bar: how many beats a bar has, 2 to 12; None when it cannot be told.
        first_downbeat: which of the report's beats is the first that begins a bar, from 0; every
            `beats_per_bar`-th after it does too. None when unknown.
        confidence: 0 to 1, how far this grouping is ahead of the best other one; 0 when unknown.
        reason: why it is unknown.
    """

    beats_per_bar: int | None = attrs.field(validator=_number(2, 12))
    first_downbeat: int | None = attrs.field(validator=_number(0, 11))
    confidence: float = attrs.field(validator=_share)
    reason: str | None = None

    def __attrs_post_init__(self) -> None:
        """Demand a reason exactly when the grouping is unknown."""
        _known_or_explained(self.beats_per_bar, self.reason)
        _known_or_explained(self.first_downbeat, self.reason)

    @classmethod
    def unknown(cls, reason: str) -> "Meter":
        """No bars, and why."""
        return cls(beats_per_bar=None, first_downbeat=None, confidence=0.0, reason=reason)


class Mode(StrEnum):
    """The two scales that a key is told in."""

    MAJOR = "major"
    MINOR = "minor"


@attrs.frozen(kw_only=True)
class Key:
    """The key that the music is in.

    Attributes:
        tonic: the tone of rest: C, Db, D, Eb, E, F, F#, G, Ab, A, Bb or B; None when unknown.
        mode: major or minor; None when unknown.
        confidence: 0 to 1, how far this key is ahead of its best rival; 0 when unknown.
        reason: why the key is None.
        tuning_cents: how far the tones are above a' = 440 Hz, -50 to 50; None when no tones were
            heard, or by analyzers that did not measure it.
    """

    tonic: str | None
    mode: Mode | None
    confidence: float = attrs.field(validator=_share)
    reason: str | None = None
    tuning_cents: float | None = attrs.field(default=None, validator=_number(-50.0, 50.0))

    def __attrs_post_init__(self) -> None:
        """Demand a reason exactly when the key is unknown."""
        _known_or_explained(self.tonic, self.reason)
        _known_or_explained(self.mode, self.reason)

    @classmethod
    def unknown(cls, reason: str) -> "Key":
        """No key, and why."""
        return cls(tonic=None, mode=None, confidence=0.0, reason=reason)


@attrs.frozen(kw_only=True)
class Loudness:
    """How loud the recording is (ITU-R BS.1770-4, EBU Tech 3342).

    Attributes:
        integrated_lufs: loudness of the whole, gated; None below -70 LUFS or under 0.4 s.
        range_lu: loudness range; None under 3 s, or when all is below the gate.
        true_peak_dbtp: the highest point between the samples, decibels over full scale; None for
            digital silence.
        peak: the highest absolute sample, 1.0 = full scale; more is possible in float files.
        reason: why a value is None; None when all are known.
    """

    integrated_lufs: Lufs | None = attrs.field(validator=_finite)
    range_lu: float | None = attrs.field(validator=_finite)
    true_peak_dbtp: float | None = attrs.field(validator=_finite)
    peak: float = attrs.field(validator=_number(0.0, math.inf))
    reason: str | None = None

    def __attrs_post_init__(self) -> None:
        """Demand a reason exactly when something is unknown."""
        values = (self.integrated_lufs, self.range_lu, self.true_peak_dbtp)
        _known_or_explained(None if None in values else values, self.reason)


@attrs.frozen(kw_only=True)
class Embedding:
    """A fixed-length fingerprint of the sound; near vectors sound alike.

    Attributes:
        scheme: name and version of how it is made; only vectors of one scheme compare.
        vector: the numbers, of one length within a scheme; None when nothing was heard.
        reason: why `vector` is None.
    """

    scheme: str
    vector: tuple[float, ...] | None
    reason: str | None = None

    def __attrs_post_init__(self) -> None:
        """Demand a reason exactly when there is no vector, and finite numbers."""
        _known_or_explained(self.vector, self.reason)
        if not all(math.isfinite(number) for number in self.vector or ()):
            message = "an embedding holds finite numbers"
            raise ValueError(message)


@attrs.frozen(kw_only=True)
class SuggestedTag:
    """A word the owner may want to put on the recording.

    Attributes:
        tag: the word, lower case: `fast`, `minor`, `quiet`.
        reason: what it was told from: `174 BPM`.
    """

    tag: str
    reason: str


@attrs.frozen(kw_only=True)
class AnalysisResult:
    """All that one analysis found in one recording.

    Attributes:
        duration_ms: length of what was decoded, counted sample by sample.
        sample_rate: frames a second, as stored in the file.
        channels: 1 for mono, 2 for stereo.
        tempo: beats a minute, or why not.
        beats: when the beats fall, seconds from the start, ascending; empty without a tempo.
        key: tonic and mode, or why not.
        loudness: integrated loudness, range and peaks.
        features: spectral and rhythmic figures by name; one that could not be had is absent.
        embedding: the fingerprint for taste matching.
        tags: suggestions, each with its reason.
        truncated: whether less came out than the file should hold: it ends early, or breaks off.
        warnings: what the owner should know about the file, as sentences.
        meter: which beats begin a bar, or why that is unknown.
    """

    duration_ms: Milliseconds = attrs.field(validator=_number(0, math.inf))
    sample_rate: Hertz = attrs.field(validator=_number(1, math.inf))
    channels: int = attrs.field(validator=_number(1, math.inf))
    tempo: Tempo
    beats: tuple[Seconds, ...]
    key: Key
    loudness: Loudness
    features: Mapping[str, float]
    embedding: Embedding
    tags: tuple[SuggestedTag, ...]
    truncated: bool = False
    warnings: tuple[str, ...] = ()
    meter: Meter = Meter.unknown(_NOT_COUNTED)

    @property
    def downbeats(self) -> tuple[Seconds, ...]:
        """The beats that begin a bar; none while the meter is unknown."""
        if self.meter.beats_per_bar is None or self.meter.first_downbeat is None:
            return ()
        return self.beats[self.meter.first_downbeat :: self.meter.beats_per_bar]


@attrs.frozen(kw_only=True)
class Analysis:
    """An analyzer's whole answer: the results, who made them, and what to draw.

    Attributes:
        analyzer: the analyzer's name.
        analyzer_version: changes whenever the same file may give other results.
        decoder_version: name and version of the decoder; beat times depend on it by some 50 ms.
        result: what goes into the report.
        peaks: the waveform at its finest level.
        picture: the waveform as a PNG file.
    """

    analyzer: str
    analyzer_version: str
    decoder_version: str
    result: AnalysisResult
    peaks: Peaks = attrs.field(repr=False)
    picture: bytes = attrs.field(repr=False)
