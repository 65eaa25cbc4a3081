"""Roles: what a band usually has, and this project has not."""

from collections.abc import Iterator
from enum import StrEnum
from typing import Final

from phantom_core.studio.arrangement.fields import Kind
from phantom_core.studio.arrangement.target import Op
from phantom_core.studio.arrangement.views import EntityView
from phantom_core.studio.suggesting.keys import key_of_song
from phantom_core.studio.suggesting.song import Song, Voice
from phantom_core.studio.suggesting.suggestion import (
    SuggestedChange,
    SuggestedMusic,
    Suggestion,
    SuggestionKind,
    Urgency,
)

__all__ = ["missing_roles"]

_FEWEST_VOICES: Final = 2
_FEWEST_BARS: Final = 4
_MOST_BARS: Final = 64
_LOW: Final = 48
_MANY: Final = 2.0


class _Role(StrEnum):
    DRUMS = "drums"
    BASS = "bass"
    CHORDS = "chords"


_WORDS: Final = {
    _Role.DRUMS: ("drum", "percussion", "beat", "groove", "kit"),
    _Role.BASS: ("bass", "808", "sub"),
    _Role.CHORDS: ("chord", "pad", "piano", "keys", "organ", "strings", "guitar", "harp"),
}
_PROMPTS: Final = {
    _Role.DRUMS: "only drums",
    _Role.BASS: "only bass",
    _Role.CHORDS: "only piano",
}
_WHY: Final = {
    _Role.DRUMS: "Nothing keeps the time: no stem plays drums.",
    _Role.BASS: "Nothing carries the harmony: no stem plays a bass.",
    _Role.CHORDS: "Nothing fills the harmony: no stem plays chords.",
}


def missing_roles(song: Song) -> Iterator[Suggestion]:
    """Find which of drums, bass and chords no stem has.

    A stem has the role that its name or instrument says, or else that its notes show. Where a
    recording may be anything, nothing is said to be missing.
    """
    if len(song.voices) < _FEWEST_VOICES or song.length < _FEWEST_BARS:
        return
    if any(voice.is_audio and not _said(voice.view) for voice in song.voices):
        return
    there = {role for stem in song.stems for role in _said(stem)}
    there |= {role for voice in song.voices for role in _shown(voice)}
    for role, new_id in zip(_Role, song.material.new_ids, strict=False):
        if role not in there:
            key = key_of_song(song)
            yield Suggestion(
                kind=SuggestionKind.MISSING_ROLE,
                severity=Urgency.INFO,
                bar=1,
                reason=_WHY[role],
                figures={"stems": len(song.voices)},
                changes=(
                    SuggestedChange(
                        kind=Kind.STEM,
                        entity_id=new_id,
                        op=Op.CREATE,
                        base_version=0,
                        fields={"name": role.capitalize(), "instrumentType": role.value},
                    ),
                ),
                music=SuggestedMusic(
                    prompt=_PROMPTS[role],
                    key=None if key is None else str(key),
                    tempo=song.tempo,
                    bars=min(song.length, _MOST_BARS),
                ),
            )


def _said(stem: EntityView) -> list[_Role]:
    words = f"{stem.fields['instrumentType'] or ''} {stem.fields['name']}".casefold()
    return [role for role, known in _WORDS.items() if any(word in words for word in known)]


def _shown(voice: Voice) -> Iterator[_Role]:
    """The roles that notes show: the tenth channel, low tones, several at once."""
    notes = voice.notes
    if voice.is_drums:
        yield _Role.DRUMS
    elif notes:
        if sum(note.pitch for note in notes) / len(notes) < _LOW:
            yield _Role.BASS
        if len(notes) / len({round(note.start) for note in notes}) >= _MANY:
            yield _Role.CHORDS
