"""Sound out of files: blocks of samples, counted, never more than is allowed.

Runs in the worker process only. What a header claims is never believed: samples are counted as
they come, and a file that ends early or breaks off yields what could be decoded.
"""

from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any, Final

import numpy as np
import soundfile

from phantom_adapters.audio.limits import AudioLimits
from phantom_adapters.audio.resumption import frames_from
from phantom_adapters.audio.signals import Floats
from phantom_adapters.audio.sources import ENDS_EARLY, Opener, find_source
from phantom_core.audio.analysis import TooMuchAudio
from phantom_core.audio.media_type import AudioProbed, NotDecodable
from phantom_core.kernel.quantities import Hertz, Milliseconds

__all__ = ["BLOCK", "DECODER_VERSION", "Sound", "milliseconds", "probe"]

DECODER_VERSION: Final = f"libsndfile {soundfile.__libsndfile_version__}"
"""Who decodes; another version may shift the sound of an MP3 by up to 50 ms."""

BLOCK: Final = 65536
"""Frames in a block; the last one of a stream is shorter."""

_NO_LENGTH: Final = 2**62
_NO_SEEKING: Final = 39
# What libsndfile says for these codes is of its own insides, or not true of the file.
_REASONS: Final = {
    7: "no sound was found in it",
    24: "its header makes no sense",
    158: "its FLAC frames are damaged or cut off",
    161: "its FLAC frames are damaged or cut off",
}
_RATES: Final = range(1000, 768_001)
_LOUDEST: Final = 1000.0
_BROKEN: Final = "The file is damaged; what comes after the damage is missing."
_MENDED: Final = "The file is damaged; a piece of it is missing."
_WILD: Final = "Samples that are no numbers, or far beyond full scale, were silenced."
_MIXED: Final = "The file changes its sample rate or channels; the rest was left out."


