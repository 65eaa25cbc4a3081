"""A track on its way in."""

import json
from typing import Final

import attrs

from phantom_core.blobs import safe_file_name
from phantom_core.kernel import Checked, Id, ruled
from phantom_core.media.sets.music_set import TITLE, SetId
from phantom_core.media.sets.track import ARTIST

__all__ = ["PURPOSE", "ReceivedTrack", "TrackDetails", "TrackTerms"]

PURPOSE: Final = "track"
"""What uploads that become tracks are for."""


@attrs.frozen(kw_only=True)
class TrackDetails(Checked):
    """What is said of a track while it is handed in.

    Attributes:
        title: what the file's tags say when absent, or else made of its name.
        artist: what the file's tags say when absent.
    """

    title: str | None = ruled(TITLE, default=None)
    artist: str | None = ruled(ARTIST, default=None)


@attrs.frozen(kw_only=True)
class TrackTerms:
    """What must be known again when the bytes of an upload have come."""

    set_id: SetId
    details: TrackDetails

    def written(self) -> str:
        """All of it as text, for `read` to read back."""
        return json.dumps([self.set_id, self.details.title, self.details.artist])

    @classmethod
    def read(cls, text: str) -> "TrackTerms":
        """What was `written`."""
        set_id, title, artist = json.loads(text)
        return cls(set_id=SetId(Id(set_id)), details=TrackDetails(title=title, artist=artist))


@attrs.frozen(kw_only=True)
class ReceivedTrack:
    """What an upload turned out to be; one that is equal in all of this is the same again.

    Attributes:
        file_name: as the sender calls it, made safe.
        sha256: of its bytes, 64 hexadecimal digits.
        details: what was said of it.
    """

    set_id: SetId
    file_name: str = attrs.field(converter=safe_file_name)
    sha256: str
    details: TrackDetails
