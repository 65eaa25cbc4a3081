"""Files that were tampered with get an answer of a known kind, each within its time."""

import random
from pathlib import Path
from typing import Any

import anyio
import anyio.lowlevel
import pytest

from phantom_adapters.audio import LibrosaAnalyzer
from phantom_core.audio.analysis import AnalysisFailed, TooMuchAudio
from phantom_core.audio.media_type import NotAudio, NotDecodable
from tests.unit.audio_analysis.recordings import encoded, noise, write

PATIENCE = 10.0
PER_KIND = 60
KINDS: dict[str, dict[str, Any]] = {
    "wav": {"kind": "WAV"},
    "float wav": {"kind": "WAV", "subtype": "FLOAT"},
    "adpcm wav": {"kind": "WAV", "subtype": "MS_ADPCM"},
    "flac": {"kind": "FLAC"},
    "ogg": {"kind": "OGG"},
    "mp3": {"kind": "MP3"},
}


def tampered(data: bytes, chance: random.Random) -> bytes:
    """Some bytes changed, mostly in the beginning; some taken out, doubled or cut off."""
    changed = bytearray(data)
    for _ in range(chance.choice([1, 3, 20])):
        reach = chance.choice([64, 64, 512, len(changed)])
        at = chance.randrange(min(reach, len(changed)))
        changed[at] = chance.choice([0, 0xFF, 0x7F, 0x80, chance.randrange(256)])
    first, second = sorted(chance.randrange(len(changed)) for _ in range(2))
    match chance.randrange(5):
        case 0:
            del changed[first:second]
        case 1:
            changed[first:first] = changed[first : min(second, first + 5000)]
        case 2:
            del changed[first:]
    return bytes(changed)


async def verdict(analyzer: LibrosaAnalyzer, path: Path, *, whole: bool) -> str:
    async def ignore(_: str, __: float) -> None:
        await anyio.lowlevel.checkpoint()

    try:
        with anyio.fail_after(PATIENCE):
            if whole:
                await analyzer.analyze(path, on_progress=ignore)
            else:
                await analyzer.probe(path)
    except (NotAudio, NotDecodable, TooMuchAudio) as refusal:
        return refusal.rule
    except AnalysisFailed as failure:
        return failure.detail
    return "heard"


@pytest.mark.anyio
@pytest.mark.parametrize("kind", list(KINDS))
async def test_a_file_that_was_tampered_with_is_heard_or_refused(
    analyzer: LibrosaAnalyzer, tmp_path: Path, kind: str
) -> None:
    data = encoded(noise(0.6), **KINDS[kind])
    chance = random.Random(kind)
    verdicts = []
    for number in range(PER_KIND):
        path = write(tmp_path, tampered(data, chance))
        verdicts.append(await verdict(analyzer, path, whole=number % 3 == 0))

    assert set(verdicts) <= {"heard", "not-audio", "not-decodable", "too-much-audio"}
    assert "heard" in verdicts