class Sound:
    """An audio file, opened, whose sound can be had once, in blocks.

    Attributes:
        format: the container.
        sample_rate: frames a second.
        channels: how many there are.
        subtype: how samples are stored, in libsndfile's words: `PCM_16`, `VORBIS`.
        expected: the frames that the file leads to expect, good for a progress bar; 0 when it
            does not say.
        decoded: the frames that came out so far.
        warnings: what the owner should know, as sentences, without repetition.
    """

    def __init__(self, path: Path, limits: AudioLimits) -> None:
        """Open a file.

        Raises: NotAudio, NotDecodable; TooMuchAudio, when the file says so itself.
        """
        try:
            source = find_source(path)
            with source.openers[0]() as file:
                self.sample_rate, self.channels = int(file.samplerate), int(file.channels)
                self.subtype = str(file.subtype)
                stated = int(file.frames)
        except soundfile.LibsndfileError as error:
            raise NotDecodable(_reason(error)) from error
        self._path = path
        self.format, self._openers, self._slack = source.format, source.openers, source.slack
        self._open_ended = stated >= _NO_LENGTH
        self.expected = self._led_to_expect(stated) if source.expected is None else source.expected
        self.decoded = 0
        self.warnings = dict.fromkeys(source.warnings)
        self._limits = limits
        self._check_shape()
        self._check_amount(self.expected)

    @property
    def truncated(self) -> bool:
        """Whether the file ended early or broke off, as far as seen."""
        return any(loss in self.warnings for loss in (ENDS_EARLY, _BROKEN, _MENDED))

    def blocks(self) -> Iterator[Floats]:
        """All the sound, as arrays of channels by frames.

        Raises: NotDecodable, if the decoder fails before any sound came; TooMuchAudio.
        """
        for piece in self._pieces():
            yield np.ascontiguousarray(piece.T)

    def reaches_the_end(self) -> bool:
        """Whether sound comes out up to the last frame that is expected; quick.

        Of several streams the last one is tried. One that cannot be entered in the middle was
        measured frame by frame already, and has to begin with sound only.
        """
        if not self.expected:
            return False
        try:
            with self._openers[-1]() as file:
                frames = min(int(file.frames), self.expected)
                if not file.seekable():
                    return len(file.read(BLOCK)) > 0
                # Entering a block before the end costs far less than looking for its very frame.
                file.seek(max(0, frames - BLOCK))
                return len(file.read(BLOCK)) >= max(1, min(frames, BLOCK) - self._slack)
        except soundfile.LibsndfileError:
            return False

    def count(self) -> int:
        """Decode everything, and tell how many frames came out.

        Raises: as `blocks`.
        """
        for _ in self._pieces():
            pass
        return self.decoded

    def _pieces(self) -> Iterator[Floats]:
        for opener in self._openers:
            yield from self._stream(opener)
        if self.decoded < self.expected - self._slack and not self.truncated:
            self.warnings[ENDS_EARLY] = None

    def _stream(self, opener: Opener) -> Iterator[Floats]:
        """One stream, up to its end or to the first damage."""
        try:
            with opener() as file:
                if not self._is_like(file):
                    self.warnings[_MIXED] = None
                    return
                for piece in _read(file):
                    self.decoded += len(piece)
                    self._check_amount(self.decoded)
                    yield self._tamed(piece)
        except soundfile.LibsndfileError as error:
            if not self.decoded:
                raise NotDecodable(_reason(error)) from error
            # Without a length libsndfile learns of the end only by failing to seek behind it.
            if not (self._open_ended and error.code == _NO_SEEKING):
                yield from self._behind_damage()

    def _behind_damage(self) -> Iterator[Floats]:
        """What another decoder finds behind the place where this one gave up."""
        self.warnings[_BROKEN] = None
        if len(self._openers) > 1:
            return
        for piece in frames_from(
            self._path,
            self.decoded,
            kind=self.format,
            rate=self.sample_rate,
            channels=self.channels,
        ):
            self.warnings.pop(_BROKEN, None)
            self.warnings[_MENDED] = None
            self.decoded += len(piece)
            self._check_amount(self.decoded)
            yield self._tamed(piece)

    def _led_to_expect(self, stated: int) -> int:
        """What all streams state that will be read: the first one, and those that are like it."""
        if self._open_ended:
            return 0
        for opener in self._openers[1:]:
            with suppress(soundfile.LibsndfileError), opener() as file:
                stated += int(file.frames) if self._is_like(file) else 0
        return stated

    def _is_like(self, file: Any) -> bool:
        return (file.samplerate, file.channels) == (self.sample_rate, self.channels)

    def _tamed(self, piece: Floats) -> Floats:
        """The samples, with silence for what is no number or a thousand times full scale."""
        if piece.max() <= _LOUDEST and piece.min() >= -_LOUDEST:
            return piece
        self.warnings[_WILD] = None
        return np.where(np.abs(piece) <= _LOUDEST, piece, np.float32(0))

    def _check_shape(self) -> None:
        if self.channels > self._limits.channels:
            raise NotDecodable(f"{self.channels} channels are more than {self._limits.channels}")
        if self.sample_rate not in _RATES:
            raise NotDecodable(f"a sample rate of {self.sample_rate} Hz makes no sense")

    def _check_amount(self, frames: int) -> None:
        longest = self._limits.sound_seconds
        if frames > longest * self.sample_rate:
            detail = f"A recording may last {longest / 3600:g} hours; this one is longer."
            raise TooMuchAudio(detail, limit=int(longest))
        if frames * self.channels > self._limits.samples:
            detail = f"A recording may hold {self._limits.samples} samples; this one holds more."
            raise TooMuchAudio(detail, limit=self._limits.samples)


def _reason(error: soundfile.LibsndfileError) -> str:
    """Why nothing can be decoded, in words for the owner of the file."""
    return _REASONS.get(int(error.code)) or str(error.error_string)


def _read(file: Any) -> Iterator[Floats]:
    """Blocks of frames by channels; where the decoder fails, what it had written until then."""
    while True:
        space = np.full((BLOCK, file.channels), np.nan, np.float32)
        try:
            piece = file.read(out=space)
        except soundfile.LibsndfileError:
            if len(written := space[~np.isnan(space).any(axis=1)]):
                yield written
            raise
        if not len(piece):
            return
        yield piece


def milliseconds(frames: int, sample_rate: int) -> Milliseconds:
    """A number of frames as time."""
    return Milliseconds(round(frames * 1000 / sample_rate))


def probe(path: Path, limits: AudioLimits) -> AudioProbed:
    """Take a quick look: the stated length, once the end was found where it should be.

    A file without that end is decoded and counted instead.

    Raises: NotAudio, NotDecodable, TooMuchAudio.
    """
    sound = Sound(path, limits)
    frames = sound.expected if sound.reaches_the_end() else sound.count()
    return AudioProbed(
        format=sound.format,
        duration_ms=milliseconds(frames, sound.sample_rate),
        sample_rate=Hertz(sound.sample_rate),
        channels=sound.channels,
    )
