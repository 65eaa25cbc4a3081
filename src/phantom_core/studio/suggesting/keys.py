"""Keys: which stems play in another key than the others.

The key of notes is the one whose profile their durations resemble most (C. L. Krumhansl, Cognitive
Foundations of Musical Pitch, 1990, after the probe tones of Krumhansl and Kessler, 1982). A stem
clashes if too few of its tones are in the scale of the others, and many more would be after it is
transposed. Stems that go with each other are transposed together.
"""

from collections.abc import Iterator, Mapping, Sequence
from math import sqrt
from typing import Any, Final

import attrs

from phantom_core.studio.arrangement.draft import NoteEdit, NoteOp
from phantom_core.studio.arrangement.fields import Kind
from phantom_core.studio.arrangement.target import MOST_EDITS, Op
from phantom_core.studio.suggesting.song import Clip, Song, Voice
from phantom_core.studio.suggesting.suggestion import (
    SuggestedChange,
    Suggestion,
    SuggestionKind,
    Urgency,
)
from phantom_core.sync import RecordId
from phantom_core.theory import Key, Mode, NotATone, Tone

__all__ = ["clashes", "key_of_song", "transposed"]

_MAJOR: Final = (6.35, 2.23, 3.48, 2.33, 4.38, 4.09, 2.52, 5.19, 2.39, 3.66, 2.29, 2.88)
_MINOR: Final = (6.33, 2.68, 3.52, 5.38, 2.60, 3.53, 2.54, 4.75, 3.98, 2.69, 3.34, 3.17)
_NAMES: Final = ("C", "Db", "D", "Eb", "E", "F", "F#", "G", "Ab", "A", "Bb", "B")
_SHIFTS: Final = (1, -1, 2, -2, 3, -3, 4, -4, 5, -5, 6, -6)
_CLASH: Final = 0.75
_FITS: Final = 0.9
_AS_WELL: Final = 0.03
_CONFIDENT: Final = 0.25
_LEADING: Final = 11
_FEWEST: Final = 4
_HIGHEST: Final = 127

_Weights = Sequence[float]
"""How long each of the twelve pitch classes sounds."""


@attrs.frozen(kw_only=True)
class _Tones:
    """What a voice plays, by pitch class."""

    voice: Voice
    weights: _Weights
    movable: bool

    @property
    def weight(self) -> float:
        return sum(self.weights)


def clashes(song: Song) -> Iterator[Suggestion]:
    """Find stems that play in another key than most, those together that go with each other.

    Recordings cannot be transposed: MIDI gives way to them, and where it is they that clash with
    others, they are muted.
    """
    tones = [each for each in map(_tones, song.voices) if each is not None]
    main, *others = sorted(
        _groups(tones), key=lambda group: (all(each.movable for each in group), -_weight(group))
    ) or [[]]
    for group in others:
        key, weights = _key(_summed(main)), _summed(group)
        fit = _fit(weights, key)
        movable = all(each.movable for each in group)
        shift = _best_shift(group, key) if movable else None
        if fit < _CLASH and (shift is not None or not movable):
            yield _suggestion(song, group, key, fit, shift)


def _groups(tones: Sequence[_Tones]) -> Sequence[list[_Tones]]:
    """Stems that go with each other: all that they play together is in one key."""
    groups: list[list[_Tones]] = []
    for each in sorted(tones, key=lambda one: (one.movable, -one.weight)):
        for group in groups:
            together = [*group, each]
            key = _key(_summed(together))
            if all(_fit(one.weights, key) >= _CLASH for one in together):
                group.append(each)
                break
        else:
            groups.append([each])
    return groups


def _weight(group: Sequence[_Tones]) -> float:
    return sum(each.weight for each in group)


def key_of_song(song: Song) -> Key | None:
    """The key of all that is heard; none, where there are no tones."""
    tones = [each for each in map(_tones, song.voices) if each is not None]
    return _key(_summed(tones)) if tones else None


def transposed(clip: Clip, shift: int) -> SuggestedChange:
    """The change that transposes a segment."""
    return SuggestedChange(
        kind=Kind.SEGMENT,
        entity_id=clip.view.id,
        op=Op.NOTES,
        base_version=clip.view.version,
        notes=tuple(
            NoteEdit(
                op=NoteOp.SET,
                note_id=RecordId(note.id),
                fields={"pitch": note.fields["pitch"] + shift},
            )
            for note in clip.view.notes
        ),
    )


def _tones(voice: Voice) -> _Tones | None:
    if voice.is_drums:
        return None
    weights = [0.0] * 12
    for note in voice.notes:
        weights[note.pitch % 12] += note.lasts
    for clip in voice.clips:
        for pitch_class, weight in _heard(clip).items():
            weights[pitch_class] += weight
    movable = not any(clip.is_audio for clip in voice.clips)
    enough = len(voice.notes) >= _FEWEST or not movable
    return (
        _Tones(voice=voice, weights=weights, movable=movable) if any(weights) and enough else None
    )


