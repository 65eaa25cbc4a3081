"""A backup as one file: a tar of its folder, uncompressed, for most of it is compressed already."""

import tarfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

from phantom_adapters.backups.manifest import BackupDamaged
from phantom_adapters.backups.places import MANIFEST, BackupPlaces
from phantom_adapters.backups.reading import SavedBackup
from phantom_adapters.backups.scratch import scratch_in

__all__ = ["SUFFIX", "opened", "pack"]

SUFFIX: Final = ".tar"
"""How the name of a backup ends that is one file."""


def pack(folder: Path, file: Path) -> None:
    """Pack a finished backup; the file is there when it is whole, and not before.

    Raises: OSError.
    """
    draft = file.with_name(f"{file.name}.part")
    draft.touch(mode=0o600)
    places = BackupPlaces(folder)
    first = [places.rows, places.listing]
    parts = [*first, *sorted(path for path in places.objects.rglob("*") if path.is_file())]
    secret = [places.secret] if places.secret.exists() else []
    with tarfile.open(draft, "w", format=tarfile.PAX_FORMAT) as archive:
        for path in [*parts, *secret, places.manifest]:
            archive.add(path, arcname=str(path.relative_to(folder)), filter=_nobodys)
    draft.replace(file)


@contextmanager
def opened(place: Path, scratch: Callable[[], Path]) -> Iterator[SavedBackup]:
    """Open a backup, of either shape; what is packed is unpacked for as long as it is used.

    Args:
        place: the folder or the file.
        scratch: names a folder with room for what is packed; not asked for a folder's sake.

    Raises: NoBackup, BackupUnfinished, BackupDamaged, BackupUnfit; OSError.
    """
    if not place.is_file():
        yield SavedBackup.at(place)
        return
    with scratch_in(scratch()) as folder:
        _unpack(place, folder)
        yield SavedBackup.at(folder)


def _unpack(file: Path, folder: Path) -> None:
    try:
        with tarfile.open(file, "r:") as archive:
            archive.extractall(folder, filter="data")
    except tarfile.TarError as error:
        raise BackupDamaged(f"{file} is cut off, or is no backup") from error
    if not (folder / MANIFEST).exists():
        # The manifest is the last in it, so that what is cut off between two parts is found too.
        raise BackupDamaged(f"{file} is cut off, or is no backup")


def _nobodys(member: tarfile.TarInfo) -> tarfile.TarInfo:
    """Who wrote it, and when, is nobody's affair."""
    member.uid = member.gid = 0
    member.uname = member.gname = ""
    member.mode = 0o600
    return member
