"""Composing: music that is made for people, from words and by the rules of music theory."""

from phantom_core.composing.asking import (
    MOST_BARS,
    MOST_SEED,
    Brief,
    ChordsWish,
    Meter,
    MidiWish,
    PartPlan,
    Wish,
)
from phantom_core.composing.briefing import Understanding, brief_of
from phantom_core.composing.engine import ENGINE, VERSION, compose
from phantom_core.composing.generated import (
    LIFE,
    LIFE_INSTEAD,
    Composed,
    Generated,
    KeptMusic,
    Provenance,
)
from phantom_core.composing.instruments import INSTRUMENTS, Instrument, MusicalRole
from phantom_core.composing.piece import TICKS, ChordPlayed, Part, Piece, Played, Section
from phantom_core.composing.ports import Composer, ComposingWork, GeneratedMusic
from phantom_core.composing.styles import MOODS, STYLES, Mood, Style
from phantom_core.composing.use_cases import KeepGenerated, RecallGenerated

__all__ = [
    "ENGINE",
    "INSTRUMENTS",
    "LIFE",
    "LIFE_INSTEAD",
    "MOODS",
    "MOST_BARS",
    "MOST_SEED",
    "STYLES",
    "TICKS",
    "VERSION",
    "Brief",
    "ChordPlayed",
    "ChordsWish",
    "Composed",
    "Composer",
    "ComposingWork",
    "Generated",
    "GeneratedMusic",
    "Instrument",
    "KeepGenerated",
    "KeptMusic",
    "Meter",
    "MidiWish",
    "Mood",
    "MusicalRole",
    "Part",
    "PartPlan",
    "Piece",
    "Played",
    "Provenance",
    "RecallGenerated",
    "Section",
    "Style",
    "Understanding",
    "Wish",
    "brief_of",
    "compose",
]
