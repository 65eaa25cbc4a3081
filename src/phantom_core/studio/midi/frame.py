"""A frame: what is left of content when its notes are taken out.

Where a note begins and ends, the frame holds a place for it, at the tick where that was; so the
notes can live by themselves, be edited by several people at once, and be put in again.
"""

from typing import Any

import attrs

from phantom_core.studio.midi.content import Content, Track
from phantom_core.studio.midi.json_reading import read_content
from phantom_core.studio.midi.json_writing import to_json

__all__ = ["Frame", "frame_from_json", "frame_to_json"]


@attrs.frozen(kw_only=True)
class Frame:
    """All of a content but its notes.

    Attributes:
        content: the content, with `NOTE_BEGINS` and `NOTE_ENDS` in the places of notes; by
            default an empty file of one track, to write something new in.
    """

    content: Content = Content(tracks=(Track(),))


def frame_to_json(frame: Frame) -> dict[str, Any]:
    """The JSON form of a frame: that of content, but for `{time, on}` and `{time, off, release?}`.

    Both name a note; without `release` it ends by a `noteOn` of velocity 0.
    """
    return to_json(frame.content)


def frame_from_json(value: Any) -> Frame:
    """Make a frame of its JSON form. Raises: Invalid, as `from_json` does."""
    return Frame(content=read_content(value, frame=True))
