"""Files that were tampered with, and how an analyzer takes them."""

import random
from pathlib import Path
from typing import Any, Final

import anyio
import anyio.lowlevel

from phantom_adapters.audio import LibrosaAnalyzer
from phantom_core.audio.analysis import AnalysisFailed, TooMuchAudio
from phantom_core.audio.media_type import NotAudio, NotDecodable
from tests.unit.audio_analysis.recordings import encoded, noise, write

__all__ = ["KINDS", "VERDICTS", "verdicts"]

KINDS: Final[dict[str, dict[str, Any]]] = {
    "wav": {"kind": "WAV"},
    "float wav": {"kind": "WAV", "subtype": "FLOAT"},
    "adpcm wav": {"kind": "WAV", "subtype": "MS_ADPCM"},
    "flac": {"kind": "FLAC"},
    "ogg": {"kind": "OGG"},
    "mp3": {"kind": "MP3"},
}
"""How to encode a sound file of each kind."""

VERDICTS: Final = frozenset({"heard", "not-audio", "not-decodable", "too-much-audio"})
"""All that may be said of a file."""

_PATIENCE: Final = 60.0


async def verdicts(analyzer: LibrosaAnalyzer, folder: Path, kind: str, count: int) -> set[str]:
    """What is said of so many files that were tampered with; every third is heard as a whole."""
    await analyzer.warm()  # what its processes take to start is no file's fault
    data, chance = encoded(noise(0.6), **KINDS[kind]), random.Random(kind)
    said = set()
    for number in range(count):
        path = write(folder, _tampered(data, chance))
        said.add(await _verdict(analyzer, path, whole=number % 3 == 0))
    return said


def _tampered(data: bytes, chance: random.Random) -> bytes:
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


async def _verdict(analyzer: LibrosaAnalyzer, path: Path, *, whole: bool) -> str:
    async def ignore(_: str, __: float) -> None:
        await anyio.lowlevel.checkpoint()

    try:
        with anyio.fail_after(_PATIENCE):
            if whole:
                await analyzer.analyze(path, on_progress=ignore)
            else:
                await analyzer.probe(path)
    except (NotAudio, NotDecodable, TooMuchAudio) as refusal:
        return refusal.rule
    except AnalysisFailed as failure:
        return failure.detail
    return "heard"
