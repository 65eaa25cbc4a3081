"""All suggestions for a project, the gravest first."""

from collections.abc import Sequence
from typing import Final

from phantom_core.studio.suggesting.gaps import empty_bars
from phantom_core.studio.suggesting.keys import clashes
from phantom_core.studio.suggesting.levels import unbalanced
from phantom_core.studio.suggesting.material import Material
from phantom_core.studio.suggesting.registers import hidden_voices
from phantom_core.studio.suggesting.roles import missing_roles
from phantom_core.studio.suggesting.song import song_of
from phantom_core.studio.suggesting.suggestion import Suggestion, Urgency
from phantom_core.studio.suggesting.tempos import tempo_differences

__all__ = ["suggestions"]

_ORDER: Final = [*Urgency]


def suggestions(material: Material) -> Sequence[Suggestion]:
    """What could be better in a project: the gravest first, then by bar.

    Each rests on its own; after one is followed, ask again, for others may have gone with it.
    """
    song = song_of(material)
    found = [
        *clashes(song),
        *tempo_differences(song),
        *hidden_voices(song),
        *empty_bars(song),
        *unbalanced(song),
        *missing_roles(song),
    ]
    return sorted(found, key=lambda each: (_ORDER.index(each.severity), each.bar))
