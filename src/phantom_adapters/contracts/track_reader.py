"""What everybody promises who says what tracks are."""

import io
import wave
from pathlib import Path

import pytest

from phantom_core.kernel import UnsupportedMedia
from phantom_core.media.sets import TrackFormat, TrackReader

__all__ = ["TrackReaderContract"]

_WAV = TrackFormat(name="wav", content_type="audio/wav")


def _tone(tags: bytes = b"") -> bytes:
    """A second of a square wave, as a WAV file, with more chunks behind it."""
    file = io.BytesIO()
    with wave.open(file, "wb") as writer:
        writer.setparams((1, 2, 8000, 0, "NONE", ""))
        writer.writeframes((b"\x00\x20" * 20 + b"\x00\xe0" * 20) * 200)
    whole = file.getvalue() + tags
    return whole[:4] + (len(whole) - 8).to_bytes(4, "little") + whole[8:]


def _info(**texts: bytes) -> bytes:
    """A chunk of tags as WAV files have it."""
    entries = b""
    for name, text in texts.items():
        padded = text + b"\0" * (2 - len(text) % 2)
        entries += name.encode() + len(padded).to_bytes(4, "little") + padded
    body = b"INFO" + entries
    return b"LIST" + len(body).to_bytes(4, "little") + body


class TrackReaderContract:
    """Bind it with a fixture `reader`."""

    async def test_bytes_tell_the_container_and_the_length(
        self, reader: TrackReader, tmp_path: Path
    ) -> None:
        path = tmp_path / "named.mp3"
        path.write_bytes(_tone())

        facts = await reader.read(path)

        assert reader.sniffed(_tone()[:1000]) == _WAV
        assert facts.format == _WAV
        assert facts.duration_ms == 1000
        assert (facts.title, facts.artist) == (None, None)

    async def test_tags_tell_title_and_artist(self, reader: TrackReader, tmp_path: Path) -> None:
        path = tmp_path / "file"
        path.write_bytes(_tone(_info(INAM=b"Dawn  chorus", IART=b"The Larks")))

        facts = await reader.read(path)

        assert (facts.title, facts.artist) == ("Dawn chorus", "The Larks")

    async def test_tags_that_cannot_be_used_say_nothing(
        self, reader: TrackReader, tmp_path: Path
    ) -> None:
        path = tmp_path / "file"
        path.write_bytes(_tone(_info(INAM=b"x" * 201, IART=b" ")))

        facts = await reader.read(path)

        assert (facts.title, facts.artist) == (None, None)

    async def test_what_is_no_audio_is_refused(self, reader: TrackReader, tmp_path: Path) -> None:
        path = tmp_path / "file.wav"
        path.write_bytes(b"<html>" * 100)

        with pytest.raises(UnsupportedMedia):
            reader.sniffed(path.read_bytes())
        with pytest.raises(UnsupportedMedia):
            reader.promised("text/html")
        with pytest.raises(UnsupportedMedia):
            await reader.read(path)

    def test_a_media_type_promises_a_container(self, reader: TrackReader) -> None:
        assert reader.promised("audio/wav") == _WAV
        assert reader.promised(" Audio/WAV; codecs=1") == _WAV

    def test_a_short_beginning_may_hide_what_comes(self, reader: TrackReader) -> None:
        tag = b"ID3\x04\x00\x00" + bytes([0, 8, 0, 0])

        assert reader.wants_more(_tone()[:10])
        assert reader.wants_more(tag + bytes(100_000))
        assert not reader.wants_more(_tone() * 10)
