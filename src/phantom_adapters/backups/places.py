"""Where each part of a backup is in its folder."""

from pathlib import Path
from typing import Final

import attrs

__all__ = ["MANIFEST", "BackupPlaces"]

MANIFEST: Final = "manifest.json"
"""The name of what makes a folder a backup."""


@attrs.frozen
class BackupPlaces:
    """The paths in one folder."""

    folder: Path

    @property
    def manifest(self) -> Path:
        """What it is; the last to be written."""
        return self.folder / MANIFEST

    @property
    def rows(self) -> Path:
        """All rows."""
        return self.folder / "rows.sqlite3"

    @property
    def listing(self) -> Path:
        """The list of blobs."""
        return self.folder / "objects.jsonl"

    @property
    def objects(self) -> Path:
        """The folder of their bytes."""
        return self.folder / "objects"

    @property
    def secret(self) -> Path:
        """The server's key."""
        return self.folder / "secret.key"

    @property
    def journal(self) -> Path:
        """What has been copied so far."""
        return self.folder / "unfinished.jsonl"

    def object(self, sha256: str) -> Path:
        """The file of some bytes."""
        return self.objects / sha256[:2] / sha256
