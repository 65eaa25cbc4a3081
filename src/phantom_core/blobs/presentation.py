"""How a blob is shown to who reads it by URL: its type, its name, inside a page or beside it."""

import re
import unicodedata
from typing import Final
from urllib.parse import quote

import attrs

from phantom_core.kernel.errors import Fault, Invalid

__all__ = ["INLINE_TYPES", "OCTETS", "Presentation", "safe_file_name"]

OCTETS: Final = "application/octet-stream"
"""The type of bytes about which nothing is claimed."""

INLINE_TYPES: Final = frozenset(
    {
        "audio/aac",
        "audio/flac",
        "audio/midi",
        "audio/mp4",
        "audio/mpeg",
        "audio/ogg",
        "audio/wav",
        "audio/webm",
        "audio/x-wav",
        "image/avif",
        "image/gif",
        "image/jpeg",
        "image/png",
        "image/webp",
    }
)
"""What a browser may show in place: none of these can carry a script."""

_NAME_BYTES: Final = 180
_EXTENSION_BYTES: Final = 16
_FALLBACK: Final = "download"
_WORD: Final = r"[A-Za-z0-9!#$&^_.+-]{1,64}"
_TYPE: Final = re.compile(rf"{_WORD}/{_WORD}(?:; ?{_WORD}={_WORD})*")
_RESERVED: Final = re.compile(r'[<>:"|?*%]')
_ATTRIBUTE_CHARACTERS: Final = "!#$&+^`|"


def _is_type(_instance: object, _attribute: "attrs.Attribute[str]", value: str) -> None:
    if _TYPE.fullmatch(value) is None:
        raise Invalid(Fault("content_type", "a media type looks like `audio/flac`"))


def _to_safe_name(name: str | None) -> str | None:
    return None if name is None else safe_file_name(name)


@attrs.frozen(kw_only=True)
class Presentation:
    """What a reader is told about a blob.

    Attributes:
        content_type: a media type, best found by looking at the bytes.
        file_name: what to call it when it is saved; made safe, None when it has no name.
        inline: whether it may be shown in place; granted only to `INLINE_TYPES`.

    Raises: Invalid, for what is no media type.
    """

    content_type: str = attrs.field(default=OCTETS, validator=_is_type)
    file_name: str | None = attrs.field(default=None, converter=_to_safe_name)
    inline: bool = False

    @property
    def disposition(self) -> str:
        """The value of `Content-Disposition` (RFC 6266), the name in RFC 8187 if it needs it."""
        essence = self.content_type.partition(";")[0].lower()
        kind = "inline" if self.inline and essence in INLINE_TYPES else "attachment"
        return kind if self.file_name is None else kind + _name_parameters(self.file_name)


def safe_file_name(name: str) -> str:
    """Make a file name of `name` that no file system and no header trips over.

    Folders, control characters, marks that turn the writing direction, lone surrogates and
    leading dots go; what shells and Windows reserve becomes `_`; a long name keeps its
    extension. Of nothing comes `download`.
    """
    last = re.split(r"[/\\]", unicodedata.normalize("NFC", name))[-1]
    seen = "".join(" " if c.isspace() else c for c in last if c.isspace() or _is_visible(c))
    words = " ".join(_RESERVED.sub("_", seen).split()).strip(". ")
    return _shortened(words) or _FALLBACK


def _is_visible(character: str) -> bool:
    return not unicodedata.category(character).startswith("C")


def _shortened(name: str) -> str:
    stem, dot, extension = name.rpartition(".")
    if not dot or len(extension.encode()) > _EXTENSION_BYTES:
        return _cut(name, _NAME_BYTES)
    return _cut(stem, _NAME_BYTES - len(extension.encode()) - 1) + dot + extension


def _cut(text: str, size: int) -> str:
    return text.encode()[:size].decode(errors="ignore").rstrip(". ")


def _name_parameters(name: str) -> str:
    plain = name.encode("ascii", "replace").decode().replace("?", "_")
    if plain == name:
        return f'; filename="{plain}"'
    return f"; filename=\"{plain}\"; filename*=UTF-8''{quote(name, safe=_ATTRIBUTE_CHARACTERS)}"
