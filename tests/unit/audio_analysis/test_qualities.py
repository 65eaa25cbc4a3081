"""Shares that people speak of: told apart where ears tell them apart, and all documented."""

import re
from pathlib import Path

import numpy as np
import pytest

from phantom_adapters.audio.limits import AudioLimits
from phantom_adapters.audio.listening import listen
from phantom_adapters.audio.percussion import Percussion
from phantom_adapters.audio.qualities import qualities
from phantom_adapters.contracts.audio_examples import clicks
from phantom_core.audio.analysis import Loudness, Tempo
from phantom_core.kernel.quantities import Bpm, Lufs
from tests.unit.audio_analysis.recordings import encoded, write

REFERENCE = Path(__file__).parents[3] / "docs" / "reference" / "analysis.md"
NO_TEMPO = Tempo.unknown("nobody counted")


def loudness(lufs: float | None, spread: float | None) -> Loudness:
    reason = "unmeasured" if None in {lufs, spread} else None
    integrated = None if lufs is None else Lufs(lufs)
    return Loudness(
        integrated_lufs=integrated, range_lu=spread, true_peak_dbtp=-1.0, peak=0.5, reason=reason
    )


def share_of(mel: "np.ndarray[tuple[int, int], np.dtype[np.float32]]") -> float | None:
    percussion = Percussion()
    for piece in np.array_split(mel, 3):
        percussion.push(piece)
    return percussion.share()


def test_what_is_struck_is_told_from_what_is_held() -> None:
    struck, held = np.zeros((400, 40), np.float32), np.zeros((400, 40), np.float32)
    struck[::40] = 1
    held[:, 12] = 1

    assert share_of(struck) == pytest.approx(1, abs=0.1)
    assert share_of(held) == pytest.approx(0, abs=0.05)
    assert share_of(np.zeros((400, 40), np.float32)) is None


def test_the_loud_and_busy_has_more_energy_than_the_quiet() -> None:
    loud = qualities(NO_TEMPO, loudness(-8.0, 4.0), {"onsets_per_second": 6.0})
    quiet = qualities(NO_TEMPO, loudness(-30.0, 16.0), {"onsets_per_second": 1.0})

    assert loud["energy"] == 1
    assert quiet["energy"] == pytest.approx(0.6 * 10 / 32 + 0.4 / 6, abs=0.001)
    assert (loud["dynamics"], quiet["dynamics"]) == (0.2, 0.8)


def test_what_has_no_tempo_is_not_danced_to() -> None:
    tempo = Tempo(bpm=Bpm(120.0), confidence=1.0)
    figures = {"beat_strength": 0.5, "pulse_clarity": 1.0}

    assert qualities(tempo, loudness(-14.0, 4.0), figures)["danceability"] == 0.8
    assert qualities(NO_TEMPO, loudness(-14.0, 4.0), figures)["danceability"] == 0


def test_what_was_not_measured_is_left_out() -> None:
    assert qualities(NO_TEMPO, loudness(None, None), {}) == {}


def test_every_feature_of_a_report_is_in_the_reference(tmp_path: Path) -> None:
    path = write(tmp_path, encoded(np.array(clicks(12, bpm=120)), subtype="FLOAT"))
    result, _ = listen(path, AudioLimits(), lambda _stage, _share: None)
    words = {re.sub("_(.)", lambda found: found[1].upper(), name) for name in result.features}
    told = set(re.findall(r"^\| `(\w+)` \|", REFERENCE.read_text(), re.MULTILINE))

    assert words <= told
    assert {"brightness", "percussiveness", "energy", "dynamics", "danceability"} <= words
