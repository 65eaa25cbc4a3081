"""A folder of audio files that carry tags."""

import os
from collections.abc import Iterator
from pathlib import Path

from phantom_adapters.catalogue.audio_tags import is_audio, row_of_file
from phantom_core.catalog.importing import Row

__all__ = ["Folder", "shown"]


class Folder:
    """The audio files below a folder, by name; hidden ones and links are passed over."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._files: list[Path] | None = None
        self._read = 0

    def rows(self) -> Iterator[Row]:
        """A row for each."""
        self._files = list(_files(self._folder))
        for path in self._files:
            yield row_of_file(shown(path.relative_to(self._folder)), path)
            self._read += 1

    def fraction(self) -> float:
        """How many of them have been read, from 0 to 1."""
        return self._read / len(self._files) if self._files else 0.0


def shown(path: Path) -> str:
    """The name of a file; what of it is no text is escaped."""
    return os.fsencode(path).decode(errors="backslashreplace")


def _files(folder: Path) -> Iterator[Path]:
    for place, folders, names in os.walk(folder):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        for path in (Path(place, name) for name in sorted(names) if not name.startswith(".")):
            if is_audio(path) and not path.is_symlink():
                yield path
