"""Tempo: recordings, and MIDI with a tempo of its own, that go otherwise than the project."""

from collections.abc import Iterator, Mapping
from math import log2
from statistics import median
from typing import Any, Final

from phantom_core.studio.arrangement.fields import Kind
from phantom_core.studio.arrangement.target import EntityId, Op
from phantom_core.studio.suggesting.song import Clip, Song, Voice
from phantom_core.studio.suggesting.suggestion import (
    SuggestedChange,
    Suggestion,
    SuggestionKind,
    Urgency,
)

__all__ = ["tempo_differences"]

_OFF: Final = 0.015
_CONFIDENT: Final = 0.25
_SLOWEST: Final = 20
_FASTEST: Final = 400
_TEMPO: Final = "tempo"

_Timed = tuple[Voice, Clip, float]
"""A clip of a voice, and its tempo."""


def tempo_differences(song: Song) -> Iterator[Suggestion]:
    """Find what does not go with the project.

    A recording may be counted at half or double its tempo. The project follows the recordings, for
    they cannot follow it; those that then still differ are best muted.
    """
    heard = [
        (voice, clip, clip.recording.tempo)
        for voice in song.voices
        for clip in voice.clips
        if clip.recording is not None
        and clip.recording.tempo is not None
        and clip.recording.tempo_confidence >= _CONFIDENT
    ]
    goal = song.tempo
    wrong = [each for each in heard if _is_off(each[2], goal)]
    right = [each for each in heard if not _is_off(each[2], goal)]
    if wrong:
        group = _largest(wrong)
        if _lasts(group) > _lasts(right):
            goal = round(median(_folded(tempo, goal) for _, _, tempo in group), 2)
            yield _follow(song, group, goal)
    for voice, clip, tempo in heard:
        if _is_off(tempo, goal):
            yield _apart(song, voice, clip, tempo)
    yield from _own_tempos(song, goal)


def _is_off(tempo: float, goal: float) -> bool:
    return abs(_folded(tempo, goal) / goal - 1) > _OFF


def _folded(tempo: float, goal: float) -> float:
    """The tempo, halved or doubled until it is as near as can be."""
    return tempo * 2.0 ** round(log2(goal / tempo))


def _largest(timed: list[_Timed]) -> list[_Timed]:
    """Those that go together, and last the longest."""
    groups = [[each for each in timed if not _is_off(each[2], tempo)] for _, _, tempo in timed]
    return max(groups, key=_lasts)


def _lasts(timed: list[_Timed]) -> int:
    return sum(clip.end - clip.start for _, clip, _ in timed)


def _follow(song: Song, group: list[_Timed], goal: float) -> Suggestion:
    names = ", ".join(dict.fromkeys(f"`{voice.name}`" for voice, _, _ in group))
    tempo = min(max(goal, _SLOWEST), _FASTEST)
    project = SuggestedChange(
        kind=Kind.PROJECT,
        entity_id=EntityId(song.material.project_id),
        op=Op.SET,
        base_version=song.material.version,
        fields={"tempo": tempo},
    )
    return Suggestion(
        kind=SuggestionKind.TEMPO,
        severity=Urgency.PROBLEM,
        bar=song.bar(min(clip.start for _, clip, _ in group)),
        stems=tuple(dict.fromkeys(voice.view.id for voice, _, _ in group)),
        reason=f"{names} goes at {goal:g} beats a minute, and the project at {song.tempo:g}.",
        figures={"measured": goal, "project": song.tempo},
        changes=(project,),
    )


def _apart(song: Song, voice: Voice, clip: Clip, tempo: float) -> Suggestion:
    muted = SuggestedChange(
        kind=Kind.SEGMENT,
        entity_id=clip.view.id,
        op=Op.SET,
        base_version=clip.view.version,
        fields={"volume": 0.0},
    )
    return Suggestion(
        kind=SuggestionKind.TEMPO,
        severity=Urgency.WARNING,
        bar=song.bar(clip.start),
        stems=(voice.view.id,),
        reason=f"`{voice.name}` goes at {tempo:g} beats a minute here, unlike the other "
        "recordings and the project. A recording keeps its tempo: turn it down, or replace it.",
        figures={"measured": round(tempo, 2), "project": song.tempo},
        changes=(muted,),
    )


def _own_tempos(song: Song, goal: float) -> Iterator[Suggestion]:
    for voice in song.voices:
        for clip in voice.clips:
            own = clip.own_tempo
            if own is None or abs(own / goal - 1) <= _OFF:
                continue
            yield Suggestion(
                kind=SuggestionKind.TEMPO,
                severity=Urgency.PROBLEM,
                bar=song.bar(clip.start),
                stems=(voice.view.id,),
                reason=f"`{voice.name}` states a tempo of {own:.4g} of its own here, and the "
                f"project goes at {goal:g}. Without it, it goes with the project.",
                figures={"own": round(own, 2), "project": goal},
                changes=(_without_tempo(clip, own, goal),),
            )


def _without_tempo(clip: Clip, own: float, goal: float) -> SuggestedChange:
    """The segment without its tempos, as long as it then is."""
    frame: Mapping[str, Any] = clip.view.fields["frame"]
    tracks = [
        {**track, "events": [each for each in track["events"] if each.get("type") != _TEMPO]}
        for track in frame["tracks"]
    ]
    length = max(1, round((clip.end - clip.start) * own / goal))
    return SuggestedChange(
        kind=Kind.SEGMENT,
        entity_id=clip.view.id,
        op=Op.SET,
        base_version=clip.view.version,
        fields={"frame": {**frame, "tracks": tracks}, "endMs": clip.start + length},
    )
