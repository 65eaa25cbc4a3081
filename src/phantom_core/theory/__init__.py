"""The theory of Western tonal music: tones, keys, chords, Roman numerals, and how voices move."""

from phantom_core.theory.chord import Chord, NotAChord
from phantom_core.theory.degrees import NotANumeral, chord_at, numeral_of
from phantom_core.theory.key import Key, Mode, NotAKey
from phantom_core.theory.qualities import QUALITIES
from phantom_core.theory.tone import NotATone, Tone
from phantom_core.theory.voicing import Voicing, has_parallels, lead

__all__ = [
    "QUALITIES",
    "Chord",
    "Key",
    "Mode",
    "NotAChord",
    "NotAKey",
    "NotANumeral",
    "NotATone",
    "Tone",
    "Voicing",
    "chord_at",
    "has_parallels",
    "lead",
    "numeral_of",
]
