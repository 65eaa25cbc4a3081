"""Sound from behind damage, through ffmpeg where it is installed.

libsndfile ends a FLAC or OGG stream where it is damaged; ffmpeg leaves the damaged frames out and
goes on. It is given one local file, of the container that was found, and no way to any other.
"""

import os
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Final

import numpy as np

from phantom_adapters.audio.signals import Floats
from phantom_core.audio.media_type import AudioFormat

__all__ = ["frames_from"]

_DEMUXERS: Final = {
    AudioFormat.WAV: "wav,w64",
    AudioFormat.FLAC: "flac",
    AudioFormat.OGG: "ogg",
    AudioFormat.MP3: "mp3",
}
_BLOCK: Final = 65536
_SAMPLE: Final = 4


def frames_from(
    path: Path, first: int, *, kind: AudioFormat, rate: int, channels: int
) -> Iterator[Floats]:
    """The sound of a file from a frame on, as far as ffmpeg finds any (frames by channels).

    Nothing where ffmpeg is not installed. Its exit code is not looked at: it tells nothing.
    """
    program = shutil.which("ffmpeg")
    if program is None:
        return
    with subprocess.Popen(  # noqa: S603 (a fixed command; the file is named as a local one)
        [
            program, "-nostdin", "-v", "error", "-threads", "1",
            "-protocol_whitelist", "file,pipe", "-format_whitelist", _DEMUXERS[kind],
            "-i", b"file:" + os.fsencode(path.absolute()),
            "-map", "0:a:0", "-vn", "-f", "f32le", "-ac", str(channels), "-ar", str(rate), "pipe:1",
        ],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
    ) as process:  # fmt: skip
        try:
            yield from _behind(process, first, channels)
        finally:
            process.kill()


def _behind(process: "subprocess.Popen[bytes]", first: int, channels: int) -> Iterator[Floats]:
    if process.stdout is None:
        raise AssertionError
    frame = _SAMPLE * channels
    left = first * frame
    while data := process.stdout.read(_BLOCK * frame):
        passed = min(left, len(data))
        left -= passed
        if piece := data[passed : len(data) - len(data) % frame]:
            yield np.frombuffer(piece, "<f4").reshape(-1, channels)
