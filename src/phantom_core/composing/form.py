"""Form: which bars belong together, and which of them come again."""

from collections.abc import Sequence
from typing import Final

from phantom_core.composing.asking import Brief
from phantom_core.composing.piece import Section

__all__ = ["form_of", "phrases"]

_PHRASE: Final = 4
_LONG: Final = 32
_BLUES: Final = 12
_FORMS: Final = {
    1: ("A",),
    2: ("A", "A"),
    3: ("A", "B", "A"),
    4: ("A", "A", "B", "A"),
    5: ("intro", "A", "A", "B", "A"),
    6: ("intro", "A", "A", "B", "A", "outro"),
    7: ("intro", "A", "A", "B", "A", "A", "outro"),
    8: ("intro", "A", "A", "B", "B", "A", "A", "outro"),
}


def form_of(brief: Brief) -> tuple[Section, ...]:
    """The sections of a piece: of four bars, of eight in a long one, of twelve in the blues.

    Bars that are left over lengthen the last section.
    """
    if brief.style.name == "blues" and brief.bars % _BLUES == 0:
        return _laid(["A"] * (brief.bars // _BLUES), _BLUES, brief.bars)
    size = 2 * _PHRASE if brief.bars >= _LONG else _PHRASE
    count = max(1, brief.bars // size)
    return _laid(_FORMS[count], min(size, brief.bars), brief.bars)


def _laid(names: Sequence[str], size: int, bars: int) -> tuple[Section, ...]:
    last = len(names) - 1
    return tuple(
        Section(
            name=name,
            bar=1 + place * size,
            bars=bars - last * size if place == last else size,
        )
        for place, name in enumerate(names)
    )


def phrases(bars: int) -> tuple[int, ...]:
    """The lengths of the phrases of a section: four bars each, the last one with what is left."""
    count = max(1, bars // _PHRASE)
    return (*[_PHRASE] * (count - 1), bars - _PHRASE * (count - 1))
