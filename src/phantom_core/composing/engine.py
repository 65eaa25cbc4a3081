"""The composer: from what it must know to a piece.

Everything follows from the brief and its seed, on every machine and with every version of Python:
chance is drawn from seeded generators by text, and there is no other.
"""

from collections.abc import Iterable, Sequence
from typing import Final

from phantom_core.composing.accompaniment import accompany, hold
from phantom_core.composing.asking import Brief, PartPlan
from phantom_core.composing.assembling import assemble
from phantom_core.composing.bass import walk
from phantom_core.composing.drumming import drum
from phantom_core.composing.form import form_of
from phantom_core.composing.harmony import Slot, harmonise
from phantom_core.composing.instruments import MusicalRole
from phantom_core.composing.melody import sing
from phantom_core.composing.piece import STEP, Piece, Played, Section
from phantom_core.theory import Voicing, lead

__all__ = ["ENGINE", "VERSION", "compose"]

ENGINE: Final = "phantom-theory"
"""What the built-in composer is called."""

VERSION: Final = "1"
"""Changes whenever the same brief may give another piece."""

_EIGHTH: Final = 2


def compose(brief: Brief) -> Piece:
    """Compose a piece; the same brief gives the same piece, to the last note."""
    form = form_of(brief)
    slots = harmonise(brief, form)
    voicings = lead([slot.chord for slot in slots])
    notes = [_swung(brief, _notes(brief, plan, form, slots, voicings)) for plan in brief.parts]
    return assemble(brief, form, slots, voicings, notes)


def _notes(
    brief: Brief,
    plan: PartPlan,
    form: Sequence[Section],
    slots: Sequence[Slot],
    voicings: Sequence[Voicing],
) -> list[Played]:
    notes: list[Played] = []
    for role in plan.roles:
        match role:
            case MusicalRole.MELODY:
                notes += sing(brief, form, slots, plan.instrument)
            case MusicalRole.CHORDS:
                notes += accompany(brief, slots, voicings, plan.instrument)
            case MusicalRole.PAD:
                notes += hold(brief, slots, voicings, plan.instrument)
            case MusicalRole.BASS:
                notes += walk(brief, slots, voicings, plan.instrument)
            case MusicalRole.DRUMS:
                notes += drum(brief, form)
    return notes


def _swung(brief: Brief, notes: Iterable[Played]) -> list[Played]:
    """The second of two eighths comes later, as much as the style swings."""
    late = int(brief.style.swing * _EIGHTH * STEP)
    return [
        note._replace(start=note.start + late, duration=max(1, note.duration - late))
        if late and note.start // STEP % (2 * _EIGHTH) == _EIGHTH
        else note
        for note in notes
    ]
