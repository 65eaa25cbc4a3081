"""What a language model answers, held against what was asked for."""

import json
from collections.abc import Iterator, Sequence
from typing import Any, Final

from phantom_core.composing import TICKS, Brief, MusicalRole, PartPlan, Piece, Played
from phantom_core.composing.assembling import assemble
from phantom_core.composing.form import form_of
from phantom_core.composing.harmony import Slot
from phantom_core.composing.piece import STEP
from phantom_core.theory import Chord, NotAChord, lead

__all__ = ["BadAnswer", "read_answer"]

_MOST_CHORDS: Final = 512
_MOST_NOTES: Final = 5000
_IN_KEY: Final = 0.7
_TOP: Final = 127
_NOTE: Final = 4
_FAR: Final = 10_000


class BadAnswer(Exception):
    """An answer that is no piece such as was asked for."""


def read_answer(text: str, brief: Brief) -> Piece:
    """The piece that an answer tells. Raises: BadAnswer, with what is wrong first."""
    try:
        told = json.loads(text)
    except (ValueError, RecursionError):
        raise BadAnswer("it is no JSON") from None
    if not isinstance(told, dict) or told.keys() != {"chords", "parts"}:
        raise BadAnswer("it must have `chords` and `parts`")
    slots = _slots(_listed(told["chords"], "chords", _MOST_CHORDS), brief)
    parts = _listed(told["parts"], "parts", len(brief.parts))
    if len(parts) != len(brief.parts):
        raise BadAnswer("it must have every instrument that is asked for")
    notes = [[*_part(part, plan, brief)] for part, plan in zip(parts, brief.parts, strict=True)]
    _expect_key(notes, brief)
    voicings = lead([slot.chord for slot in slots])
    return assemble(brief, form_of(brief), slots, voicings, notes)


def _ticks(brief: Brief) -> int:
    return brief.bars * brief.meter.steps * STEP


def _slots(chords: Sequence[Any], brief: Brief) -> Sequence[Slot]:
    """The chords, which must fill the piece."""
    slots: list[Slot] = []
    start = 0.0
    for each in chords:
        if not isinstance(each, dict) or each.keys() != {"symbol", "quarters"}:
            raise BadAnswer("a chord must have `symbol` and `quarters`")
        end = start + _number(each["quarters"], "the length of a chord") * TICKS
        begins, lasts = round(start), round(end) - round(start)
        if lasts <= 0:
            raise BadAnswer("a chord must last")
        slots.append(Slot(chord=_chord(each["symbol"]), start=begins, duration=lasts))
        start = end
    if round(start) != _ticks(brief):
        raise BadAnswer("the chords must fill the piece")
    return slots


def _chord(symbol: Any) -> Chord:
    try:
        return Chord.parse(symbol)
    except (NotAChord, AttributeError):
        raise BadAnswer(f"{symbol!r:.40} is no chord") from None


def _part(part: Any, plan: PartPlan, brief: Brief) -> Iterator[Played]:
    if not isinstance(part, dict) or part.keys() != {"instrument", "notes"}:
        raise BadAnswer("a part must have `instrument` and `notes`")
    if part["instrument"] != plan.instrument.name:
        raise BadAnswer(f"the {plan.instrument.name} is missing")
    for note in _listed(part["notes"], "notes", _MOST_NOTES):
        if not isinstance(note, list) or len(note) != _NOTE:
            raise BadAnswer("a note must be [start, pitch, length, velocity]")
        yield _note(note, plan, brief)


def _note(note: Sequence[Any], plan: PartPlan, brief: Brief) -> Played:
    begins, lasts = _number(note[0], "a start"), _number(note[2], "a length")
    start, end = round(begins * TICKS), round((begins + lasts) * TICKS)
    if not 0 <= start < end <= _ticks(brief):
        raise BadAnswer("a note must lie within the piece")
    pitch = _whole(note[1], "a pitch", plan.instrument.lowest, plan.instrument.highest)
    return Played(start, pitch, end - start, _whole(note[3], "a velocity", 1, _TOP))


def _expect_key(notes: Sequence[Sequence[Played]], brief: Brief) -> None:
    """See to it that most tones are those of the key; drums have none."""
    tones = [
        note.pitch % 12 in brief.key.pitch_classes
        for each, plan in zip(notes, brief.parts, strict=True)
        if MusicalRole.DRUMS not in plan.roles
        for note in each
    ]
    if tones and sum(tones) < _IN_KEY * len(tones):
        raise BadAnswer(f"it is not in {brief.key}")


def _listed(value: Any, name: str, most: int) -> Sequence[Any]:
    if not isinstance(value, list) or not 1 <= len(value) <= most:
        raise BadAnswer(f"`{name}` must be a list of 1 to {most}")
    return value


def _number(value: Any, name: str) -> float:
    if isinstance(value, bool) or not isinstance(value, int | float) or not 0 <= value <= _FAR:
        raise BadAnswer(f"{name} must be a number from 0 to {_FAR}")
    return float(value)


def _whole(value: Any, name: str, lowest: int, highest: int) -> int:
    if isinstance(value, bool) or not isinstance(value, int) or not lowest <= value <= highest:
        raise BadAnswer(f"{name} must be from {lowest} to {highest}")
    return value
