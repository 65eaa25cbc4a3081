"""Registers: stems that play in the same place at the same time, and hide each other."""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from itertools import combinations
from typing import Final

from phantom_core.studio.arrangement.fields import Kind
from phantom_core.studio.arrangement.target import MOST_EDITS, Op
from phantom_core.studio.suggesting.keys import transposed
from phantom_core.studio.suggesting.song import Song, Voice
from phantom_core.studio.suggesting.suggestion import (
    SuggestedChange,
    Suggestion,
    SuggestionKind,
    Urgency,
)

__all__ = ["hidden_voices"]

_SHARED: Final = 0.6
_OFTEN: Final = 0.5
_FEWEST_BARS: Final = 2
_APART: Final = 0.3
_SIDE: Final = 0.35
_NARROWEST: Final = 3
_LOW: Final = 48
_OCTAVE: Final = 12
_HIGHEST: Final = 127

_Spans = Mapping[int, tuple[int, int]]
"""By bar, the lowest and the highest note."""


def hidden_voices(song: Song) -> Iterator[Suggestion]:
    """Find pairs of stems whose registers overlap in most bars in which both play.

    Low ones are best moved an octave apart, for the ear tells low tones from each other badly;
    others to the two sides. A stem is moved once.
    """
    moved: set[str] = set()
    voices = [voice for voice in song.voices if voice.notes and not voice.is_drums]
    spans = {voice.view.id: _spans(song, voice) for voice in voices}
    for one, other in combinations(voices, 2):
        if {one.view.id, other.view.id} & moved or abs(one.pan - other.pan) >= _APART:
            continue
        both = spans[one.view.id].keys() & spans[other.view.id].keys()
        shared = {bar: _shared(spans[one.view.id][bar], spans[other.view.id][bar]) for bar in both}
        hidden = sorted(bar for bar, share in shared.items() if share >= _SHARED)
        if len(hidden) < _FEWEST_BARS or len(hidden) < _OFTEN * len(both):
            continue
        low, high = sorted((one, other), key=_middle)
        changes, advice = _remedy(low, high)
        moved |= {one.view.id, other.view.id}
        yield Suggestion(
            kind=SuggestionKind.MASKING,
            severity=Urgency.WARNING if _middle(high) < _LOW else Urgency.INFO,
            bar=hidden[0],
            stems=(low.view.id, high.view.id),
            reason=f"`{low.name}` and `{high.name}` share their register in {len(hidden)} of "
            f"{len(both)} bars in which both play. {advice}",
            figures={"bars": len(hidden), "barsTogether": len(both)},
            changes=changes,
        )


def _spans(song: Song, voice: Voice) -> _Spans:
    pitches: dict[int, list[int]] = defaultdict(list)
    for note in voice.notes:
        pitches[song.bar(note.start)].append(note.pitch)
    return {bar: (min(found), max(found)) for bar, found in pitches.items()}


def _shared(one: tuple[int, int], other: tuple[int, int]) -> float:
    """The part of the narrower span that both have; a single tone counts as a small third."""
    width = max(_NARROWEST, min(one[1] - one[0], other[1] - other[0]))
    return (min(one[1], other[1]) - max(one[0], other[0])) / width if one != other else 1.0


def _middle(voice: Voice) -> float:
    pitches = [note.pitch for note in voice.notes]
    return sum(pitches) / len(pitches)


def _remedy(low: Voice, high: Voice) -> tuple[tuple[SuggestedChange, ...], str]:
    highest = max(note.pitch for note in high.notes)
    few = all(len(clip.view.notes) <= MOST_EDITS for clip in high.clips)
    if _middle(high) < _LOW and few and highest + _OCTAVE <= _HIGHEST:
        changes = [transposed(clip, _OCTAVE) for clip in high.clips if clip.view.notes]
        return tuple(changes), f"An octave higher, `{high.name}` is heard beside it."
    left, right = (low, high) if low.pan <= high.pan else (high, low)
    changes = [_panned(left, -_SIDE), _panned(right, _SIDE)]
    return tuple(changes), "Moved to two sides, both are heard."


def _panned(voice: Voice, pan: float) -> SuggestedChange:
    return SuggestedChange(
        kind=Kind.STEM,
        entity_id=voice.view.id,
        op=Op.SET,
        base_version=voice.view.version,
        fields={"pan": pan},
    )
