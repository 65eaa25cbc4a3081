"""Levels: stems that are much louder or much softer than the others.

The level of a recording is its integrated loudness, that of MIDI follows its velocities by the
recommendation of General MIDI Level 2 (40 log10(v / 127) dB); to both come the faders
(20 log10 of their product). Only stems of one sort are compared.
"""

from collections.abc import Iterator, Sequence
from math import log10
from statistics import median
from typing import Final

from phantom_core.studio.arrangement.fields import Kind
from phantom_core.studio.arrangement.target import Op
from phantom_core.studio.suggesting.song import Clip, Song, Voice
from phantom_core.studio.suggesting.suggestion import (
    SuggestedChange,
    Suggestion,
    SuggestionKind,
    Urgency,
)

__all__ = ["unbalanced"]

_LOUD: Final = 6.0
_QUIET: Final = -12.0
_LOUD_GOAL: Final = 3.0
_QUIET_GOAL: Final = -9.0
_FEWEST: Final = 2
_GRAVE: Final = 12.0
_TOP_VELOCITY: Final = 127


def unbalanced(song: Song) -> Iterator[Suggestion]:
    """Find stems that are 6 dB above the median of the others, or 12 dB below it."""
    for sort in (True, False):
        levels = [
            (voice, level)
            for voice in song.voices
            if voice.is_audio is sort and (level := _level(voice)) is not None
        ]
        if len(levels) < _FEWEST:
            continue
        for voice, level in levels:
            others = [each for other, each in levels if other is not voice]
            difference = level - median(others)
            goal = _goal(difference)
            if goal is None:
                continue
            volume = round(min(1.0, voice.volume * 10 ** ((goal - difference) / 20)), 2)
            if _helps(difference, voice.volume, volume):
                yield _suggestion(song, voice, difference, volume)
                break  # the others are judged anew once it is as it should be


def _goal(difference: float) -> float | None:
    if difference > _LOUD:
        return _LOUD_GOAL
    return _QUIET_GOAL if difference < _QUIET else None


def _helps(difference: float, before: float, after: float) -> bool:
    """Whether the fader alone can put it right."""
    if after <= 0:
        return False
    return _goal(difference + 20 * log10(after / before)) is None


def _level(voice: Voice) -> float | None:
    """How loud a stem is, in dB, over all that it plays; none, where nobody knows."""
    found = [(clip.end - clip.start, level) for clip in voice.clips for level in _levels(clip)]
    if not found:
        return None
    whole = sum(lasts for lasts, _ in found)
    energy = sum(lasts * 10 ** (level / 10) for lasts, level in found) / whole
    return 10 * log10(energy) + 20 * log10(voice.volume)


def _levels(clip: Clip) -> Sequence[float]:
    fader = 20 * log10(clip.volume)
    if clip.recording is not None and clip.recording.loudness is not None:
        return [clip.recording.loudness + fader]
    if not clip.notes:
        return []
    velocity = sum(note.velocity for note in clip.notes) / len(clip.notes)
    return [40 * log10(velocity / _TOP_VELOCITY) + fader]


def _suggestion(song: Song, voice: Voice, difference: float, volume: float) -> Suggestion:
    how = "louder" if difference > 0 else "softer"
    change = SuggestedChange(
        kind=Kind.STEM,
        entity_id=voice.view.id,
        op=Op.SET,
        base_version=voice.view.version,
        fields={"volume": volume},
    )
    return Suggestion(
        kind=SuggestionKind.LEVEL,
        severity=Urgency.WARNING if abs(difference) >= _GRAVE else Urgency.INFO,
        bar=song.bar(voice.clips[0].start),
        stems=(voice.view.id,),
        reason=f"`{voice.name}` is {abs(difference):.1f} dB {how} than the others; "
        f"a volume of {volume:g} instead of {voice.volume:g} brings it to them.",
        figures={"differenceDb": round(difference, 1), "volume": volume},
        changes=(change,),
    )
