"""Where the lengths of a WAV file are written, and which of them to show to the decoder instead.

Who streams cannot go back to fill lengths in: they stay 0, or the highest that fits. libsndfile
believes them, and reads nothing or says that the file was cut.
"""

import io
import struct
from collections.abc import Mapping
from pathlib import Path
from typing import BinaryIO, Final

import attrs

__all__ = ["WaveFacts", "wave_facts"]

_W64: Final = b"riff\x2e\x91\xcf\x11"
_HEAD: Final = 16
_SHORTEST_LEFT_OPEN: Final = {4: 0x7FFF_F000, 8: 2**62}
_LONGEST: Final = {4: 0xFFFF_FFF0, 8: 2**62}


@attrs.frozen(kw_only=True)
class WaveFacts:
    """The lengths of a WAV file.

    Attributes:
        cut_short: whether the file ends before its data should.
        patches: what to show at which positions, where lengths were left open while streaming.
    """

    cut_short: bool = False
    patches: Mapping[int, bytes] = attrs.field(factory=dict)


@attrs.frozen(kw_only=True)
class _Lengths:
    """Where the lengths of the whole and of its data are written, in bytes of `width`.

    Attributes:
        at: where the data begins.
        outside: bytes of the file that the length of the whole leaves out.
        own: bytes before the data that its length takes in.
    """

    at: int
    whole: int
    data: int
    width: int
    outside: int = 8
    own: int = 0


def wave_facts(path: Path, start: int) -> WaveFacts:
    """Look at the lengths in a RIFF, RF64 or W64 file; a file without data has none."""
    size = path.stat().st_size - start
    with path.open("rb") as file:
        file.seek(start)
        lengths = _lengths(file, start)
        if lengths is None:
            return WaveFacts()
        file.seek(start + lengths.data)
        stated = int.from_bytes(file.read(lengths.width), "little") - lengths.own
    present = size - lengths.at
    if 0 < stated <= present:
        return WaveFacts()
    if 0 < stated < _SHORTEST_LEFT_OPEN[lengths.width]:
        return WaveFacts(cut_short=True)
    shown = {lengths.whole: size - lengths.outside, lengths.data: present + lengths.own}
    width, longest = lengths.width, _LONGEST[lengths.width]
    patches = {at: min(length, longest).to_bytes(width, "little") for at, length in shown.items()}
    return WaveFacts(patches=patches)


def _lengths(file: BinaryIO, start: int) -> _Lengths | None:
    head = file.read(_HEAD)
    if head.startswith(_W64):
        at = _data(file, start + 40, struct.Struct("<4s12xQ"), own=24, step=8) - start
        wide = _Lengths(at=at, whole=16, data=at - 8, width=8, outside=0, own=24)
        return wide if at > 0 else None
    at = _data(file, start + 12, struct.Struct("<4sI"), own=0, step=2) - start
    if at <= 0:
        return None
    if head.endswith(b"ds64"):
        return _Lengths(at=at, whole=20, data=28, width=8)
    return _Lengths(at=at, whole=4, data=at - 4, width=4)


def _data(file: BinaryIO, position: int, form: struct.Struct, *, own: int, step: int) -> int:
    """Walk the chunks, each filled up to a multiple of `step`, to where the data begins; or 0."""
    file.seek(position)
    while len(header := file.read(form.size)) == form.size:
        name, length = form.unpack(header)
        if name == b"data":
            return file.tell()
        body = max(0, length - own)
        file.seek(body + -body % step, io.SEEK_CUR)
    return 0
