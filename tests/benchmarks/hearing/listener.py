"""One who listens to recordings, in a process of its own: `python listener.py NAME`.

Paths come in, one a line; for each a line of JSON goes out: `tempi` (the likeliest first), `beats`
and `downbeats` in seconds, `key`, `meter`, `embedding`, and `work`, the seconds of processor time
that it took. The last line, after the end of the input, tells the most `memory` used, in MiB.

A peer may live in another environment, so this file needs nothing but the standard library until
somebody listens.
"""

import importlib
import json
import os
import resource
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any, Final

__all__ = ["LISTENERS", "main"]

_TONICS: Final = ("C", "Db", "D", "Eb", "E", "F", "F#", "G", "Ab", "A", "Bb", "B")
_SHARPS: Final = {"C#": "Db", "D#": "Eb", "Gb": "F#", "G#": "Ab", "A#": "Bb"}
_KRUMHANSL: Final = (
    (6.35, 2.23, 3.48, 2.33, 4.38, 4.09, 2.52, 5.19, 2.39, 3.66, 2.29, 2.88),
    (6.33, 2.68, 3.52, 5.38, 2.60, 3.53, 2.54, 4.75, 3.98, 2.69, 3.34, 3.17),
)

Heard = dict[str, Any]
"""What somebody heard, in the words of the module."""


def phantom(path: str) -> Heard:
    """Phantom's whole report, waveform and loudness included."""
    limits = importlib.import_module("phantom_adapters.audio.limits").AudioLimits()
    listening = importlib.import_module("phantom_adapters.audio.listening")
    result, _ = listening.listen(Path(path), limits, lambda _stage, _share: None)
    key = result.key
    return {
        "tempi": [candidate.bpm for candidate in result.tempo.candidates],
        "beats": result.beats,
        "downbeats": result.downbeats,
        "meter": result.meter.beats_per_bar,
        "key": key.tonic and f"{key.tonic} {key.mode}",
        "embedding": result.embedding.vector,
    }


def librosa(path: str) -> Heard:
    """Hear as librosa's tutorials do: `beat_track`, `chroma_cqt` with Krumhansl's profiles."""
    package, np = importlib.import_module("librosa"), importlib.import_module("numpy")
    samples, rate = package.load(path, sr=22050)
    tempo, beats = package.beat.beat_track(y=samples, sr=rate, units="time")
    tones = package.feature.chroma_cqt(y=samples, sr=rate).mean(axis=1)
    fits = [
        np.corrcoef(tones, np.roll(profile, tonic))[0, 1]
        for profile in _KRUMHANSL
        for tonic in range(12)
    ]
    best = int(np.argmax(fits))
    key = f"{_TONICS[best % 12]} {'major' if best < len(_TONICS) else 'minor'}"
    return {"tempi": [float(np.atleast_1d(tempo)[0])], "beats": list(map(float, beats)), "key": key}


def essentia_multifeature(path: str) -> Heard:
    """Essentia's best beat tracker, and its key for dance music."""
    return _essentia(path, method="multifeature", profile="edma")


def essentia_degara(path: str) -> Heard:
    """Essentia's quicker beat tracker, and its other key."""
    return _essentia(path, method="degara", profile="bgate")


def _essentia(path: str, *, method: str, profile: str) -> Heard:
    standard = importlib.import_module("essentia.standard")
    samples = standard.MonoLoader(filename=path, sampleRate=44100)()
    bpm, beats, *_ = standard.RhythmExtractor2013(method=method)(samples)
    tonic, mode, _ = standard.KeyExtractor(profileType=profile)(samples)
    key = f"{_SHARPS.get(tonic, tonic)} {mode}"
    return {"tempi": [float(bpm)], "beats": list(map(float, beats)), "key": key}


def madmom(path: str) -> Heard:
    """Madmom's networks, whose weights are not free."""
    np = importlib.import_module("numpy")
    features = importlib.import_module("madmom.features")
    activations = features.beats.RNNBeatProcessor()(path)
    beats = features.beats.DBNBeatTrackingProcessor(fps=100)(activations)
    network = features.key.CNNKeyRecognitionProcessor()
    tonic, mode = features.key.key_prediction_to_label(network(path)).split()
    pace = 60 / float(np.median(np.diff(beats))) if len(beats) > 1 else 1.0
    key = f"{_SHARPS.get(tonic, tonic)} {mode}"
    return {"tempi": [pace], "beats": list(map(float, beats)), "key": key}


LISTENERS: Final[dict[str, Callable[[str], Heard]]] = {
    "phantom": phantom,
    "librosa": librosa,
    "essentia_multifeature": essentia_multifeature,
    "essentia_degara": essentia_degara,
    "madmom": madmom,
}
"""All who can listen, by name."""


def main() -> None:
    """Listen to what comes in, the first of it twice: what is loaded or compiled does not count."""
    listener, warm = LISTENERS[sys.argv[1]], False
    outlet = os.fdopen(os.dup(1), "w")
    os.dup2(2, 1)
    for line in sys.stdin:
        path = line.rstrip("\n")
        if not warm:
            listener(path)
            warm = True
        began = _processor_time()
        heard = listener(path)
        print(json.dumps({**heard, "work": _processor_time() - began}), file=outlet, flush=True)
    kilobytes = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    print(json.dumps({"memory": kilobytes / 1024}), file=outlet, flush=True)


def _processor_time() -> float:
    """What this process and the programs that it ran have taken."""
    children = resource.getrusage(resource.RUSAGE_CHILDREN)
    return time.process_time() + children.ru_utime + children.ru_stime


if __name__ == "__main__":
    main()
