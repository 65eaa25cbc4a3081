"""Laws of music theory.

Reading: what is written reads back: tones, keys, chord symbols, Roman numerals.
Spelling: a scale uses each letter once, and a key has at most seven signs.
Leading: voices stay in their ranges, sing the tones of their chord, and the outer ones never go in
parallel fifths or octaves.
"""

from itertools import pairwise
from typing import Final

from hypothesis import given
from hypothesis import strategies as st

from phantom_core.theory import (
    QUALITIES,
    Chord,
    Key,
    Mode,
    Tone,
    Voicing,
    chord_at,
    has_parallels,
    lead,
    numeral_of,
)
from phantom_core.theory.degrees import diatonic
from phantom_core.theory.voicing import BASS_RANGE, UPPER_RANGE

tones: Final = st.builds(Tone, st.integers(0, 6), st.integers(-1, 1))
keys: Final = st.builds(lambda tonic, mode: Key(tonic, mode).plain, tones, st.sampled_from(Mode))
chords: Final = st.builds(
    Chord, tones, st.sampled_from([*QUALITIES]), st.one_of(st.none(), tones)
).filter(lambda chord: chord.bass != chord.root)


@given(tones)
def test_a_tone_reads_back(tone: Tone) -> None:
    assert Tone.parse(str(tone)) == tone


@given(keys)
def test_a_key_reads_back(key: Key) -> None:
    assert Key.parse(str(key)) == key


@given(keys)
def test_a_scale_has_each_letter_once_and_few_signs(key: Key) -> None:
    assert sorted(tone.letter for tone in key.scale) == [*range(7)]
    assert sum(tone.alteration for tone in key.scale) == key.sharps
    assert abs(key.sharps) <= 7


@given(chords)
def test_a_chord_reads_back(chord: Chord) -> None:
    assert Chord.parse(str(chord)) == chord


@given(keys, st.data())
def test_a_numeral_means_the_chord_it_was_told_of(key: Key, data: st.DataObject) -> None:
    root = data.draw(st.sampled_from(key.scale))
    chord = Chord(root, data.draw(st.sampled_from([*QUALITIES])))

    assert chord_at(numeral_of(chord, key), key) == chord


@given(keys, st.integers(0, 6), st.integers(3, 5))
def test_the_chords_of_a_key_have_its_tones(key: Key, degree: int, size: int) -> None:
    chord = diatonic(key, degree, size)

    assert {*chord.tones} <= {*key.scale}


@given(keys, st.lists(st.tuples(st.integers(0, 6), st.integers(3, 4)), min_size=1, max_size=8))
def test_voices_move_well(key: Key, steps: list[tuple[int, int]]) -> None:
    progression = [diatonic(key, degree, size) for degree, size in steps]
    led = lead(progression)

    assert not any(has_parallels(one, other) for one, other in pairwise(led))
    for chord, voicing in zip(progression, led, strict=True):
        assert voicing.bass in BASS_RANGE
        assert voicing.bass % 12 == chord.lowest.pitch_class
        assert all(pitch in UPPER_RANGE for pitch in voicing.upper)
        assert {pitch % 12 for pitch in voicing.upper} <= {*chord.pitch_classes}


def test_parallels_are_heard() -> None:
    one = Voicing(48, (60, 64, 67))

    assert has_parallels(one, Voicing(50, (62, 65, 69)))
    assert not has_parallels(one, Voicing(47, (62, 65, 69)))
    assert not has_parallels(one, Voicing(50, (62, 65, 67)))
