"""Words an owner may want to put on a recording, each with what it was told from."""

from collections.abc import Iterator, Mapping

from phantom_core.audio.analysis import Key, Loudness, SuggestedTag, Tempo

__all__ = ["suggest_tags"]

_SLOW, _FAST = 85.0, 140.0
_LOUD, _QUIET = -9.0, -23.0
_DARK, _BRIGHT = 900.0, 3500.0
_BASS_HEAVY = 0.5
_STEADY, _DYNAMIC = 4.0, 12.0
_SURE = 0.4


def suggest_tags(
    tempo: Tempo, key: Key, loudness: Loudness, features: Mapping[str, float]
) -> tuple[SuggestedTag, ...]:
    """Suggest tags for what is clear about a recording; none for what is doubtful."""
    words = [*_of_tempo(tempo), *_of_key(key), *_of_loudness(loudness), *_of_sound(features)]
    return tuple(SuggestedTag(tag=tag, reason=reason) for tag, reason in words)


def _of_tempo(tempo: Tempo) -> Iterator[tuple[str, str]]:
    if tempo.bpm is None:
        yield "no steady beat", "no tempo was found"
    elif tempo.confidence >= _SURE and not _SLOW <= tempo.bpm <= _FAST:
        yield ("slow" if tempo.bpm < _SLOW else "fast"), f"{tempo.bpm:.0f} BPM"


def _of_key(key: Key) -> Iterator[tuple[str, str]]:
    if key.mode is not None and key.confidence >= _SURE:
        yield str(key.mode), f"the key is {key.tonic} {key.mode}"


def _of_loudness(loudness: Loudness) -> Iterator[tuple[str, str]]:
    lufs, spread = loudness.integrated_lufs, loudness.range_lu
    if lufs is not None and not _QUIET <= lufs <= _LOUD:
        yield ("quiet" if lufs < _QUIET else "loud"), f"{lufs:.1f} LUFS"
    if spread is not None and not _STEADY <= spread <= _DYNAMIC:
        yield ("even" if spread < _STEADY else "dynamic"), f"a loudness range of {spread:.1f} LU"


def _of_sound(features: Mapping[str, float]) -> Iterator[tuple[str, str]]:
    centroid = features.get("spectral_centroid_hz")
    if centroid is not None and not _DARK <= centroid <= _BRIGHT:
        yield ("dark" if centroid < _DARK else "bright"), f"a spectral centre of {centroid:.0f} Hz"
    low = features.get("low_frequency_share", 0.0)
    if low > _BASS_HEAVY:
        yield "bass-heavy", f"{low:.0%} of the energy is below 200 Hz"
