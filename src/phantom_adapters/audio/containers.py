"""What must be known of a container beyond what the decoder tells.

libsndfile believes the headers: it stops where an MP3's first frame made it guess the end, and
after the first of several chained OGG streams. The facts are gathered here, so that the decoder can
be fed around them.
"""

import struct
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO, Final

import attrs

from phantom_core.audio.media_type import SNIFF_BYTES, AudioFormat, refusal, sniff
from phantom_core.audio.mpeg_frames import ID3_HEADER, MpegFrame, first_frame, frame_at, id3_length

__all__ = ["Container", "Mp3Facts", "OggFacts", "inspect", "mp3_facts", "ogg_facts"]

_OGG_PAGE: Final = struct.Struct("<4sxB20xB")
_OGG_FIRST_PAGE: Final = 2
_OGG_LAST_PAGE: Final = 4
_READ: Final = 1024 * 1024
_LENGTH_TAGS: Final = (b"Xing", b"Info", b"VBRI")


@attrs.frozen(kw_only=True)
class Container:
    """A file's kind, and where it begins behind a leading ID3 tag."""

    format: AudioFormat
    start: int


def inspect(path: Path) -> Container:
    """Look at the bytes of a file, past an ID3 tag of any size.

    Raises: NotAudio.
    """
    with path.open("rb") as file:
        start = id3_length(file.read(ID3_HEADER))
        file.seek(start)
        head = file.read(SNIFF_BYTES)
    kind = sniff(head)
    if kind is None:
        raise refusal(head)
    return Container(format=kind, start=start)


@attrs.frozen(kw_only=True)
class Mp3Facts:
    """What a walk over all frames of an MP3 finds.

    Attributes:
        start: where the first frame begins, which may be the one that states the length.
        sound: where the first frame with sound begins.
        samples: frames of sound in all MPEG frames.
        states_length: whether a Xing, Info or VBRI tag states the length.
    """

    start: int
    sound: int
    samples: int
    states_length: bool


def mp3_facts(path: Path, start: int) -> Mp3Facts:
    """Count what an MP3 holds, frame by frame, stepping over damage."""
    with path.open("rb") as file:
        frames = _mpeg_frames(file, start)
        at, first = next(frames, (start, None))
        samples = sum(frame.samples for _, frame in frames)
        file.seek(at)
        beginning = file.read(64)
    tagged = any(mark in beginning for mark in _LENGTH_TAGS)
    if first is None:
        return Mp3Facts(start=start, sound=start, samples=0, states_length=False)
    if tagged:
        return Mp3Facts(start=at, sound=at + first.length, samples=samples, states_length=True)
    return Mp3Facts(start=at, sound=at, samples=samples + first.samples, states_length=False)


def _mpeg_frames(file: BinaryIO, position: int) -> Iterator[tuple[int, MpegFrame]]:
    """Each frame with where it begins."""
    while True:
        file.seek(position)
        held = file.read(_READ)
        at: int | None = 0
        last = 0
        while at is not None and at < len(held):
            frame = frame_at(held, at)
            if frame is None:
                at = first_frame(held, at)
                continue
            yield position + at, frame
            at += frame.length
            last = at
        if len(held) < _READ:
            return
        position += last or _READ - 4


@attrs.frozen(kw_only=True)
class OggFacts:
    """What a walk over all pages of an OGG file finds (RFC 3533).

    Attributes:
        links: from where to where each of its chained streams reaches.
        ended: whether the last page is whole, and says that it is the last.
    """

    links: tuple[tuple[int, int], ...]
    ended: bool


def ogg_facts(path: Path, start: int) -> OggFacts:
    """Find the streams of an OGG file, and whether the last of them has its end."""
    starts, header_before, flags = [start], True, 0
    size, position = path.stat().st_size, start
    with path.open("rb") as file:
        while position < size:
            file.seek(position)
            page = file.read(_OGG_PAGE.size)
            if len(page) < _OGG_PAGE.size or not page.startswith(b"OggS"):
                break
            _, flags, segments = _OGG_PAGE.unpack(page)
            opens = bool(flags & _OGG_FIRST_PAGE)
            if opens and not header_before:
                starts.append(position)
            header_before = opens
            position += _OGG_PAGE.size + segments + sum(file.read(segments))
    links = tuple(zip(starts, [*starts[1:], size], strict=True))
    return OggFacts(links=links, ended=bool(flags & _OGG_LAST_PAGE) and position <= size)
