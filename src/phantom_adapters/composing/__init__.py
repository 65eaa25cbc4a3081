"""Composers, and the MIDI that their pieces are.

A service of others is asked by `openai_compatible`, which loads much more.
"""

from phantom_adapters.composing.built_in import BuiltInComposer
from phantom_adapters.composing.midi_content import content_of

__all__ = ["BuiltInComposer", "content_of"]
