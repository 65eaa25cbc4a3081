"""What every audio probe and every audio analyzer promise."""

import struct
from pathlib import Path
from typing import Final

import anyio
import anyio.lowlevel
import pytest

from phantom_adapters.contracts.audio_examples import silence, sine, wav
from phantom_core.audio.analysis import Analysis
from phantom_core.audio.analyzer_ports import AudioAnalyzer, AudioProbe
from phantom_core.audio.media_type import AudioFormat, AudioProbed, NotAudio, NotDecodable
from phantom_core.audio.waveform import BASE_SAMPLES_PER_POINT
from phantom_core.kernel.quantities import Hertz, Milliseconds

__all__ = ["AudioAnalyzerContract", "AudioProbeContract"]

_RATE: Final = 22050
_NO_AUDIO: Final = {
    "nothing": b"",
    "text": b"Ladies and gentlemen, we are floating in space.\n" * 100,
    "a web page": b"<!doctype html><script>alert(1)</script>" + b"\xff\xfb\x90\x00" * 500,
    "a picture": b"\x89PNG\r\n\x1a\n" + bytes(1000),
    "a film": b"OggS" + bytes(24) + b"\x80theora" + bytes(1000),
}
_NO_SOUND: Final = {
    "a WAV header and nothing else": b"RIFF\x24\0\0\0WAVE",
    "a WAV without channels": wav([0.0])[:22] + b"\0\0" + wav([0.0])[24:],
    "a WAV without a rate": wav([0.0])[:24] + bytes(4) + wav([0.0])[28:],
}


class _ListenerFailed(Exception):
    """What a listener to progress raises in these tests."""


async def _ignore(_: str, __: float) -> None:
    await anyio.lowlevel.checkpoint()


def _file(folder: Path, data: bytes, name: str = "recording.wav") -> Path:
    path = folder / name
    path.write_bytes(data)
    return path


async def _analysis(analyzer: AudioAnalyzer, folder: Path, data: bytes) -> Analysis:
    return await analyzer.analyze(_file(folder, data), on_progress=_ignore)


class AudioProbeContract:
    """Bind it with a fixture `probe` that gives a probe; `adapters` names its class."""

    adapters: tuple[type[AudioProbe], ...] = ()

    @pytest.mark.anyio
    async def test_it_tells_length_rate_and_channels(
        self, probe: AudioProbe, tmp_path: Path
    ) -> None:
        path = _file(tmp_path, wav(sine(1.5), channels=2))

        assert await probe.probe(path) == AudioProbed(
            format=AudioFormat.WAV,
            duration_ms=Milliseconds(1500),
            sample_rate=Hertz(_RATE),
            channels=2,
        )

    @pytest.mark.anyio
    async def test_the_bytes_decide_and_not_the_name(
        self, probe: AudioProbe, tmp_path: Path
    ) -> None:
        path = _file(tmp_path, wav(sine(0.5)), name="song.mp3")

        assert (await probe.probe(path)).format is AudioFormat.WAV

    @pytest.mark.anyio
    @pytest.mark.parametrize("data", list(_NO_AUDIO.values()), ids=list(_NO_AUDIO))
    async def test_what_is_no_audio_is_refused(
        self, probe: AudioProbe, tmp_path: Path, data: bytes
    ) -> None:
        with pytest.raises(NotAudio):
            await probe.probe(_file(tmp_path, data))

    @pytest.mark.anyio
    @pytest.mark.parametrize("data", list(_NO_SOUND.values()), ids=list(_NO_SOUND))
    async def test_audio_without_sound_is_refused(
        self, probe: AudioProbe, tmp_path: Path, data: bytes
    ) -> None:
        with pytest.raises(NotDecodable):
            await probe.probe(_file(tmp_path, data))

    @pytest.mark.anyio
    async def test_a_small_file_that_claims_4_gigabytes_is_as_long_as_its_bytes(
        self, probe: AudioProbe, tmp_path: Path
    ) -> None:
        data = wav(sine(0.02))
        lying = data[:40] + struct.pack("<I", 0xFFFF_FF00) + data[44:]

        assert (await probe.probe(_file(tmp_path, lying))).duration_ms == 20


