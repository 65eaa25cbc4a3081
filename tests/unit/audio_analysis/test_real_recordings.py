"""Real recordings are heard as people hear them; octaves of the tempo are forgiven here."""

import json
from pathlib import Path
from typing import Any

import anyio.lowlevel
import pytest

from phantom_adapters.audio import LibrosaAnalyzer

CLIPS = [
    "fof_armygeddon",
    "fof_mutilated-mime",
    "bvd_emil-telmanyi-bwv1001-30s",
    "ess_sax_dmin",
    "syn_nott_jigs38",
    "syn_nott_reelsm-q42",
]


async def ignore(_: str, __: float) -> None:
    await anyio.lowlevel.checkpoint()


@pytest.mark.anyio
@pytest.mark.parametrize("clip", CLIPS)
async def test_tempo_and_key_are_those_of_the_manifest(
    analyzer: LibrosaAnalyzer, test_data: Path, clip: str
) -> None:
    entries: list[dict[str, Any]] = json.loads((test_data / "audio/manifest.json").read_text())
    truth = next(entry for entry in entries if entry["id"] == clip)
    path = test_data / "audio" / truth["file"]
    result = (await analyzer.analyze(path, on_progress=ignore)).result
    probed = await analyzer.probe(path)

    assert probed.duration_ms == result.duration_ms
    assert not result.truncated
    if "tempo" in truth:
        octaves = [truth["tempo"] * factor for factor in (0.5, 1, 2)]
        assert any(result.tempo.bpm == pytest.approx(bpm, rel=0.01) for bpm in octaves)
    if "key" in truth:
        assert f"{result.key.tonic} {result.key.mode}" == truth["key"]
