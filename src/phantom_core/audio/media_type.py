"""What kind of audio the bytes are, told from the bytes alone.

A file's name and the type that its sender claims are ignored. A signature is only a first
opinion: whether the bytes are sound, the decoder says.
"""

from enum import StrEnum
from typing import Final

import attrs

from phantom_core.audio.mpeg_frames import first_frame, id3_length
from phantom_core.kernel.errors import UnsupportedMedia
from phantom_core.kernel.quantities import Hertz, Milliseconds

__all__ = [
    "SNIFF_BYTES",
    "AudioFormat",
    "AudioProbed",
    "NotAudio",
    "NotDecodable",
    "refusal",
    "sniff",
]

SNIFF_BYTES: Final = 64 * 1024
"""How much of a file's beginning `sniff` wants to see; less is allowed."""


class AudioFormat(StrEnum):
    """The containers that Phantom accepts; the value is also the file extension."""

    WAV = "wav"
    MP3 = "mp3"
    FLAC = "flac"
    OGG = "ogg"

    @property
    def content_type(self) -> str:
        """The media type under which such a file is served."""
        return _CONTENT_TYPES[self]

    @classmethod
    def promised(cls, content_type: str) -> "AudioFormat":
        """The container that a sender names by a media type. Raises: NotAudio."""
        essence = content_type.partition(";")[0].strip().lower()
        found = _PROMISED.get(essence)
        if found is None:
            raise NotAudio(f"Accepted are {', '.join(sorted(_PROMISED))}; this is {essence!r}.")
        return found


_CONTENT_TYPES: Final = {
    AudioFormat.WAV: "audio/wav",
    AudioFormat.MP3: "audio/mpeg",
    AudioFormat.FLAC: "audio/flac",
    AudioFormat.OGG: "audio/ogg",
}

_PROMISED: Final = {
    "audio/wav": AudioFormat.WAV,
    "audio/wave": AudioFormat.WAV,
    "audio/x-wav": AudioFormat.WAV,
    "audio/vnd.wave": AudioFormat.WAV,
    "audio/mpeg": AudioFormat.MP3,
    "audio/mp3": AudioFormat.MP3,
    "audio/flac": AudioFormat.FLAC,
    "audio/x-flac": AudioFormat.FLAC,
    "audio/ogg": AudioFormat.OGG,
    "audio/opus": AudioFormat.OGG,
    "audio/vorbis": AudioFormat.OGG,
    "application/ogg": AudioFormat.OGG,
}


class NotAudio(UnsupportedMedia):
    """The bytes are of no kind of audio that is accepted, whatever the name says."""

    rule = "not-audio"

    def __init__(
        self, detail: str = "The file is not WAV, MP3, FLAC or OGG: its bytes say otherwise."
    ) -> None:
        super().__init__(detail)


class NotDecodable(UnsupportedMedia):
    """The bytes look like audio, but no sound comes out of them.

    Attributes:
        reason: what the decoder said, for the owner of the file.
    """

    rule = "not-decodable"

    def __init__(self, reason: str) -> None:
        super().__init__(f"The audio cannot be decoded: {reason.rstrip('.')}.")
        self.reason = reason


@attrs.frozen(kw_only=True)
class AudioProbed:
    """What a quick look at a file tells, before it is analysed.

    Attributes:
        format: the container.
        duration_ms: the length that the container states, once its end was found to be there;
            the analysis counts the samples and has the last word.
        sample_rate: frames a second.
        channels: 1 for mono, 2 for stereo.
    """

    format: AudioFormat
    duration_ms: Milliseconds
    sample_rate: Hertz
    channels: int


def sniff(head: bytes) -> AudioFormat | None:
    """Tell the container from the first bytes of a file; None when it is not audio.

    WAV is RIFF, RF64, BW64 or Sony's W64. OGG counts when it carries Vorbis or Opus. An ID3v2 tag
    is skipped where `head` reaches past it, and else taken for that of an MP3. MP3 without a tag
    may begin with junk, but not with the signature of something else.
    """
    body = head[id3_length(head) :]
    if _is_wave(body):
        return AudioFormat.WAV
    if body.startswith(b"fLaC"):
        return AudioFormat.FLAC
    if body.startswith(b"OggS"):
        return AudioFormat.OGG if any(mark in body[:_OGG_HEAD] for mark in _OGG_CODECS) else None
    if len(body) < len(head) and not body:
        return AudioFormat.MP3
    return AudioFormat.MP3 if _is_mp3(body) else None


def refusal(head: bytes) -> NotAudio:
    """Say why a file that begins so was not accepted."""
    body = head[id3_length(head) :][:_OGG_HEAD]
    for mark, detail in _REFUSED_IN_OGG.items():
        if body.startswith(b"OggS") and mark in body:
            return NotAudio(detail)
    return NotAudio()


_W64: Final = bytes.fromhex("726966662e91cf11a5d628db04c10000")
_OGG_HEAD: Final = 64
_OGG_CODECS: Final = (b"\x01vorbis", b"OpusHead")
_REFUSED_IN_OGG: Final = {
    b"\x7fFLAC": "OGG with FLAC inside is not supported; send the FLAC itself.",
    b"Speex   ": "OGG with Speex inside is not supported; Vorbis and Opus are.",
}
_FOREIGN: Final = (
    b"PK\x05\x06", b"PK\x07\x08", b"#EXT", b"[playlist]",
    b"<", b"%PDF", b"PK\x03\x04", b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"BM", b"MZ", b"\x7fELF",
    b"#!", b"{", b"Rar!", b"7z\xbc\xaf", b"\x1f\x8b", b"RIFF", b"OggS", b"\x1aE\xdf\xa3",
)  # fmt: skip


def _is_wave(body: bytes) -> bool:
    return (body[:4] in (b"RIFF", b"RF64", b"BW64") and body[8:12] == b"WAVE") or (
        body.startswith(_W64) and body[24:28] == b"wave"
    )


def _is_mp3(body: bytes) -> bool:
    if body.lstrip(b"\xef\xbb\xbf\r\n\t ").startswith(_FOREIGN):
        return False
    return first_frame(body) is not None
