"""Styles: what a genre asks of tempo, harmony, rhythm and instruments."""

from collections.abc import Mapping
from enum import StrEnum
from typing import Final

import attrs

from phantom_core.theory import Mode

__all__ = ["MOODS", "STYLES", "Bassline", "Comping", "Mood", "Style"]


class Comping(StrEnum):
    """How chords are played."""

    HELD = "held"
    PULSE = "pulse"
    OFFBEAT = "offbeat"
    ARPEGGIO = "arpeggio"
    STRUM = "strum"
    CHARLESTON = "charleston"
    FUNKY = "funky"


class Bassline(StrEnum):
    """How a bass goes."""

    HELD = "held"
    EIGHTHS = "eighths"
    ROOT_FIFTH = "root and fifth"
    WALKING = "walking"
    OCTAVES = "octaves"
    SYNCOPATED = "syncopated"


@attrs.frozen(kw_only=True)
class Style:
    """A style.

    Attributes:
        tempo: its usual tempo, in beats a minute.
        mode: its usual mode.
        meter: its usual time signature.
        swing: how much later than even the second of two eighths comes, as a share of the first.
        size: how many tones its chords of thirds have, 3 to 5.
        pace: for how many bars a chord stands.
        colour: how often a chord has a tone added or held back, 0 to 1.
        applied: how often the dominant of a chord goes before it, 0 to 1.
        turned: how often a chord stands on its third, 0 to 1.
        density: how many notes a melody has, 0 to 1.
        drums: the name of its pattern; none, if it has no drums.
        band: its usual instruments, from the melody down.
    """

    name: str
    tempo: int
    mode: Mode = Mode.MAJOR
    meter: tuple[int, int] = (4, 4)
    swing: float = 0.0
    size: int = 3
    pace: int = 1
    colour: float = 0.1
    applied: float = 0.0
    turned: float = 0.1
    density: float = 0.5
    comping: Comping = Comping.PULSE
    bassline: Bassline = Bassline.EIGHTHS
    drums: str | None = None
    band: tuple[str, ...] = ("piano", "bass", "drums")


_ALL: Final = (
    Style(name="pop", tempo=112, drums="pop", band=("synth", "piano", "bass", "drums")),
    Style(
        name="rock",
        tempo=124,
        drums="rock",
        comping=Comping.PULSE,
        band=("electric guitar", "distorted guitar", "bass", "drums"),
    ),
    Style(
        name="metal",
        tempo=148,
        mode=Mode.MINOR,
        drums="metal",
        colour=0.0,
        turned=0.0,
        density=0.7,
        comping=Comping.PULSE,
        band=("distorted guitar", "bass", "drums"),
    ),
    Style(
        name="jazz",
        tempo=128,
        swing=0.3,
        size=4,
        applied=0.35,
        colour=0.25,
        density=0.6,
        comping=Comping.CHARLESTON,
        bassline=Bassline.WALKING,
        drums="jazz",
        band=("saxophone", "piano", "double bass", "drums"),
    ),
    Style(
        name="blues",
        tempo=92,
        swing=0.3,
        size=4,
        colour=0.0,
        turned=0.0,
        comping=Comping.CHARLESTON,
        bassline=Bassline.WALKING,
        drums="shuffle",
        band=("electric guitar", "piano", "bass", "drums"),
    ),
    Style(
        name="soul",
        tempo=96,
        size=4,
        applied=0.2,
        bassline=Bassline.SYNCOPATED,
        drums="pop",
        band=("organ", "electric piano", "bass", "drums"),
    ),
    Style(
        name="funk",
        tempo=104,
        mode=Mode.DORIAN,
        size=4,
        pace=2,
        comping=Comping.FUNKY,
        bassline=Bassline.SYNCOPATED,
        drums="funk",
        band=("brass", "electric guitar", "slap bass", "drums"),
    ),
    Style(
        name="lo-fi",
        tempo=78,
        swing=0.2,
        size=4,
        colour=0.3,
        applied=0.15,
        density=0.35,
        comping=Comping.HELD,
        bassline=Bassline.ROOT_FIFTH,
        drums="lo-fi",
        band=("vibraphone", "electric piano", "double bass", "drums"),
    ),
    Style(
        name="hip hop",
        tempo=90,
        mode=Mode.MINOR,
        size=4,
        density=0.35,
        comping=Comping.HELD,
        bassline=Bassline.SYNCOPATED,
        drums="hip hop",
        band=("synth", "electric piano", "synth bass", "drums"),
    ),
    Style(
        name="trap",
        tempo=140,
        mode=Mode.MINOR,
        pace=2,
        density=0.35,
        comping=Comping.HELD,
        bassline=Bassline.SYNCOPATED,
        drums="trap",
        band=("bells", "pad", "synth bass", "drums"),
    ),
    Style(
        name="house",
        tempo=124,
        mode=Mode.MINOR,
        size=4,
        pace=2,
        comping=Comping.OFFBEAT,
        bassline=Bassline.OCTAVES,
        drums="house",
        band=("synth", "piano", "synth bass", "drums"),
    ),
    Style(
        name="techno",
        tempo=132,
        mode=Mode.PHRYGIAN,
        pace=4,
        colour=0.0,
        density=0.4,
        comping=Comping.OFFBEAT,
        bassline=Bassline.EIGHTHS,
        drums="house",
        band=("synth", "pad", "synth bass", "drums"),
    ),
    Style(
        name="trance",
        tempo=138,
        mode=Mode.MINOR,
        pace=2,
        density=0.6,
        comping=Comping.ARPEGGIO,
        bassline=Bassline.OCTAVES,
        drums="house",
        band=("synth", "pad", "synth bass", "drums"),
    ),
    Style(
        name="synthwave",
        tempo=100,
        mode=Mode.MINOR,
        comping=Comping.ARPEGGIO,
        bassline=Bassline.EIGHTHS,
        drums="rock",
        band=("synth", "pad", "synth bass", "drums"),
    ),
    Style(
        name="drum and bass",
        tempo=174,
        mode=Mode.MINOR,
        pace=2,
        size=4,
        density=0.3,
        comping=Comping.HELD,
        bassline=Bassline.SYNCOPATED,
        drums="breakbeat",
        band=("synth", "pad", "synth bass", "drums"),
    ),
    Style(
        name="ambient",
        tempo=70,
        mode=Mode.LYDIAN,
        size=4,
        pace=2,
        colour=0.4,
        density=0.15,
        comping=Comping.HELD,
        bassline=Bassline.HELD,
        band=("bells", "pad", "synth bass"),
    ),
    Style(
        name="cinematic",
        tempo=86,
        mode=Mode.MINOR,
        density=0.3,
        turned=0.2,
        comping=Comping.HELD,
        bassline=Bassline.HELD,
        band=("horn", "strings", "choir", "double bass"),
    ),
    Style(
        name="classical",
        tempo=108,
        applied=0.15,
        turned=0.25,
        colour=0.0,
        density=0.6,
        comping=Comping.ARPEGGIO,
        bassline=Bassline.HELD,
        band=("violin", "piano", "cello"),
    ),
    Style(
        name="folk",
        tempo=104,
        density=0.45,
        comping=Comping.STRUM,
        bassline=Bassline.ROOT_FIFTH,
        band=("flute", "guitar", "double bass"),
    ),
    Style(
        name="country",
        tempo=116,
        comping=Comping.STRUM,
        bassline=Bassline.ROOT_FIFTH,
        drums="country",
        band=("banjo", "guitar", "bass", "drums"),
    ),
    Style(
        name="reggae",
        tempo=76,
        pace=1,
        comping=Comping.OFFBEAT,
        bassline=Bassline.SYNCOPATED,
        drums="one drop",
        band=("organ", "guitar", "bass", "drums"),
    ),
    Style(
        name="bossa nova",
        tempo=124,
        size=4,
        applied=0.3,
        colour=0.25,
        comping=Comping.CHARLESTON,
        bassline=Bassline.ROOT_FIFTH,
        drums="bossa",
        band=("flute", "nylon guitar", "double bass", "drums"),
    ),
    Style(
        name="latin",
        tempo=104,
        mode=Mode.MINOR,
        applied=0.1,
        comping=Comping.CHARLESTON,
        bassline=Bassline.SYNCOPATED,
        drums="latin",
        band=("trumpet", "piano", "bass", "drums"),
    ),
    Style(
        name="waltz",
        tempo=144,
        meter=(3, 4),
        applied=0.1,
        comping=Comping.PULSE,
        bassline=Bassline.HELD,
        band=("violin", "piano", "cello"),
    ),
)

