"""How each kind of file has to be put to the decoder, so that all of it is read."""

import functools
import os
from collections.abc import Callable, Iterator, Mapping
from contextlib import AbstractContextManager, closing, contextmanager
from pathlib import Path
from typing import Any, Final

import attrs
import soundfile

from phantom_adapters.audio.byte_windows import Window, pipe_from
from phantom_adapters.audio.containers import inspect, mp3_facts, ogg_facts
from phantom_adapters.audio.waves import wave_facts
from phantom_core.audio.media_type import AudioFormat

__all__ = ["ENDS_EARLY", "Opener", "Source", "find_source"]

Opener = Callable[[], AbstractContextManager[Any]]
"""Opens a `soundfile.SoundFile` for a while; raises `soundfile.LibsndfileError`."""

ENDS_EARLY: Final = "Less sound came out than the file should hold."
"""The warning about a file that was cut off, or lost some of its sound otherwise."""

_MP3_SLACK: Final = 4 * 1152


@attrs.frozen(kw_only=True)
class Source:
    """A file, ready to be decoded.

    Attributes:
        format: the container.
        openers: one for each stream in it, to be read one after the other.
        expected: frames of sound that it should yield; None to believe the decoder.
        slack: how many frames less of it are no loss.
        warnings: what was seen already, as sentences.
    """

    format: AudioFormat
    openers: tuple[Opener, ...]
    expected: int | None = None
    slack: int = 0
    warnings: tuple[str, ...] = ()


def find_source(path: Path) -> Source:
    """Look at a file and choose how to read it.

    Raises: NotAudio; `soundfile.LibsndfileError`, if the decoder refuses it at once.
    """
    container = inspect(path)
    return _CHOICES[container.format](path, container.start)


def _wave(path: Path, start: int) -> Source:
    facts = wave_facts(path, start)
    return Source(
        format=AudioFormat.WAV,
        openers=(_window(path, start, patches=facts.patches),),
        warnings=(ENDS_EARLY,) if facts.cut_short else (),
    )


def _flac(path: Path, start: int) -> Source:
    return Source(format=AudioFormat.FLAC, openers=(_window(path, start),))


def _ogg(path: Path, start: int) -> Source:
    facts = ogg_facts(path, start)
    return Source(
        format=AudioFormat.OGG,
        openers=tuple(_window(path, begin, end) for begin, end in facts.links),
        warnings=() if facts.ended else (ENDS_EARLY,),
    )


def _mp3(path: Path, start: int) -> Source:
    """Believe the decoder's length only where it covers all frames that are there.

    Without a length in the file it guesses from the first frame and stops there; with no length at
    all, as from a pipe, it reads on.
    """
    facts = mp3_facts(path, start)
    opener = _window(path, facts.start)
    with opener() as file:
        stated = int(file.frames)
    if guessed_short := stated < facts.samples - _MP3_SLACK:
        opener = functools.partial(_piped, path, facts.sound)
    cut_short = facts.states_length and stated > facts.samples + _MP3_SLACK
    return Source(
        format=AudioFormat.MP3,
        openers=(opener,),
        expected=facts.samples if guessed_short else min(stated, facts.samples),
        slack=_MP3_SLACK,
        warnings=(ENDS_EARLY,) if cut_short else (),
    )


_CHOICES: Final = {
    AudioFormat.WAV: _wave,
    AudioFormat.FLAC: _flac,
    AudioFormat.OGG: _ogg,
    AudioFormat.MP3: _mp3,
}


def _window(
    path: Path, start: int, end: int | None = None, patches: Mapping[int, bytes] | None = None
) -> Opener:
    size = path.stat().st_size
    if (start, end or size, patches or {}) == (0, size, {}):
        return functools.partial(soundfile.SoundFile, os.fsencode(path))
    return functools.partial(_windowed, path, start, end or size, patches)


@contextmanager
def _windowed(
    path: Path, start: int, end: int, patches: Mapping[int, bytes] | None
) -> Iterator[Any]:
    with closing(Window(path, start, end, patches)) as window, soundfile.SoundFile(window) as file:
        yield file


def _piped(path: Path, start: int) -> Any:
    return soundfile.SoundFile(pipe_from(path, start), closefd=True)