def _heard(clip: Clip) -> Mapping[int, float]:
    """What a recording in a clear key plays, as if it played all tones of its scale alike."""
    heard = clip.recording
    if heard is None or heard.tonic is None or heard.key_confidence < _CONFIDENT:
        return {}
    try:
        key = Key(Tone.parse(heard.tonic), Mode.MINOR if heard.minor else Mode.MAJOR)
    except NotATone:
        return {}
    profile = _MINOR if heard.minor else _MAJOR
    whole = sum(profile[step] for step in key.mode.steps)
    tonic, lasts = key.tonic.pitch_class, clip.end - clip.start
    return {(tonic + step) % 12: lasts * profile[step] / whole for step in key.mode.steps}


def _summed(tones: Sequence[_Tones]) -> _Weights:
    return [sum(each.weights[place] for each in tones) for place in range(12)]


def _key(weights: _Weights) -> Key:
    """The key whose profile is most like these durations."""
    _, tonic, minor = max(
        (_alike(profile, [*weights[tonic:], *weights[:tonic]]), -tonic, minor)
        for minor, profile in ((False, _MAJOR), (True, _MINOR))
        for tonic in range(12)
    )
    return Key(Tone.parse(_NAMES[-tonic]), Mode.MINOR if minor else Mode.MAJOR).plain


def _alike(one: _Weights, other: _Weights) -> float:
    """Pearson's correlation."""
    mean_one, mean_other = sum(one) / 12, sum(other) / 12
    ones, others = [each - mean_one for each in one], [each - mean_other for each in other]
    product = sum(a * b for a, b in zip(ones, others, strict=True))
    norm = sqrt(sum(a * a for a in ones) * sum(b * b for b in others))
    return product / norm if norm else 0.0


def _fit(weights: _Weights, key: Key) -> float:
    """The share of what sounds that is in a key; in minor the leading tone is, too."""
    tonic = key.tonic.pitch_class
    scale = set(key.pitch_classes) | ({(tonic + _LEADING) % 12} if key.mode.is_minor else set())
    return sum(weights[each] for each in scale) / sum(weights)


def _shifted(weights: _Weights, shift: int) -> _Weights:
    return [weights[(place - shift) % 12] for place in range(12)]


def _best_shift(group: Sequence[_Tones], key: Key) -> int | None:
    """The transposition after which all fits best, if its notes stay within MIDI.

    Of those that fit about as well, it is the nearest.
    """
    clips = [clip for each in group for clip in each.voice.clips]
    pitches = [note.fields["pitch"] for clip in clips for note in clip.view.notes]
    if any(len(clip.view.notes) > MOST_EDITS for clip in clips):
        return None
    fits = {
        shift: _fit(_shifted(_summed(group), shift), key)
        for shift in _SHIFTS
        if 0 <= min(pitches) + shift <= max(pitches) + shift <= _HIGHEST
    }
    enough = max(_FITS, max(fits.values(), default=0.0) - _AS_WELL)
    return next((shift for shift, fit in fits.items() if fit >= enough), None)


def _suggestion(
    song: Song, group: Sequence[_Tones], key: Key, fit: float, shift: int | None
) -> Suggestion:
    voices = [each.voice for each in group]
    names = " and ".join(f"`{voice.name}`" for voice in voices)
    figures: dict[str, Any] = {"share": round(fit, 3)}
    clips = [clip for voice in voices for clip in voice.clips]
    if shift is None:
        changes = [_muted(voice) for voice in voices if voice.is_audio]
        advice = "A recording cannot be transposed: mute it, or replace it."
    else:
        changes = [transposed(clip, shift) for clip in clips if clip.view.notes]
        after = _fit(_shifted(_summed(group), shift), key)
        figures |= {"shift": shift, "shareAfter": round(after, 3)}
        steps = "semitone" if abs(shift) == 1 else "semitones"
        advice = f"Transposed by {shift:+d} {steps} it would be {after:.0%}."
    return Suggestion(
        kind=SuggestionKind.KEY_CLASH,
        severity=Urgency.PROBLEM,
        bar=song.bar(min(clip.start for clip in clips)),
        stems=tuple(voice.view.id for voice in voices),
        reason=f"Only {fit:.0%} of {names} is in {key}, the key of the other stems. {advice}",
        figures=figures,
        changes=tuple(changes),
    )


def _muted(voice: Voice) -> SuggestedChange:
    return SuggestedChange(
        kind=Kind.STEM,
        entity_id=voice.view.id,
        op=Op.SET,
        base_version=voice.view.version,
        fields={"isMuted": True},
    )
