"""Playlists as M3U: plain paths, or extended by lines that say what the files are."""

import re
from collections.abc import Iterator, Mapping
from pathlib import Path, PureWindowsPath
from typing import Any, BinaryIO, Final
from urllib.parse import unquote, urlsplit

import attrs
from tinytag import TinyTagException

from phantom_adapters.catalogue.audio_tags import is_audio, named_in, tags_of
from phantom_adapters.catalogue.columns import row_of
from phantom_adapters.catalogue.texts import Unreadable, lines_of
from phantom_core.catalog.importing import Row

__all__ = ["read_m3u"]

_SONG: Final = re.compile(r"#EXTINF:\s*(-?\d+(?:\.\d+)?)[^,]*,(.*)", re.IGNORECASE)
_NOTE: Final = re.compile(r"#(PLAYLIST|EXTALB|EXTART|EXTGENRE):(.*)", re.IGNORECASE)
_SEGMENTS: Final = "#EXT-X-"
_LONGEST_PATH: Final = 4096


def read_m3u(file: BinaryIO, name: str, folder: Path | None = None) -> Iterator[Row]:
    """The songs of a playlist, in its order, each a row of the list that the file is.

    What the list does not say of a song, its file does, if that is one in `folder` or below; no
    other file is looked at. Without `folder`, none is.

    Raises: Unreadable.
    """
    listed = _Listed(playlist=Path(name).stem)
    for number, line in enumerate(lines_of(file), start=1):
        text = line.strip()
        if text.upper().startswith(_SEGMENTS):
            raise Unreadable(number, "It lists the pieces of a stream, and not songs.")
        if text.startswith("#"):
            listed = listed.told(text)
        elif text:
            yield _row(f"{name}:{number}", text, listed, folder)
            listed = listed.next()


@attrs.frozen(kw_only=True)
class _Listed:
    """What the lines so far say: of the list, of an album in it, and of the next song."""

    playlist: str
    album: Mapping[str, str] = attrs.field(factory=dict)
    song: Mapping[str, str] = attrs.field(factory=dict)

    def told(self, line: str) -> "_Listed":
        """Heed a line that begins with `#`."""
        if found := _SONG.match(line):
            return attrs.evolve(self, song={"duration": found[1], **named_in(found[2])})
        note = _NOTE.match(line)
        match note and (note[1].upper(), note[2].strip()):
            case ("PLAYLIST", title) if title:
                return attrs.evolve(self, playlist=title)
            case ("EXTALB", album):
                return attrs.evolve(self, album={**self.album, "album": album})
            case ("EXTART", artist):
                return attrs.evolve(self, album={**self.album, "artist": artist})
            case ("EXTGENRE", genre):
                return attrs.evolve(self, album={**self.album, "genre": genre})
            case _:
                return self

    def next(self) -> "_Listed":
        """Forget the song."""
        return attrs.evolve(self, song={})


def _row(place: str, path: str, listed: _Listed, folder: Path | None) -> Row:
    recording = None if folder is None else _inside(folder, path)
    says = [listed.song, {} if recording is None else _tags(recording), listed.album]
    values: dict[str, Any] = {"playlist": listed.playlist}
    for said in [*says, named_in(PureWindowsPath(_path_in(path)).stem)]:
        values |= {name: value for name, value in said.items() if not _filled(values.get(name))}
    return row_of(place, values, recording)


def _path_in(text: str) -> str:
    """The path that a line names, if need be in an address."""
    try:
        return unquote(urlsplit(text).path) if "://" in text else text
    except ValueError:
        return text


def _filled(value: Any) -> bool:
    """Whether a value says something; a duration of -1, or 0, says that it is not known."""
    return bool(value) and value not in {"0", "-1"}


def _tags(path: Path) -> Mapping[str, Any]:
    """The tags of a file; none, where it cannot be read."""
    try:
        return tags_of(path)
    except (TinyTagException, OSError):
        return {}


def _inside(folder: Path, text: str) -> Path | None:
    """The audio file that a line names, if it lies in the folder when all links are followed."""
    if len(text) > _LONGEST_PATH:
        return None
    named = _path_in(text) if text.lower().startswith("file:") else text
    for spelling in (named, named.replace("\\", "/")):
        try:
            path = (folder / spelling).resolve()
            if path.is_relative_to(folder.resolve()) and is_audio(path):
                return path
        except (OSError, ValueError, RuntimeError):
            continue
    return None
