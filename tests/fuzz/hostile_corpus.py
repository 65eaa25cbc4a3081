"""Files that mean harm, made on the spot: what they claim, hide and repeat."""

import io
import random
import struct
from collections.abc import Iterator
from typing import Final

import attrs
import numpy as np
import soundfile

from tests.unit.audio_analysis.recordings import encoded, noise

__all__ = ["NAMES", "Hostile", "bomb", "corpus"]

_KINDS: Final = {
    "wav": ("WAV", "PCM_16"),
    "flac": ("FLAC", "PCM_16"),
    "vorbis": ("OGG", "VORBIS"),
    "opus": ("OGG", "OPUS"),
    "mp3": ("MP3", "MPEG_LAYER_III"),
}
_MUTANTS: Final = 8
_RATE: Final = 8000
_HOUR: Final = 3600
_PAGE: Final = b"<html><script>alert(1)</script></html>"
_ZIP: Final = b"PK\x05\x06" + bytes(18)
_PLAYLIST: Final = b"#EXTM3U\n#EXTINF:1,\nhttp://127.0.0.1:9/x.ts\n"

NAMES: Final = {
    "a line break": "song\r\nX-Injected: yes.wav",
    "the other direction": "song\u202egnp.wav",
    "a way out": "../../../etc/passwd.wav",
    "a way out of Windows": "..\\..\\boot.ini.wav",
    "a NUL": "song\0.html.wav",
    "very many bytes": "ż" * 300 + ".wav",
    "nothing but dots": "...",
    "a script": '"><script>alert(1)</script>.svg',
    "a lone surrogate": "song\\ud800.wav",
}
"""What a file may be called."""


@attrs.frozen
class Hostile:
    """A file, and what is wrong with it."""

    wrong: str
    data: bytes


def bomb(hours: int) -> bytes:
    """Hours of silence in a few hundred kilobytes."""
    file, minutes = io.BytesIO(), np.zeros(10 * 60 * _RATE, dtype=np.int16)
    with soundfile.SoundFile(file, "w", _RATE, 1, "PCM_16", format="FLAC") as writer:
        for _ in range(hours * 6):
            writer.write(minutes)
    return file.getvalue()


def corpus() -> Iterator[Hostile]:
    """Everything but the bomb."""
    sound = {name: _encoded(*how) for name, how in _KINDS.items()}
    for name, data in sound.items():
        yield from _cut_short(name, data)
        yield from _mutated(name, data)
        yield from _polyglots(name, data)
    yield from _liars(sound)
    yield from _strangers()


def _encoded(kind: str, subtype: str) -> bytes:
    return encoded(noise(0.6, rate=48_000), rate=48_000, kind=kind, subtype=subtype)


def _cut_short(name: str, data: bytes) -> Iterator[Hostile]:
    for size in (1, 11, 40, 200, len(data) // 2, len(data) - 1):
        yield Hostile(f"{name}, cut off after {size} bytes", data[:size])


def _mutated(name: str, data: bytes) -> Iterator[Hostile]:
    chance = random.Random(name)
    for number in range(_MUTANTS):
        changed = bytearray(data)
        for _ in range(2 ** (number + 1)):
            changed[chance.randrange(min(len(changed), 4 ** (number + 3)))] = chance.randrange(256)
        yield Hostile(f"{name}, mutant {number}", bytes(changed))


def _polyglots(name: str, data: bytes) -> Iterator[Hostile]:
    for what, other in {"page": _PAGE, "zip": _ZIP, "playlist": _PLAYLIST}.items():
        yield Hostile(f"{name} behind a {what}", other + data)
        yield Hostile(f"{name} before a {what}", data + other)


def _liars(sound: dict[str, bytes]) -> Iterator[Hostile]:
    wave, flac, mp3 = (bytearray(sound[name]) for name in ("wav", "flac", "mp3"))
    wave[4:8] = wave[40:44] = b"\xf0\xff\xff\xff"
    yield Hostile("a wav that claims 4 GiB", bytes(wave))
    wave[24:28] = struct.pack("<I", 1)
    yield Hostile("a wav that claims a rate of 1", bytes(wave))
    wave[22:24] = struct.pack("<H", 65_535)
    yield Hostile("a wav that claims 65,535 channels", bytes(wave))
    flac[21:26] = bytes([flac[21] | 0x0F]) + b"\xff\xff\xff\xff"
    yield Hostile("a flac that claims 2^36 frames", bytes(flac))
    yield Hostile("an mp3 with a tag of 256 MiB", b"ID3\x04\0\0\x7f\x7f\x7f\x7f" + bytes(mp3))


def _strangers() -> Iterator[Hostile]:
    drawing = b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'
    named = {
        "a page": _PAGE,
        "a drawing": drawing,
        "a playlist": _PLAYLIST,
        "a zip": _ZIP,
        "a program": b"\x7fELF" + bytes(200),
        "a video": b"\x1aE\xdf\xa3" + bytes(500),
        "zeros": bytes(100_000),
        "a picture": b"\x89PNG\r\n\x1a\n" + bytes(500),
    }
    yield from (Hostile(wrong, data) for wrong, data in named.items())
