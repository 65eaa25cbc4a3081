"""The files that routes of projects are handed, in the table of authorization."""

import io
from zipfile import ZipFile

from phantom_core.studio.arrangement.carried_json import write_carried
from phantom_core.studio.arrangement.carrying import Carried
from phantom_core.studio.arrangement.fields import Kind, defaults_of
from phantom_core.studio.midi import Content, Track, write

__all__ = ["a_midi_file", "a_zip"]


def a_zip() -> bytes:
    """A project with nothing in it."""
    fields = {**defaults_of(Kind.PROJECT), "name": "Nights"}
    out = io.BytesIO()
    with ZipFile(out, "w") as made:
        arrangement = Carried(fields=fields, stems=(), segments=())
        made.writestr("project.json", write_carried(arrangement, {}))
    return out.getvalue()


def a_midi_file() -> bytes:
    """A file with nothing in it."""
    return write(Content(tracks=(Track(),)))
