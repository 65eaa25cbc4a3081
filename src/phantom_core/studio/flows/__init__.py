"""What is slow about projects, in steps: the intent is stored, the edge works, the outcome is."""

from phantom_core.studio.flows.edge import StudioEdge
from phantom_core.studio.flows.midi_files import (
    IncomingMidi,
    MidiFile,
    NotMidi,
    fetch_midi,
    import_midi,
    import_midi_over,
)

__all__ = [
    "IncomingMidi",
    "MidiFile",
    "NotMidi",
    "StudioEdge",
    "fetch_midi",
    "import_midi",
    "import_midi_over",
]
