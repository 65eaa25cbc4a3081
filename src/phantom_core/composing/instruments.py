"""The instruments that a piece can be written for, by the sounds of General MIDI Level 1."""

from collections.abc import Mapping
from enum import StrEnum
from typing import Final

import attrs

__all__ = ["DRUMS", "INSTRUMENTS", "Instrument", "MusicalRole"]


class MusicalRole(StrEnum):
    """What a part does in a piece."""

    MELODY = "melody"
    CHORDS = "chords"
    PAD = "pad"
    BASS = "bass"
    DRUMS = "drums"


@attrs.frozen(kw_only=True)
class Instrument:
    """An instrument.

    Attributes:
        program: its sound in General MIDI, 0 to 127.
        lowest: the lowest note that is written for it.
        highest: the highest.
        roles: what it can do, best first.
    """

    name: str
    program: int
    lowest: int
    highest: int
    roles: tuple[MusicalRole, ...]


_KEYS: Final = (MusicalRole.CHORDS, MusicalRole.MELODY, MusicalRole.PAD)
_SINGING: Final = (MusicalRole.MELODY, MusicalRole.PAD)
_PADS: Final = (MusicalRole.PAD, MusicalRole.CHORDS, MusicalRole.MELODY)
_BELLS: Final = (MusicalRole.MELODY, MusicalRole.CHORDS)
_BASS: Final = (MusicalRole.BASS,)

_TABLE: Final = (
    ("piano", 0, 36, 96, _KEYS),
    ("electric piano", 4, 36, 96, _KEYS),
    ("harpsichord", 6, 36, 89, _KEYS),
    ("celesta", 8, 60, 96, _BELLS),
    ("music box", 10, 60, 96, _BELLS),
    ("vibraphone", 11, 53, 89, _BELLS),
    ("marimba", 12, 45, 96, _BELLS),
    ("bells", 14, 60, 84, _BELLS),
    ("organ", 16, 36, 96, _KEYS),
    ("church organ", 19, 36, 96, _KEYS),
    ("accordion", 21, 53, 89, _KEYS),
    ("harmonica", 22, 60, 84, _SINGING),
    ("guitar", 25, 40, 84, _KEYS),
    ("nylon guitar", 24, 40, 84, _KEYS),
    ("electric guitar", 27, 40, 86, _KEYS),
    ("distorted guitar", 30, 40, 86, _KEYS),
    ("double bass", 32, 28, 55, _BASS),
    ("bass", 33, 28, 55, _BASS),
    ("slap bass", 36, 28, 55, _BASS),
    ("synth bass", 38, 24, 55, _BASS),
    ("violin", 40, 55, 96, _SINGING),
    ("viola", 41, 48, 84, _SINGING),
    ("cello", 42, 36, 76, _SINGING),
    ("harp", 46, 36, 96, _KEYS),
    ("strings", 48, 36, 88, _PADS),
    ("choir", 52, 48, 79, _PADS),
    ("trumpet", 56, 55, 82, _SINGING),
    ("trombone", 57, 40, 72, _SINGING),
    ("horn", 60, 41, 77, _SINGING),
    ("brass", 61, 43, 82, _PADS),
    ("saxophone", 65, 49, 80, _SINGING),
    ("oboe", 68, 58, 88, _SINGING),
    ("clarinet", 71, 50, 88, _SINGING),
    ("flute", 73, 60, 93, _SINGING),
    ("pan flute", 75, 60, 86, _SINGING),
    ("synth", 81, 48, 96, _BELLS),
    ("pad", 89, 36, 88, _PADS),
    ("sitar", 104, 48, 77, _SINGING),
    ("banjo", 105, 48, 84, _KEYS),
    ("kalimba", 108, 60, 84, _BELLS),
    ("steel drums", 114, 52, 84, _BELLS),
)

DRUMS: Final = Instrument(
    name="drums", program=0, lowest=35, highest=81, roles=(MusicalRole.DRUMS,)
)
"""The drum set; its notes are sounds of their own, on the tenth channel."""

INSTRUMENTS: Final[Mapping[str, Instrument]] = {
    DRUMS.name: DRUMS,
    **{
        name: Instrument(name=name, program=program, lowest=low, highest=high, roles=roles)
        for name, program, low, high, roles in _TABLE
    },
}
"""All of them, by name."""
