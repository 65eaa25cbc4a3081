"""Backups as folders: their form, how one is written and read, and one packed into a file.

```text
manifest.json     what it is, written last: without it there is no backup
rows.sqlite3      all rows, as one database
objects.jsonl     a line for each blob: its key, size and SHA-256, by key
objects/ab/abc…   the bytes, by their SHA-256
secret.key        the server's key, only where that was asked for
unfinished.jsonl  while it is being written: what has been copied so far
```
"""

from phantom_adapters.backups.manifest import (
    FORMAT,
    BackupDamaged,
    BackupUnfinished,
    BackupUnfit,
    Manifest,
    NoBackup,
    StoredObject,
)
from phantom_adapters.backups.packing import opened, pack
from phantom_adapters.backups.reading import SavedBackup
from phantom_adapters.backups.scratch import clear_scratch, scratch_in
from phantom_adapters.backups.writing import BackupDraft, PlaceTaken

__all__ = [
    "FORMAT",
    "BackupDamaged",
    "BackupDraft",
    "BackupUnfinished",
    "BackupUnfit",
    "Manifest",
    "NoBackup",
    "PlaceTaken",
    "SavedBackup",
    "StoredObject",
    "clear_scratch",
    "opened",
    "pack",
    "scratch_in",
]
