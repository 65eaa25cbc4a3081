"""Putting a piece together: chords and parts as they are told."""

from collections.abc import Iterable, Sequence
from typing import Final

from phantom_core.composing.asking import Brief
from phantom_core.composing.harmony import Slot
from phantom_core.composing.instruments import MusicalRole
from phantom_core.composing.piece import STEP, ChordPlayed, Part, Piece, Played, Section
from phantom_core.theory import Voicing, numeral_of

__all__ = ["assemble"]

_DRUMS: Final = 9
_CHANNELS: Final = tuple(channel for channel in range(16) if channel != _DRUMS)


def assemble(
    brief: Brief,
    form: Sequence[Section],
    slots: Sequence[Slot],
    voicings: Sequence[Voicing],
    notes: Sequence[Iterable[Played]],
) -> Piece:
    """Make a piece of its form, its chords, and for each part of the brief its notes."""
    channels = iter(_CHANNELS)
    parts = [
        Part(
            instrument=plan.instrument.name,
            roles=plan.roles,
            program=plan.instrument.program,
            channel=_DRUMS if MusicalRole.DRUMS in plan.roles else next(channels),
            notes=_apart(each),
        )
        for plan, each in zip(brief.parts, notes, strict=True)
    ]
    return Piece(
        name=_name(brief),
        key=str(brief.key),
        sharps=brief.key.sharps,
        minor=brief.key.mode.is_minor,
        tempo=brief.tempo,
        time_signature=(brief.meter.beats, brief.meter.unit),
        bars=brief.bars,
        bar_ticks=brief.meter.steps * STEP,
        style=brief.style.name,
        mood=brief.mood.name if brief.mood else None,
        sections=tuple(form),
        chords=tuple(
            _told(brief, slot, voicing) for slot, voicing in zip(slots, voicings, strict=True)
        ),
        parts=tuple(parts),
    )


def _apart(notes: Iterable[Played]) -> tuple[Played, ...]:
    """In order; of two notes of one pitch the first ends before the second begins."""
    kept: list[Played] = []
    sounding: dict[int, int] = {}
    for note in sorted(notes, key=lambda each: (each.start, each.pitch, -each.velocity)):
        place = sounding.get(note.pitch)
        if place is not None:
            before = kept[place]
            if before.start == note.start:
                kept[place] = before._replace(duration=max(before.duration, note.duration))
                continue
            kept[place] = before._replace(duration=min(before.duration, note.start - before.start))
        sounding[note.pitch] = len(kept)
        kept.append(note)
    return tuple(kept)


def _told(brief: Brief, slot: Slot, voicing: Voicing) -> ChordPlayed:
    bar, within = divmod(slot.start, brief.meter.steps * STEP)
    beat = STEP * 16 // brief.meter.unit
    return ChordPlayed(
        symbol=str(slot.chord),
        numeral=numeral_of(slot.chord, brief.key),
        tones=tuple(str(tone) for tone in slot.chord.tones),
        pitches=(voicing.bass, *voicing.upper),
        start=slot.start,
        duration=slot.duration,
        bar=bar + 1,
        beat=1 + within / beat,
    )


def _name(brief: Brief) -> str:
    """What a piece may be called: `Sad jazz in D minor`."""
    words = [brief.mood.name if brief.mood else "", brief.style.name, "in", str(brief.key)]
    said = " ".join(word for word in words if word)
    return said[0].upper() + said[1:]
