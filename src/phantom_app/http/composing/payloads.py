"""Music that is made for people, on the wire."""

from typing import Annotated, Any, Literal

import msgspec

from phantom_adapters.composing import content_of
from phantom_app.http.payloads import InstantText, Payload, instant
from phantom_core.composing import (
    MOODS,
    MOST_BARS,
    MOST_SEED,
    STYLES,
    ChordPlayed,
    ChordsWish,
    Generated,
    MidiWish,
    MusicalRole,
    Part,
    Provenance,
    Understanding,
)
from phantom_core.kernel import Bpm
from phantom_core.studio.midi import to_json

__all__ = [
    "BarCount",
    "ChordPayload",
    "CompositionPayload",
    "KeyName",
    "MoodName",
    "NewChords",
    "NewMidi",
    "PartPayload",
    "SectionPayload",
    "Seed",
    "StyleName",
    "UnderstoodPayload",
    "composition_of",
]

_LONGEST_PROMPT = 1000
_LONGEST_KEY = 40

BarCount = Annotated[int, msgspec.Meta(ge=1, le=MOST_BARS)]
"""How long music shall be."""

Seed = Annotated[
    int,
    msgspec.Meta(
        ge=0,
        le=MOST_SEED,
        description="The same wish with the same seed is the same music; drawn, if absent.",
    ),
]
"""What chance is made of."""

KeyName = Annotated[
    str,
    msgspec.Meta(
        max_length=_LONGEST_KEY, examples=["A minor", "F#m", "Bb", "D dorian"], description="A key."
    ),
]
"""A key by name."""

MoodName = Literal[*MOODS]  # type: ignore[valid-type]
"""A mood."""

StyleName = Literal[*STYLES]  # type: ignore[valid-type]
"""A style."""


class NewMidi(Payload):
    """Music that is wished for in words. What is said beside them counts more than they do."""

    prompt: Annotated[
        str,
        msgspec.Meta(
            min_length=1,
            max_length=_LONGEST_PROMPT,
            examples=["a sad jazz ballad in D minor with saxophone, 32 bars"],
        ),
    ]
    bars: BarCount | None = None
    key: KeyName | None = None
    tempo: Annotated[float, msgspec.Meta(ge=20, le=400)] | None = None
    seed: Seed | None = None

    def wish(self) -> MidiWish:
        """What is wished for. Raises: Invalid."""
        return MidiWish(
            # A prompt may be typed on several lines, and means the same on one.
            prompt=" ".join(self.prompt.split()),
            bars=self.bars,
            key=self.key,
            tempo=None if self.tempo is None else Bpm(self.tempo),
            seed=self.seed,
        )


class NewChords(Payload):
    """Chords that are wished for."""

    key: KeyName
    mood: MoodName | None = None
    style: StyleName | None = None
    bars: BarCount | None = None
    seed: Seed | None = None

    def wish(self) -> ChordsWish:
        """What is wished for. Raises: Invalid."""
        return ChordsWish(
            key=self.key, mood=self.mood, style=self.style, bars=self.bars, seed=self.seed
        )


class SectionPayload(Payload):
    """A part of the form."""

    name: str
    bar: Annotated[int, msgspec.Meta(description="Its first bar, counted from 1.")]
    bars: int


class ChordPayload(Payload):
    """A chord at its place."""

    symbol: Annotated[str, msgspec.Meta(examples=["Am7/E"])]
    numeral: Annotated[str, msgspec.Meta(examples=["vi7"])]
    tones: Annotated[list[str], msgspec.Meta(description="By name, from the root.")]
    pitches: Annotated[list[int], msgspec.Meta(description="Four voices, by MIDI, from below.")]
    bar: int
    beat: float
    start: Annotated[int, msgspec.Meta(description="In ticks.")]
    duration: Annotated[int, msgspec.Meta(description="In ticks.")]


class PartPayload(Payload):
    """What one instrument plays: a track of the content."""

    instrument: str
    roles: list[MusicalRole]
    program: Annotated[int, msgspec.Meta(description="Its sound in General MIDI.")]
    channel: int
    track: Annotated[int, msgspec.Meta(description="Its place in the content's tracks.")]


