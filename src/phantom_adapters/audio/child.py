"""The process in which recordings are decoded: `python -m phantom_adapters.audio.child LIMITS`."""

import json
import sys
import tempfile
import wave
from collections.abc import Mapping
from functools import partial
from pathlib import Path
from typing import Any, Final

import attrs

from phantom_adapters.audio.limits import AudioLimits
from phantom_adapters.audio.refusals import error_to
from phantom_adapters.confined.child import Jobs, Say, serve
from phantom_adapters.confined.messages import Message
from phantom_core.audio.analysis import AnalysisFailed

__all__ = ["main"]

_Data = Mapping[str, Any]


def main() -> None:
    """Serve jobs until standard input ends."""
    limits = AudioLimits(**json.loads(sys.argv[1]))
    named = {name: partial(job, limits) for name, job in _JOBS.items()}
    serve(Jobs(bounds=limits, named=named, failure=AnalysisFailed, written=error_to))


def _probe(limits: AudioLimits, job: _Data, _: Say) -> Message:
    from phantom_adapters.audio.decoding import probe

    return Message("done", attrs.asdict(probe(Path(job["path"]), limits)))


def _analyze(limits: AudioLimits, job: _Data, say: Say) -> Message:
    from phantom_adapters.audio.decoding import DECODER_VERSION
    from phantom_adapters.audio.listening import listen
    from phantom_adapters.audio.waveform_picture import render_waveform
    from phantom_core.audio.waveform import encode_peaks

    def report(stage: str, share: float) -> None:
        say(Message("progress", {"stage": stage, "share": share}))

    result, peaks = listen(Path(job["path"]), limits, report)
    report("picture", 0.98)
    blobs = (encode_peaks(peaks), render_waveform(peaks))
    data = {"result": attrs.asdict(result), "decoder_version": DECODER_VERSION}
    return Message("done", data, blobs)


def _draw(limits: AudioLimits, job: _Data, _: Say) -> Message:
    from phantom_adapters.audio.analysis_picture import draw_analysis

    beats, downbeats = job["beats"], job["downbeats"]
    picture = draw_analysis(Path(job["path"]), limits, beats=beats, downbeats=downbeats)
    return Message("done", {}, (picture,))


def _warm(limits: AudioLimits, job: _Data, _: Say) -> Message:
    """Load all that the named job needs, by doing it once with a moment of silence."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "silence.wav"
        with wave.open(str(path), "wb") as file:
            file.setparams((1, 2, 22050, 0, "NONE", ""))
            file.writeframes(bytes(22050))
        _JOBS[job["for"]](limits, {"path": str(path)}, lambda _: None)
    return Message("done")


_JOBS: Final = {"probe": _probe, "analyze": _analyze, "draw": _draw, "warm": _warm}


if __name__ == "__main__":
    main()
