"""The frames of an MP3 file: enough of the headers to recognise and to count them.

Source: ISO 11172-3, 2.4.1.3 and 2.4.2.3, with the lower rates of 13818-3 and of MPEG 2.5.
"""

import re
from typing import Final

import attrs

__all__ = ["ID3_HEADER", "MpegFrame", "first_frame", "frame_at", "id3_length"]


@attrs.frozen
class MpegFrame:
    """One frame's header.

    Attributes:
        length: bytes of the frame, its header of four included.
        samples: frames of sound that it decodes to.
        sample_rate: frames of sound a second.
        channels: 1 or 2.
        side_info: bytes between the header and the data, where a Xing tag begins.
    """

    length: int
    samples: int
    sample_rate: int
    channels: int
    side_info: int


_HEADER: Final = re.compile(rb"\xff[\xe2\xe3\xf2\xf3\xfa\xfb][^\x00-\x0f\xf0-\xff].", re.DOTALL)
_BITRATES: Final = (0, 32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320)
_LOW_BITRATES: Final = (0, 8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160)
_MPEG_1: Final = 3
_RATES: Final = {
    _MPEG_1: (44100, 48000, 32000, 0),
    2: (22050, 24000, 16000, 0),
    0: (11025, 12000, 8000, 0),
}
_MONO: Final = 3
_RUN: Final = 3
_ID3: Final = re.compile(rb"ID3..(.)([\x00-\x7f]{4})", re.DOTALL)
ID3_HEADER: Final = 10
"""Bytes of a tag that tell how long it is."""

_ID3_FOOTER_FLAG: Final = 0x10


def frame_at(data: bytes, at: int) -> MpegFrame | None:
    """Read the header at a position; None where no Layer III frame begins."""
    if not _HEADER.match(data, at):
        return None
    version, rate_bits = data[at + 1] >> 3 & 3, data[at + 2]
    rate = _RATES[version][rate_bits >> 2 & 3]
    if not rate:
        return None
    first, mono = version == _MPEG_1, data[at + 3] >> 6 == _MONO
    bitrate = (_BITRATES if first else _LOW_BITRATES)[rate_bits >> 4]
    return MpegFrame(
        length=(144000 if first else 72000) * bitrate // rate + (rate_bits >> 1 & 1),
        samples=1152 if first else 576,
        sample_rate=rate,
        channels=1 if mono else 2,
        side_info=(17 if mono else 32) if first else (9 if mono else 17),
    )


def first_frame(data: bytes, start: int = 0) -> int | None:
    """Where three frames begin one behind the other, or fewer that fill the rest of the data."""
    match = _HEADER.search(data, start)
    while match:
        if _frames_follow(data, match.start()):
            return match.start()
        match = _HEADER.search(data, match.start() + 1)
    return None


def id3_length(head: bytes) -> int:
    """The bytes that a leading ID3v2 tag takes, header and footer included (ID3v2.4, 3.1)."""
    tag = _ID3.match(head)
    if not tag:
        return 0
    size = 0
    for seven_bits in tag[2]:
        size = size << 7 | seven_bits
    footer = ID3_HEADER if tag[1][0] & _ID3_FOOTER_FLAG else 0
    return ID3_HEADER + size + footer


def _frames_follow(data: bytes, at: int) -> bool:
    for count in range(_RUN):
        frame = frame_at(data, at)
        if frame is None:
            return count > 0 and at >= len(data)
        at += frame.length
    return True
