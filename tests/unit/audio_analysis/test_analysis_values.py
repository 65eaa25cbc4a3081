"""Results that cannot be wrong in themselves, and that survive being stored."""

import json
import math

import attrs
import cattrs
import pytest

from phantom_core.audio.analysis import (
    AnalysisResult,
    Embedding,
    Key,
    Loudness,
    Mode,
    SuggestedTag,
    Tempo,
    TempoCandidate,
)
from phantom_core.kernel.quantities import Bpm, Hertz, Lufs, Milliseconds, Seconds


def make() -> AnalysisResult:
    candidates = (
        TempoCandidate(bpm=Bpm(120.0), confidence=0.7),
        TempoCandidate(bpm=Bpm(60.0), confidence=0.2),
    )
    return AnalysisResult(
        duration_ms=Milliseconds(1000),
        sample_rate=Hertz(44100),
        channels=2,
        tempo=Tempo(bpm=Bpm(120.0), confidence=0.7, candidates=candidates),
        beats=(Seconds(0.0), Seconds(0.5)),
        key=Key(tonic="F#", mode=Mode.MINOR, confidence=0.5),
        loudness=Loudness(
            integrated_lufs=Lufs(-14.0),
            range_lu=None,
            true_peak_dbtp=-1.0,
            peak=0.9,
            reason="Too short.",
        ),
        features={"onsets_per_second": 2.0},
        embedding=Embedding(scheme="a-1", vector=(0.5, -1.0)),
        tags=(SuggestedTag(tag="minor", reason="the key is F# minor"),),
        warnings=("Something.",),
    )


def test_a_result_survives_json() -> None:
    text = json.dumps(attrs.asdict(make()), allow_nan=False)

    assert cattrs.structure(json.loads(text), AnalysisResult) == make()


@pytest.mark.parametrize("reason", [None, "because"])
def test_a_tempo_is_either_known_or_explained(reason: str | None) -> None:
    with pytest.raises(ValueError, match="known, or None with a reason"):
        Tempo(bpm=None if reason is None else Bpm(100.0), confidence=0.0, reason=reason)


def test_a_key_is_either_known_or_explained() -> None:
    with pytest.raises(ValueError, match="known, or None with a reason"):
        Key(tonic="C", mode=None, confidence=0.0)


def test_loudness_is_whole_or_explained() -> None:
    with pytest.raises(ValueError, match="known, or None with a reason"):
        Loudness(integrated_lufs=None, range_lu=1.0, true_peak_dbtp=1.0, peak=1.0)


@pytest.mark.parametrize("number", [math.nan, math.inf, -math.inf])
def test_no_result_holds_what_json_cannot_say(number: float) -> None:
    with pytest.raises(ValueError, match="finite"):
        Embedding(scheme="a-1", vector=(number,))
    with pytest.raises(ValueError, match="number from"):
        Loudness(integrated_lufs=Lufs(number), range_lu=0.0, true_peak_dbtp=0.0, peak=0.0)
    with pytest.raises(ValueError, match="number from"):
        TempoCandidate(bpm=Bpm(number), confidence=1.0)


@pytest.mark.parametrize("confidence", [-0.1, 1.1])
def test_confidence_is_a_share(confidence: float) -> None:
    with pytest.raises(ValueError, match="confidence must be"):
        TempoCandidate(bpm=Bpm(120.0), confidence=confidence)
