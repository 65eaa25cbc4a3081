"""The renderers keep the promises of their port."""

import json
import os
import subprocess
from pathlib import Path
from typing import Any

import anyio
import anyio.to_thread
import pytest

from phantom_adapters.audio import FfmpegRenderer
from phantom_adapters.contracts.audio_renderer import AudioRendererContract
from phantom_adapters.memory.renderer import MemoryRenderer
from phantom_core.audio import RenditionFailed, RenditionForm, RenditionFormat, ToRender
from phantom_core.kernel import Milliseconds
from phantom_core.kernel.errors import Unavailable
from tests.unit.audio_analysis.recordings import encoded, noise, write

OPUS = RenditionForm(format=RenditionFormat.OPUS, bitrate=64_000)


class TestMemoryRenderer(AudioRendererContract):
    adapters = (MemoryRenderer,)

    @pytest.fixture
    def renderer(self) -> MemoryRenderer:
        return MemoryRenderer()


@pytest.fixture
def ffmpeg(ffmpeg_program: Path) -> FfmpegRenderer:
    """It, where it is installed."""
    return FfmpegRenderer(ffmpeg_program)


class TestFfmpegRenderer(AudioRendererContract):
    adapters = (FfmpegRenderer,)

    @pytest.fixture
    def renderer(self, ffmpeg: FfmpegRenderer) -> FfmpegRenderer:
        return ffmpeg

    @pytest.mark.parametrize("rendered_as", RenditionFormat)
    async def test_others_find_opus_or_mp3_in_it_and_no_tags(
        self, ffmpeg: FfmpegRenderer, tmp_path: Path, rendered_as: RenditionFormat
    ) -> None:
        recording = _recording(tmp_path, encoded(noise(2.0), kind="FLAC"), 2000)
        form = RenditionForm(format=rendered_as, bitrate=64_000)
        async with ffmpeg.render(recording, form) as made:
            seen = _looked_at(made)

        (sound,) = seen["streams"]
        assert sound["codec_name"] == rendered_as
        assert float(seen["format"]["duration"]) == pytest.approx(2.0, abs=0.1)
        assert set(seen["format"].get("tags", ())) <= {"encoder"}

    async def test_a_program_that_is_not_there_may_come(self, tmp_path: Path) -> None:
        recording = _recording(tmp_path, encoded(noise(0.5), kind="WAV"), 500)
        with pytest.raises((Unavailable, RenditionFailed)):
            async with FfmpegRenderer(tmp_path / "no-ffmpeg").render(recording, OPUS):
                pytest.fail("it was rendered")

    async def test_cancelling_ends_it(self, tmp_path: Path) -> None:
        sleeper = tmp_path / "sleeper"
        begun = tmp_path / "begun"
        os.mkfifo(begun)
        sleeper.write_text(f"#!/bin/sh\necho $$ > {begun}\nexec sleep 100\n")
        sleeper.chmod(0o700)
        recording = _recording(tmp_path, encoded(noise(0.5), kind="WAV"), 500)
        async with anyio.create_task_group() as tasks:
            tasks.start_soon(_render, FfmpegRenderer(sleeper), recording)
            number = int(await anyio.to_thread.run_sync(begun.read_text))
            tasks.cancel_scope.cancel()

        assert not Path(f"/proc/{number}").exists()


async def _render(renderer: FfmpegRenderer, recording: ToRender) -> None:
    async with renderer.render(recording, OPUS):
        pytest.fail("it was rendered")


def _recording(folder: Path, data: bytes, duration_ms: int) -> ToRender:
    path = write(folder, data)
    return ToRender(path=path, channels=1, duration_ms=Milliseconds(duration_ms))


def _looked_at(path: Path) -> dict[str, Any]:
    command = ["ffprobe", "-v", "error", "-of", "json", "-show_format", "-show_streams", str(path)]
    found: dict[str, Any] = json.loads(subprocess.check_output(command))
    return found
