"""The process in which hostile files are decoded: `python -m phantom_adapters.audio.child`.

It takes jobs one at a time from its standard input, under limits that it sets on itself before it
touches a file, and ends when that input does: with its parent, however the parent ended. What
native libraries print goes to standard error, never between the messages.
"""

import contextlib
import json
import os
import queue
import resource
import sys
import tempfile
import threading
import traceback
import wave
from collections.abc import Callable
from pathlib import Path
from typing import Any, BinaryIO, Final

import attrs

from phantom_adapters.audio.limits import MIB, AudioLimits
from phantom_adapters.audio.messages import Message, error_to, read_message, write_message
from phantom_core.audio.analysis import AnalysisFailed
from phantom_core.kernel.errors import PhantomError

__all__ = ["main"]

_LARGEST_FILE: Final = 64 * MIB
_NICENESS: Final = 5

_Say = Callable[[Message], None]


def main() -> None:
    """Serve jobs until standard input ends."""
    outlet = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)
    limits = AudioLimits(**json.loads(sys.argv[1]))
    _confine(limits)
    jobs: queue.SimpleQueue[Message] = queue.SimpleQueue()
    threading.Thread(target=_receive, args=(sys.stdin.buffer, jobs), daemon=True).start()

    def say(message: Message) -> None:
        write_message(outlet, message)

    say(Message("ready"))
    while True:
        _serve(jobs.get(), limits, say)


def _confine(limits: AudioLimits) -> None:
    os.nice(_NICENESS)
    _lower(resource.RLIMIT_DATA, limits.memory_bytes)
    _lower(resource.RLIMIT_FSIZE, _LARGEST_FILE)
    _lower(resource.RLIMIT_CORE, 0)


def _lower(kind: int, value: int) -> None:
    _, hard = resource.getrlimit(kind)
    bound = value if hard == resource.RLIM_INFINITY else min(value, hard)
    resource.setrlimit(kind, (bound, hard))


def _receive(inlet: BinaryIO, jobs: "queue.SimpleQueue[Message]") -> None:
    """Queue jobs as they come; without a parent, end at once, whatever is being done."""
    try:
        while (message := read_message(inlet)) is not None:
            jobs.put(message)
    finally:
        os._exit(0)


def _serve(job: Message, limits: AudioLimits, say: _Say) -> None:
    """Do one job and say how it ended."""
    try:
        _allow_processor_time(limits.processor_seconds(job.kind))
        say(_JOBS[job.kind](job.data, limits, say))
    except PhantomError as error:
        say(Message("failed", error_to(error)))
    except MemoryError:
        say(Message("failed", error_to(AnalysisFailed("it needs too much memory"))))
        os._exit(1)
    except Exception as error:  # noqa: BLE001 (whatever a file brings about is an answer)
        with contextlib.suppress(OSError):
            traceback.print_exception(error)
        text = f"the analysis stumbled over it ({type(error).__name__})"
        say(Message("failed", error_to(AnalysisFailed(text))))


def _allow_processor_time(seconds: float) -> None:
    """Give this job its share; the limit counts all time since the process began."""
    usage = resource.getrusage(resource.RUSAGE_SELF)
    _lower(resource.RLIMIT_CPU, round(usage.ru_utime + usage.ru_stime + seconds + 1))


def _probe(job: Any, limits: AudioLimits, _: _Say) -> Message:
    from phantom_adapters.audio.decoding import probe

    return Message("done", attrs.asdict(probe(Path(job["path"]), limits)))


def _analyze(job: Any, limits: AudioLimits, say: _Say) -> Message:
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


def _warm(job: Any, limits: AudioLimits, _: _Say) -> Message:
    """Load all that the named job needs, by doing it once with a moment of silence."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "silence.wav"
        with wave.open(str(path), "wb") as file:
            file.setparams((1, 2, 22050, 0, "NONE", ""))
            file.writeframes(bytes(22050))
        _JOBS[job["for"]]({"path": str(path)}, limits, lambda _: None)
    return Message("done")


_JOBS: Final = {"probe": _probe, "analyze": _analyze, "warm": _warm}


if __name__ == "__main__":
    main()
