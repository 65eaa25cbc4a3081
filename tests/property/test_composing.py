"""Laws of what is composed, whatever is wished for.

Same: one brief and one seed are one piece, and another seed is another.
Whole: chords fill the piece, notes lie within it and within their instruments' ranges.
Sound: no two notes of one pitch overlap, the outer voices never go in parallel, most tones are in
the key, and every symbol and numeral reads back.
Patient: no prompt is too strange.
"""

from itertools import pairwise
from typing import Final

from hypothesis import given, settings
from hypothesis import strategies as st

from phantom_core.composing import (
    INSTRUMENTS,
    MOODS,
    STYLES,
    Brief,
    MidiWish,
    Piece,
    brief_of,
    compose,
)
from phantom_core.kernel import Invalid
from phantom_core.theory import Chord, Mode, Voicing, chord_at, has_parallels

_METERS: Final = ("", "3/4", "6/8", "7/8", "5/4", "12/8", "2/2")
_TONICS: Final = ("C", "Db", "D", "Eb", "E", "F", "F#", "G", "Ab", "A", "Bb", "B")

prompts: Final = st.builds(
    lambda *words: " ".join(filter(None, words)),
    st.sampled_from(["", *STYLES]),
    st.sampled_from(["", *MOODS]),
    st.sampled_from(["", *INSTRUMENTS]),
    st.sampled_from(_METERS),
    st.builds(lambda bars: f"{bars} bars", st.integers(1, 17)),
    st.builds(lambda tonic, mode: f"in {tonic} {mode}", *map(st.sampled_from, (_TONICS, [*Mode]))),
)
seeds: Final = st.integers(0, 2**53 - 1)
few: Final = settings(max_examples=25)


def made(prompt: str, seed: int) -> tuple[Brief, Piece]:
    brief, _ = brief_of(MidiWish(prompt=prompt), seed)
    return brief, compose(brief)


@few
@given(prompts, seeds)
def test_a_piece_is_whole_and_sound(prompt: str, seed: int) -> None:
    brief, piece = made(prompt, seed)

    ends = [0, *(chord.start + chord.duration for chord in piece.chords)]
    assert [chord.start for chord in piece.chords] == ends[:-1]
    assert ends[-1] == piece.ticks
    for chord in piece.chords:
        assert chord_at(chord.numeral, brief.key) == Chord.parse(chord.symbol)
    low, *upper = zip(*[chord.pitches for chord in piece.chords], strict=True)
    led = [Voicing(bass, (a, b, c)) for bass, a, b, c in zip(low, *upper, strict=True)]
    assert not any(has_parallels(one, other) for one, other in pairwise(led))
    for part in piece.parts:
        instrument = INSTRUMENTS[part.instrument]
        assert part.notes
        assert all(instrument.lowest <= note.pitch <= instrument.highest for note in part.notes)
        assert all(
            0 <= note.start < note.start + note.duration <= piece.ticks for note in part.notes
        )
        by_pitch = sorted(part.notes, key=lambda note: (note.pitch, note.start))
        assert all(
            one.pitch != other.pitch or one.start + one.duration <= other.start
            for one, other in pairwise(by_pitch)
        )
    tones = [note.pitch % 12 for part in piece.parts if part.channel != 9 for note in part.notes]
    assert sum(tone in brief.key.pitch_classes for tone in tones) >= 0.7 * len(tones)


@settings(max_examples=5)
@given(prompts, seeds)
def test_one_seed_is_one_piece(prompt: str, seed: int) -> None:
    assert made(prompt, seed) == made(prompt, seed)


@settings(max_examples=60)
@given(st.text(max_size=60), seeds)
def test_no_prompt_is_too_strange(prompt: str, seed: int) -> None:
    try:
        wish = MidiWish(prompt=prompt)
    except Invalid:
        return
    brief, understood = brief_of(wish, seed)
    assert brief.parts
    assert brief.bars == (understood.bars or 16)