STYLES: Final[Mapping[str, Style]] = {style.name: style for style in _ALL}
"""All styles, by name."""


@attrs.frozen(kw_only=True)
class Mood:
    """A mood.

    Attributes:
        mode: the mode that it asks for, where nobody names one; none, if any will do.
        pace: by what the usual tempo is multiplied.
        force: by how much louder than usual it is played, in steps of velocity.
        density: by what the number of a melody's notes is multiplied.
        bright: how much great chords are preferred to small ones; below 1, the other way round.
        dominant: how much dominants are preferred to plagal steps.
    """

    name: str
    mode: Mode | None = None
    pace: float = 1.0
    force: int = 0
    density: float = 1.0
    bright: float = 1.0
    dominant: float = 1.0


_MOODS: Final = (
    Mood(name="happy", mode=Mode.MAJOR, pace=1.1, force=6, density=1.1, bright=1.6),
    Mood(name="sad", mode=Mode.MINOR, pace=0.8, force=-10, density=0.8, bright=0.6),
    Mood(name="melancholic", mode=Mode.MINOR, pace=0.85, force=-8, density=0.8, bright=0.7),
    Mood(name="calm", pace=0.85, force=-12, density=0.7, dominant=0.6),
    Mood(name="dreamy", mode=Mode.LYDIAN, pace=0.9, force=-10, density=0.7, dominant=0.5),
    Mood(name="dark", mode=Mode.MINOR, pace=0.95, force=2, bright=0.5),
    Mood(name="tense", mode=Mode.PHRYGIAN, pace=1.05, force=6, bright=0.7, dominant=1.6),
    Mood(name="mysterious", mode=Mode.DORIAN, pace=0.9, force=-6, density=0.8, bright=0.7),
    Mood(name="angry", mode=Mode.PHRYGIAN, pace=1.15, force=16, density=1.2, bright=0.6),
    Mood(name="energetic", pace=1.12, force=12, density=1.25, dominant=1.2),
    Mood(name="epic", mode=Mode.MINOR, pace=0.95, force=14, density=0.8, bright=1.3),
    Mood(name="romantic", mode=Mode.MAJOR, pace=0.85, force=-6, density=0.9, dominant=1.2),
    Mood(name="hopeful", mode=Mode.MAJOR, force=2, bright=1.3, dominant=0.8),
    Mood(name="nostalgic", mode=Mode.MAJOR, pace=0.9, force=-6, density=0.8, bright=0.9),
    Mood(name="playful", mode=Mode.MAJOR, pace=1.1, force=2, density=1.2, bright=1.3),
)

MOODS: Final[Mapping[str, Mood]] = {mood.name: mood for mood in _MOODS}
"""All moods, by name."""
