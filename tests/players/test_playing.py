"""Players seek in what is served: the second that they jump to is the second that they hear."""

import subprocess
import time
from pathlib import Path
from typing import Any, Final

import pytest
from playwright.async_api import async_playwright

from tests.crash.server import Server
from tests.players.conftest import Library, Served, program

_PATIENCE: Final = 240
_AT: Final = 60
_RATE: Final = 44_100
_SAMPLES: Final = ("-t", "1", "-map", "0:a:0", "-ac", "1", "-ar", str(_RATE), "-f", "s16le", "-")

PAGE: Final = """async (url) => {
    const audio = new Audio(url);
    const come = (name) => new Promise((done, fail) => {
        audio.addEventListener(name, done, {once: true});
        audio.addEventListener('error', () => fail(audio.error.message), {once: true});
    });
    audio.preload = 'metadata';
    await come('loadedmetadata');
    const seekable = audio.seekable.length ? audio.seekable.end(0) : 0;
    audio.currentTime = 60;
    await come('seeked');
    const from = audio.currentTime;
    audio.muted = true;
    await audio.play();
    await new Promise((done) => {
        audio.addEventListener('timeupdate', () => audio.currentTime > from + 0.5 && done());
    });
    audio.pause();
    audio.currentTime = 5;
    await come('seeked');
    return {duration: audio.duration, seekable, from, back: audio.currentTime};
}"""


def second(place: str, at: int) -> bytes:
    """The second of sound that ffmpeg decodes at a position of a file or URL."""
    command = [program("ffmpeg"), "-loglevel", "error", "-ss", str(at), "-i", place, *_SAMPLES]
    return subprocess.run(command, check=True, capture_output=True, timeout=_PATIENCE).stdout


def test_ffmpeg_hears_the_same_second_as_in_the_file(original: Served, flac: Path) -> None:
    heard = second(original.url, _AT)

    assert len(heard) == 2 * _RATE
    assert heard == second(str(flac), _AT)


def test_mpv_hears_the_same_second_as_in_the_file(
    original: Served, flac: Path, tmp_path: Path
) -> None:
    def heard(place: str, name: str) -> bytes:
        out = tmp_path / name
        options = ["--no-config", "--no-video", "--really-quiet", f"--start={_AT}", "--length=1"]
        sink = ["--ao=pcm", "--ao-pcm-waveheader=no", f"--ao-pcm-file={out}"]
        command = [program("mpv"), *options, *sink, place]
        subprocess.run(command, check=True, timeout=_PATIENCE)
        return out.read_bytes()

    served = heard(original.url, "served.pcm")

    assert len(served) >= 2 * _RATE
    assert served == heard(str(flac), "file.pcm")


@pytest.fixture(scope="session")
def rendition(library: Library) -> str:
    """Where the rendition is, once a worker has made it."""
    until = time.monotonic() + _PATIENCE
    while not library.show()["renditions"]:
        assert time.monotonic() < until, library.show()
        time.sleep(0.2)
    return library.link()


def test_the_rendition_is_opus_and_lasts_as_long(rendition: str) -> None:
    entries = "stream=codec_name:format=duration"
    command = [program("ffprobe"), "-v", "error", "-show_entries", entries, "-of", "csv=p=0"]
    told = subprocess.check_output([*command, rendition], text=True, timeout=_PATIENCE)
    codec, duration = told.split()

    assert codec == "opus"
    assert float(duration) == pytest.approx(90, abs=0.1)


@pytest.mark.parametrize("what", ["the original", "the rendition"])
async def test_a_browser_seeks_plays_on_and_goes_back(
    server: Server, original: Served, rendition: str, what: str
) -> None:
    place = original.url if what == "the original" else rendition
    seen: list[tuple[int, str]] = []
    options = ["--no-sandbox", "--autoplay-policy=no-user-gesture-required", "--no-first-run"]
    quiet = ["--disable-background-networking", "--disable-component-update", "--disable-sync"]
    async with async_playwright() as playwright:
        chromium = await playwright.chromium.launch(
            executable_path=program("chromium"), args=[*options, *quiet]
        )
        page = await chromium.new_page()
        page.on("response", lambda answer: seen.append((answer.status, answer.url)))
        await page.goto(f"{server.url}/listen")
        result: dict[str, Any] = await page.evaluate(PAGE, place)
        await chromium.close()

    assert result["duration"] == pytest.approx(90, abs=0.1)
    assert result["seekable"] == pytest.approx(90, abs=0.1)
    assert (result["from"], result["back"]) == (_AT, 5)
    assert {status for status, url in seen if url == place} == {206}


@pytest.fixture
def anyio_backend() -> str:
    """Playwright runs on asyncio alone."""
    return "asyncio"
