"""A form with a track in it, read from the stream; or what promises one that comes in parts."""

from typing import Annotated, Any, Final

import msgspec

from phantom_app.http.file_form import FileForm
from phantom_app.http.forms import FORM, schema_of_form
from phantom_app.http.payloads import Payload
from phantom_core.media.sets import TrackDetails

__all__ = ["TRACK_BODY", "TrackForm", "TrackPromise"]

_LONGEST_TYPE: Final = 100
_WORDS: Final = {"type": "string", "minLength": 1, "maxLength": 200}

TRACK_BODY: Final[dict[str, Any]] = {
    "required": True,
    "content": {
        "application/json": {
            "schema": {
                "type": "object",
                "required": ["fileName", "sizeBytes", "contentType"],
                "additionalProperties": False,
                "properties": {
                    "fileName": {"type": "string", "minLength": 1, "maxLength": 1000},
                    "sizeBytes": {"type": "integer", "minimum": 1},
                    "contentType": {
                        "type": "string",
                        "maxLength": _LONGEST_TYPE,
                        "examples": ["audio/flac", "audio/wav", "audio/mpeg", "audio/ogg"],
                    },
                    "sha256": {"type": "string", "pattern": "^[0-9a-f]{64}$"},
                    "title": _WORDS,
                    "artist": _WORDS,
                },
            }
        },
        FORM: {
            "schema": schema_of_form(
                "A WAV, MP3, FLAC or OGG file; its bytes decide.", title=_WORDS, artist=_WORDS
            )
        },
    },
}
"""Both bodies, for the API's description."""


class TrackPromise(Payload):
    """What is promised of a track that will come in parts."""

    file_name: str
    size_bytes: int
    content_type: Annotated[str, msgspec.Meta(max_length=_LONGEST_TYPE)]
    sha256: str | None = None
    title: str | None = None
    artist: str | None = None

    def details(self) -> TrackDetails:
        """What is said of it. Raises: Invalid."""
        return TrackDetails(title=self.title, artist=self.artist)


class TrackForm(FileForm):
    """A form that hands a track in, read up to the track."""

    once = frozenset({"title", "artist"})
    nameless = "track"

    def details(self) -> TrackDetails:
        """What the fields say, once the form has been read. Raises: Malformed, Invalid."""
        return TrackDetails(title=self.text("title"), artist=self.text("artist"))