class AudioAnalyzerContract:
    """Bind it with a fixture `analyzer` that gives an analyzer; `adapters` names its class."""

    adapters: tuple[type[AudioAnalyzer], ...] = ()

    @pytest.mark.anyio
    async def test_length_rate_and_channels_are_counted(
        self, analyzer: AudioAnalyzer, tmp_path: Path
    ) -> None:
        result = (await _analysis(analyzer, tmp_path, wav(sine(1.5), channels=2))).result

        assert (result.duration_ms, result.sample_rate, result.channels) == (1500, _RATE, 2)
        assert not result.truncated
        assert result.warnings == ()

    @pytest.mark.anyio
    async def test_it_says_who_listened(self, analyzer: AudioAnalyzer, tmp_path: Path) -> None:
        analysis = await _analysis(analyzer, tmp_path, wav(sine(0.5)))

        assert analysis.analyzer
        assert analysis.analyzer_version
        assert analysis.decoder_version

    @pytest.mark.anyio
    async def test_the_same_bytes_give_the_same_analysis(
        self, analyzer: AudioAnalyzer, tmp_path: Path
    ) -> None:
        data = wav(sine(2, hertz=440))

        assert await _analysis(analyzer, tmp_path, data) == await _analysis(
            analyzer, tmp_path, data
        )

    @pytest.mark.anyio
    async def test_a_tone_of_1_khz_is_as_loud_as_its_level(
        self, analyzer: AudioAnalyzer, tmp_path: Path
    ) -> None:
        data = wav(sine(5, level=0.1), channels=2)
        loudness = (await _analysis(analyzer, tmp_path, data)).result.loudness

        assert loudness.integrated_lufs == pytest.approx(-20, abs=0.1)
        assert loudness.range_lu == pytest.approx(0, abs=0.1)
        assert loudness.true_peak_dbtp == pytest.approx(-20, abs=0.3)
        assert loudness.peak == pytest.approx(0.1, abs=0.001)
        assert loudness.reason is None

    @pytest.mark.anyio
    async def test_the_waveform_has_a_point_for_each_256_samples_and_for_the_rest(
        self, analyzer: AudioAnalyzer, tmp_path: Path
    ) -> None:
        samples = [*silence(0.0), *[0.5] * 256, *[-0.25] * 256, 1.0]
        peaks = (await _analysis(analyzer, tmp_path, wav(samples))).peaks

        assert (peaks.sample_rate, peaks.samples_per_point) == (_RATE, BASE_SAMPLES_PER_POINT)
        assert list(memoryview(peaks.minima).cast("b")) == [64, -32, 127]
        assert list(memoryview(peaks.maxima).cast("b")) == [64, -32, 127]

    @pytest.mark.anyio
    @pytest.mark.parametrize("samples", [[], [0.5], [0.0], [0.5] * 1024, silence(10)])
    async def test_what_holds_no_music_has_a_picture_and_reasons(
        self, analyzer: AudioAnalyzer, tmp_path: Path, samples: list[float]
    ) -> None:
        analysis = await _analysis(analyzer, tmp_path, wav(samples))

        assert analysis.result.tempo.reason
        assert analysis.result.key.reason
        assert analysis.result.loudness.reason
        assert analysis.result.beats == ()
        assert analysis.picture.startswith(b"\x89PNG\r\n\x1a\n")

    @pytest.mark.anyio
    async def test_fingerprints_of_one_scheme_have_one_length(
        self, analyzer: AudioAnalyzer, tmp_path: Path
    ) -> None:
        one = (await _analysis(analyzer, tmp_path, wav(sine(2)))).result.embedding
        other = (await _analysis(analyzer, tmp_path, wav(sine(3, hertz=200)))).result.embedding
        none = (await _analysis(analyzer, tmp_path, wav(silence(2)))).result.embedding

        assert one.scheme == other.scheme == none.scheme
        assert one.vector is not None
        assert other.vector is not None
        assert len(one.vector) == len(other.vector)
        assert none.vector is None

    @pytest.mark.anyio
    async def test_a_file_that_ends_too_early_is_heard_as_far_as_it_goes(
        self, analyzer: AudioAnalyzer, tmp_path: Path
    ) -> None:
        data = wav(sine(2))
        result = (await _analysis(analyzer, tmp_path, data[: 44 + _RATE * 2])).result

        assert result.duration_ms == 1000
        assert result.truncated
        assert result.warnings

    @pytest.mark.anyio
    async def test_progress_never_falls_and_ends_at_1(
        self, analyzer: AudioAnalyzer, tmp_path: Path
    ) -> None:
        told: list[tuple[str, float]] = []

        async def listen(stage: str, share: float) -> None:
            await anyio.lowlevel.checkpoint()
            told.append((stage, share))

        await analyzer.analyze(_file(tmp_path, wav(sine(3))), on_progress=listen)
        shares = [share for _, share in told]

        assert shares == sorted(shares)
        assert shares[-1] == 1
        assert all(stage and 0 <= share <= 1 for stage, share in told)

    @pytest.mark.anyio
    @pytest.mark.parametrize("data", list(_NO_AUDIO.values()), ids=list(_NO_AUDIO))
    async def test_what_is_no_audio_is_refused(
        self, analyzer: AudioAnalyzer, tmp_path: Path, data: bytes
    ) -> None:
        with pytest.raises(NotAudio):
            await _analysis(analyzer, tmp_path, data)

    @pytest.mark.anyio
    @pytest.mark.parametrize("data", list(_NO_SOUND.values()), ids=list(_NO_SOUND))
    async def test_audio_without_sound_is_refused(
        self, analyzer: AudioAnalyzer, tmp_path: Path, data: bytes
    ) -> None:
        with pytest.raises(NotDecodable):
            await _analysis(analyzer, tmp_path, data)

    @pytest.mark.anyio
    async def test_an_error_of_the_listener_ends_the_analysis_and_no_other(
        self, analyzer: AudioAnalyzer, tmp_path: Path
    ) -> None:
        async def fail(_: str, __: float) -> None:
            await anyio.lowlevel.checkpoint()
            raise _ListenerFailed

        path = _file(tmp_path, wav(sine(1)))
        with pytest.raises(_ListenerFailed):
            await analyzer.analyze(path, on_progress=fail)

        assert (await analyzer.analyze(path, on_progress=_ignore)).result.duration_ms == 1000

    @pytest.mark.anyio
    async def test_an_analysis_can_be_cancelled_and_the_next_one_works(
        self, analyzer: AudioAnalyzer, tmp_path: Path
    ) -> None:
        path = _file(tmp_path, wav(sine(1)))
        with anyio.CancelScope() as scope:

            async def cancel(_: str, __: float) -> None:
                scope.cancel()
                await anyio.lowlevel.checkpoint()

            await analyzer.analyze(path, on_progress=cancel)

        assert scope.cancelled_caught
        assert (await analyzer.analyze(path, on_progress=_ignore)).result.duration_ms == 1000

    @pytest.mark.anyio
    async def test_two_analyses_at_once_do_not_disturb_each_other(
        self, analyzer: AudioAnalyzer, tmp_path: Path
    ) -> None:
        lengths: dict[int, int] = {}

        async def analyse(seconds: int) -> None:
            path = _file(tmp_path, wav(sine(seconds)), name=str(seconds))
            analysis = await analyzer.analyze(path, on_progress=_ignore)
            lengths[seconds] = analysis.result.duration_ms

        async with anyio.create_task_group() as group:
            for seconds in (1, 2, 3):
                group.start_soon(analyse, seconds)

        assert lengths == {1: 1000, 2: 2000, 3: 3000}
