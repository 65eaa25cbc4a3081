"""Reports speak camel case throughout, the names of their figures included."""

from phantom_app.http.audio.report_payloads import result_fields
from phantom_core.audio import AnalysisResult, Embedding, Key, Loudness, Tempo
from phantom_core.kernel import Hertz, Milliseconds


def test_figures_are_named_in_camel_case() -> None:
    result = AnalysisResult(
        duration_ms=Milliseconds(1000),
        sample_rate=Hertz(8000),
        channels=1,
        tempo=Tempo.unknown("nobody counted"),
        beats=(),
        key=Key.unknown("nobody listened"),
        loudness=Loudness(
            integrated_lufs=None, range_lu=None, true_peak_dbtp=None, peak=0.5, reason="unmeasured"
        ),
        features={"spectral_centroid_hz": 440.0, "onsets_per_second": 2.0},
        embedding=Embedding(scheme="none", vector=None, reason="nobody compared"),
        tags=(),
    )

    told = result_fields(result)["features"]
    assert told == {"spectralCentroidHz": 440.0, "onsetsPerSecond": 2.0}