class UnderstoodPayload(Payload):
    """What was understood of a wish; what nobody spoke of is absent."""

    key: str | None = None
    tempo: float | None = None
    time_signature: tuple[int, int] | None = None
    bars: int | None = None
    mood: str | None = None
    style: str | None = None
    instruments: list[str]
    without: list[str]


class CompositionPayload(Payload):
    """A piece of music: `content` and `aiMetadata` are what a new segment takes."""

    name: str
    key: str
    tempo: float
    time_signature: tuple[int, int]
    bars: int
    duration_ms: int
    style: str
    mood: str | None = None
    seed: int
    sections: list[SectionPayload]
    chords: list[ChordPayload]
    parts: list[PartPayload]
    content: Annotated[dict[str, Any], msgspec.Meta(description="All of it, as MIDI.")]
    understood: UnderstoodPayload
    not_understood: Annotated[
        list[str], msgspec.Meta(description="Words of the prompt that mean nothing here.")
    ]
    notes: Annotated[
        list[str], msgspec.Meta(description="What was passed over, and why, as sentences.")
    ]
    ai_metadata: Annotated[
        dict[str, Any],
        msgspec.Meta(description="How it came about: `prompt`, `model`, `generatedAt` and more."),
    ]
    generated_at: InstantText


def composition_of(generated: Generated) -> CompositionPayload:
    """A piece."""
    piece, provenance = generated.piece, generated.provenance
    understood = generated.understood
    return CompositionPayload(
        name=piece.name,
        key=piece.key,
        tempo=piece.tempo,
        time_signature=piece.time_signature,
        bars=piece.bars,
        duration_ms=piece.duration_ms,
        style=piece.style,
        mood=piece.mood,
        seed=provenance.seed,
        sections=[
            SectionPayload(name=each.name, bar=each.bar, bars=each.bars) for each in piece.sections
        ],
        chords=[_chord_of(each) for each in piece.chords],
        parts=[_part_of(each, track) for track, each in enumerate(piece.parts, start=1)],
        content=to_json(content_of(piece, provenance.seed)),
        understood=_understood_of(understood),
        not_understood=[*understood.not_understood],
        notes=[*understood.notes],
        ai_metadata=_metadata_of(generated, provenance),
        generated_at=instant(provenance.generated_at),
    )


def _chord_of(chord: ChordPlayed) -> ChordPayload:
    return ChordPayload(
        symbol=chord.symbol,
        numeral=chord.numeral,
        tones=[*chord.tones],
        pitches=[*chord.pitches],
        bar=chord.bar,
        beat=chord.beat,
        start=chord.start,
        duration=chord.duration,
    )


def _part_of(part: Part, track: int) -> PartPayload:
    return PartPayload(
        instrument=part.instrument,
        roles=[*part.roles],
        program=part.program,
        channel=part.channel,
        track=track,
    )


def _understood_of(understood: Understanding) -> UnderstoodPayload:
    return UnderstoodPayload(
        key=understood.key,
        tempo=understood.tempo,
        time_signature=understood.time_signature,
        bars=understood.bars,
        mood=understood.mood,
        style=understood.style,
        instruments=[*understood.instruments],
        without=[*understood.without],
    )


def _metadata_of(generated: Generated, provenance: Provenance) -> dict[str, Any]:
    """What a segment keeps of it, in the form that a segment's `aiMetadata` has."""
    parameters: dict[str, Any] = {
        "engine": provenance.engine,
        "version": provenance.version,
        "seed": provenance.seed,
        "key": generated.piece.key,
        "tempo": generated.piece.tempo,
        "bars": generated.piece.bars,
    }
    if provenance.fallback is not None:
        parameters["fallback"] = provenance.fallback
    return {
        "prompt": provenance.prompt,
        "model": provenance.model,
        "generatedAt": instant(provenance.generated_at),
        "parameters": parameters,
    }
