"""What an audio file says of itself in its tags."""

import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final

from tinytag import TinyTag, TinyTagException

from phantom_adapters.catalogue.columns import row_of
from phantom_core.catalog.importing import RefusedRow, Row

__all__ = ["is_audio", "named_in", "row_of_file", "tags_of"]

_NUMBER: Final = re.compile(r"^\d{1,3}(?:[.\s_-]+|$)")


def is_audio(path: Path) -> bool:
    """Whether a file can be asked: it is a regular file, and is called like one with sound."""
    return TinyTag.is_supported(path.name) and path.is_file()


def row_of_file(place: str, path: Path) -> Row:
    """The song that a file holds: by its tags, and what they do not say by its name."""
    try:
        tags = tags_of(path)
    except (TinyTagException, OSError) as error:
        return RefusedRow(place=place, reason=f"cannot be read as audio: {_reason(error)}")
    return row_of(place, {**tags, **_missing(tags, named_in(path.stem))}, path)


def tags_of(path: Path) -> Mapping[str, Any]:
    """The tags of a file. Raises: TinyTagException, OSError."""
    tag = TinyTag.get(path)
    return {
        "title": tag.title,
        "artist": tag.artist or tag.albumartist,
        "album": tag.album,
        "genre": tag.genre,
        "duration": tag.duration,
    }


def named_in(text: str) -> Mapping[str, str]:
    """The artist and the title in `Artist - Title`, or the title alone, after a track's number."""
    plain = _NUMBER.sub("", text, count=1).strip() or text.strip()
    artist, dash, title = plain.partition(" - ")
    return {"artist": artist, "title": title} if dash else {"title": plain}


def _missing(tags: Mapping[str, Any], others: Mapping[str, Any]) -> Mapping[str, Any]:
    return {name: value for name, value in others.items() if not tags.get(name)}


def _reason(error: Exception) -> str:
    return str(error) or type(error).__name__
