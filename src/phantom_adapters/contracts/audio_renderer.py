"""What every renderer of recordings promises."""

import random
import struct
import wave
from pathlib import Path
from typing import Any, Final

import attrs
import pytest

from phantom_core.audio import AudioRenderer, RenditionFailed, RenditionFormat, ToRender
from phantom_core.audio.rendition import RenditionForm
from phantom_core.kernel import Milliseconds

__all__ = ["AudioRendererContract"]

_RATE: Final = 44_100
_SECONDS: Final = 3
_OPUS: Final = RenditionForm(format=RenditionFormat.OPUS, bitrate=96_000)


def _recording(folder: Path) -> ToRender:
    """Three seconds of noise, in stereo."""
    chance, path = random.Random(1), folder / "recording"
    samples = [chance.randrange(-9000, 9000) for _ in range(2 * _RATE * _SECONDS)]
    with wave.open(str(path), "wb") as file:
        file.setparams((2, 2, _RATE, 0, "NONE", ""))
        file.writeframes(struct.pack(f"<{len(samples)}h", *samples))
    return ToRender(path=path, channels=2, duration_ms=Milliseconds(1000 * _SECONDS))


class AudioRendererContract:
    """The promises of `AudioRenderer`. Bind it with a fixture `renderer`."""

    adapters: tuple[type[Any], ...] = ()

    @pytest.mark.parametrize("rendered_as", RenditionFormat)
    async def test_a_smaller_file_is_lent(
        self, renderer: AudioRenderer, tmp_path: Path, rendered_as: RenditionFormat
    ) -> None:
        """It is gone afterwards, and the original is as it was."""
        recording = _recording(tmp_path)
        original = recording.path.read_bytes()
        form = RenditionForm(format=rendered_as, bitrate=96_000)

        async with renderer.render(recording, form) as made:
            assert 0 < made.stat().st_size < len(original) / 4

        assert not made.exists()
        assert recording.path.read_bytes() == original

    async def test_what_ends_too_early_is_refused(
        self, renderer: AudioRenderer, tmp_path: Path
    ) -> None:
        """Nobody is to miss the end of a song without knowing."""
        recording = attrs.evolve(_recording(tmp_path), duration_ms=Milliseconds(60_000))

        with pytest.raises(RenditionFailed):
            async with renderer.render(recording, _OPUS):
                pytest.fail("it was rendered")

    @pytest.mark.parametrize(
        "data",
        [b"", b"RIFF", b"<script>", b"#EXTM3U\n#EXTINF:1,\nhttp://127.0.0.1:9/x.ts\n"],
        ids=["nothing", "a beginning", "a page", "a playlist"],
    )
    async def test_what_is_no_recording_is_refused(
        self, renderer: AudioRenderer, tmp_path: Path, data: bytes
    ) -> None:
        """Whatever it was said to be."""
        path = tmp_path / "recording.wav"
        path.write_bytes(data)
        recording = ToRender(path=path, channels=2, duration_ms=Milliseconds(0))

        with pytest.raises(RenditionFailed):
            async with renderer.render(recording, _OPUS):
                pytest.fail("it was rendered")
