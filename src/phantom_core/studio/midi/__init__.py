"""Standard MIDI Files: bytes, values and JSON, each of which can be made of the others.

`read` and `write` keep every byte of any file, `to_json` and `from_json` every value. `split` and
`join` part content into its notes and all else, which is how people edit it together.
"""

from phantom_core.studio.midi.content import (
    MOST_TICKS,
    Content,
    Division,
    Misstated,
    Opaque,
    Place,
    Smpte,
    Track,
    Unread,
)
from phantom_core.studio.midi.event import LAST_TICK, Event, Oddity
from phantom_core.studio.midi.events import Events
from phantom_core.studio.midi.frame import Frame, frame_from_json, frame_to_json
from phantom_core.studio.midi.joining import join, renamed
from phantom_core.studio.midi.json_reading import from_json
from phantom_core.studio.midi.json_writing import to_json
from phantom_core.studio.midi.matching import ChangedNote, Matching, match_notes
from phantom_core.studio.midi.mixing import MixedSegment, MixedStem, mix
from phantom_core.studio.midi.note import Note
from phantom_core.studio.midi.reading import read
from phantom_core.studio.midi.splitting import split
from phantom_core.studio.midi.timing import Meter, Tempo, TempoMap, length, meter_map, tempo_map
from phantom_core.studio.midi.writing import write

__all__ = [
    "LAST_TICK",
    "MOST_TICKS",
    "ChangedNote",
    "Content",
    "Division",
    "Event",
    "Events",
    "Frame",
    "Matching",
    "Meter",
    "Misstated",
    "MixedSegment",
    "MixedStem",
    "Note",
    "Oddity",
    "Opaque",
    "Place",
    "Smpte",
    "Tempo",
    "TempoMap",
    "Track",
    "Unread",
    "frame_from_json",
    "frame_to_json",
    "from_json",
    "join",
    "length",
    "match_notes",
    "meter_map",
    "mix",
    "read",
    "renamed",
    "split",
    "tempo_map",
    "to_json",
    "write",
]
