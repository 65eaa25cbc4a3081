"""Smaller copies of recordings, made by ffmpeg.

It is given one file of this machine and may open no other place: what a hostile file names, a
playlist for one, is not followed.
"""

import re
import shutil
import tempfile
from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import asynccontextmanager
from pathlib import Path
from subprocess import DEVNULL
from typing import Final

import anyio
import attrs
from anyio.abc import ByteReceiveStream

from phantom_adapters.confined.launch import Limits, launching
from phantom_core.audio import AudioRenderer, RenditionFailed, RenditionFormat, ToRender
from phantom_core.audio.rendition import RenditionForm
from phantom_core.kernel.errors import Unavailable

__all__ = ["FfmpegRenderer", "found_renderer"]

_MEMORY: Final = 512 * 1024 * 1024
_SLACK_MS: Final = 500
_WORDS: Final = 2000
_PAUSE: Final = 60.0
_READ: Final = (
    *("-hide_banner", "-nostdin", "-loglevel", "error"),
    *("-protocol_whitelist", "file,pipe", "-format_whitelist", "wav,w64,flac"),
)
_BARE: Final = (
    *("-map", "0:a:0", "-vn", "-sn", "-dn", "-map_metadata", "-1", "-map_chapters", "-1"),
    *("-fflags", "+bitexact", "-flags:a", "+bitexact", "-threads", "1"),
    *("-progress", "pipe:1", "-stats_period", "5"),
)
_AS: Final = {
    RenditionFormat.OPUS: ("-c:a", "libopus", "-vbr", "on", "-ar", "48000", "-f", "ogg"),
    RenditionFormat.MP3: (
        *("-c:a", "libmp3lame", "-id3v2_version", "0", "-write_id3v1", "0"),
        *("-f", "mp3"),
    ),
}
_TIME: Final = re.compile(rb"out_time_us=(\d+)")


@attrs.frozen(kw_only=True)
class _Ended:
    """How ffmpeg ended: its code, what it had made so far, and the end of what it said."""

    code: int
    made_ms: int
    words: str


class FfmpegRenderer(AudioRenderer):
    """Runs ffmpeg for each rendition, in a process of its own under limits."""

    def __init__(self, program: Path) -> None:
        """Keep where ffmpeg is."""
        self._program = program

    @asynccontextmanager
    async def render(self, recording: ToRender, form: RenditionForm) -> AsyncIterator[Path]:
        """Lend a rendition; see the port."""
        with tempfile.TemporaryDirectory(prefix="phantom-rendition-") as folder:
            path = Path(folder) / f"rendition.{form.format}"
            ended = await self._run(recording, form, path)
            _judge(ended, recording)
            yield path

    async def _run(self, recording: ToRender, form: RenditionForm, path: Path) -> _Ended:
        limits = _limits(recording, form)
        command, environment = launching(limits, self._program, _arguments(recording, form, path))
        patience = 60 + recording.duration_ms / 1000
        try:
            with anyio.fail_after(patience):
                return await _ended(command, environment)
        except TimeoutError as error:
            late = f"The recording was not rendered within {patience:.0f} seconds."
            raise Unavailable(late, retry_after=_PAUSE) from error
        except OSError as error:
            raise Unavailable("No recording can be rendered now.", retry_after=_PAUSE) from error


def found_renderer() -> FfmpegRenderer | None:
    """A renderer, where ffmpeg is installed."""
    program = shutil.which("ffmpeg")
    return None if program is None else FfmpegRenderer(Path(program).absolute())


def _limits(recording: ToRender, form: RenditionForm) -> Limits:
    """What a recording of this length needs, and as much again."""
    seconds = recording.duration_ms // 1000 + 1
    return Limits(
        memory_bytes=_MEMORY,
        file_bytes=1024 * 1024 + seconds * form.bitrate // 4,
        processor_seconds=60 + seconds // 10,
    )


def _arguments(recording: ToRender, form: RenditionForm, path: Path) -> Sequence[str]:
    source = [*_READ, "-i", f"file:{recording.path.absolute()}"]
    sound = ["-ac", str(min(2, recording.channels)), "-b:a", str(form.bitrate)]
    return [*source, *_BARE, *sound, *_AS[form.format], f"file:{path.absolute()}"]


async def _ended(command: Sequence[str], environment: Mapping[str, str]) -> _Ended:
    """Run it to its end; whatever interrupts this kills it."""
    async with await anyio.open_process(command, stdin=DEVNULL, env=environment) as process:
        try:
            said: dict[str, bytes] = {}
            async with anyio.create_task_group() as tasks:
                tasks.start_soon(_keep_last, process.stdout, said, "progress")
                tasks.start_soon(_keep_last, process.stderr, said, "words")
            code = await process.wait()
        except BaseException:
            process.kill()
            raise
    times = _TIME.findall(said["progress"])
    made_ms = int(times[-1]) // 1000 if times else 0
    return _Ended(code=code, made_ms=made_ms, words=said["words"].decode("utf-8", "replace"))


async def _keep_last(stream: ByteReceiveStream | None, said: dict[str, bytes], name: str) -> None:
    said[name] = b""
    if stream is not None:
        async for piece in stream:
            said[name] = (said[name] + piece)[-_WORDS:]


def _judge(ended: _Ended, recording: ToRender) -> None:
    """See whether all of it was rendered. Raises: RenditionFailed."""
    if ended.code:
        failure = RenditionFailed(f"ffmpeg does not take it (code {ended.code})")
        failure.add_note(ended.words)
        raise failure
    if abs(ended.made_ms - recording.duration_ms) > _SLACK_MS:
        raise RenditionFailed(
            f"{ended.made_ms} ms of sound came out, and not {recording.duration_ms}"
        )
