"""A form with a recording in it."""

from typing import Final

from phantom_app.http.audio.plans import PLAN_FIELDS
from phantom_app.http.file_form import FileForm
from phantom_app.http.forms import FORM, schema_of_form
from phantom_app.http.problems import Malformed
from phantom_core.audio import UploadDetails, Visibility
from phantom_core.kernel import Fault

__all__ = ["FORM_FIELDS", "RecordingForm"]

_TITLE: Final = "title"
_TAGS: Final = "tags"
_VISIBILITY: Final = "visibility"

FORM_FIELDS: Final = {
    "required": True,
    "content": {
        **PLAN_FIELDS,
        FORM: {
            "schema": schema_of_form(
                "A WAV, MP3, FLAC or OGG file; its bytes decide.",
                **{
                    _TITLE: {"type": "string", "maxLength": 200},
                    _TAGS: {
                        "type": "array",
                        "maxItems": 30,
                        "items": {"type": "string", "maxLength": 50},
                        "description": "A part for each tag.",
                    },
                    _VISIBILITY: {"type": "string", "enum": ["private", "public"]},
                },
            ),
            "encoding": {_TAGS: {"style": "form", "explode": True}},
        },
    },
}
"""The form, and what a plan is asked for with, for the API's description."""


class RecordingForm(FileForm):
    """A form that hands a recording in, read up to the recording."""

    once = frozenset({_TITLE, _VISIBILITY})
    often = frozenset({_TAGS})
    nameless = "recording"

    def details(self) -> UploadDetails:
        """What the fields say, once the form has been read. Raises: Malformed, Invalid."""
        return UploadDetails(
            title=self.text(_TITLE), tags=tuple(self.texts(_TAGS)), visibility=self._visibility()
        )

    def _visibility(self) -> Visibility:
        given = self.text(_VISIBILITY)
        if given not in {None, *Visibility}:
            raise Malformed(Fault(_VISIBILITY, "must be private or public"))
        return Visibility(given or Visibility.PRIVATE)
