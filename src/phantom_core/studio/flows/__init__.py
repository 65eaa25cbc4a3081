"""What is slow about projects, in steps: the intent is stored, the edge works, the outcome is."""

from phantom_core.studio.flows.edge import RecordingIntake, StudioEdge
from phantom_core.studio.flows.exporting import ExportedProject, export_mix, export_project
from phantom_core.studio.flows.importing import import_project
from phantom_core.studio.flows.midi_files import (
    IncomingMidi,
    MidiFile,
    NotMidi,
    fetch_midi,
    import_midi,
    import_midi_over,
)
from phantom_core.studio.flows.suggesting import suggest
from phantom_core.studio.flows.zip_reading import NotAnExport

__all__ = [
    "ExportedProject",
    "IncomingMidi",
    "MidiFile",
    "NotAnExport",
    "NotMidi",
    "RecordingIntake",
    "StudioEdge",
    "export_mix",
    "export_project",
    "fetch_midi",
    "import_midi",
    "import_midi_over",
    "import_project",
    "suggest",
]
