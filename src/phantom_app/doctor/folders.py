"""The folders and files of this machine."""

import os
import secrets
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Final
from urllib.parse import unquote, urlsplit

from phantom_adapters.sql.opening import database_at
from phantom_adapters.sql.sqlite import SqliteDatabase
from phantom_app.database import database_url
from phantom_app.doctor.finding import Finding
from phantom_app.open_files import FEW, connections_within
from phantom_app.setting_values import SHORTEST_SECRET
from phantom_app.settings import Settings

__all__ = [
    "blob_folder",
    "file_system_of",
    "folders",
    "open_files",
    "room",
    "secret_files",
    "shared_files",
]

_OTHERS: Final = 0o077
_MIB: Final = 1024 * 1024
_TIGHT: Final = 2048 * _MIB
_FULL: Final = 200 * _MIB
_NETWORK: Final = (
    "nfs",
    "cifs",
    "smb",
    "9p",
    "fuse.sshfs",
    "fuse.s3fs",
    "glusterfs",
    "ceph",
    "afs",
)
_FLEETING: Final = ("tmpfs", "ramfs")
_LAYERED: Final = ("overlay", "aufs")
_MOUNTS: Final = Path("/proc/self/mounts")


def folders(settings: Settings) -> Iterator[Finding]:
    """The data folder, and those of database and files where they are elsewhere."""
    folder = settings.data_dir
    if folder.exists() and not folder.is_dir():
        yield Finding.fail(
            "data-folder",
            f"{folder} is no folder.",
            "Name another by PHANTOM_DATA_DIR or --data-dir.",
        )
        return
    if not folder.exists():
        yield from _absent(folder)
        return
    yield from _private(folder)
    for each, holds in _places(settings):
        if each.is_dir():
            yield _writable(each)
            yield from _file_system(each, holds)
            yield room(each, *_space(each))


def _absent(folder: Path) -> Iterator[Finding]:
    above = next(each for each in folder.absolute().parents if each.exists())
    if os.access(above, os.W_OK | os.X_OK):
        advice = "`phantom serve` makes it; if it should be there, --data-dir names another."
        yield Finding.warn("data-folder", f"{folder} is not there yet.", advice)
    else:
        yield Finding.fail(
            "data-folder",
            f"{folder} is not there, and {above} is not ours to make it in.",
            f"Make it, and give it to the user that runs Phantom: chown {_user()} {folder}.",
        )


def _private(folder: Path) -> Iterator[Finding]:
    if folder.stat().st_mode & _OTHERS:
        yield Finding.warn(
            "data-folder",
            f"{folder} is open to other users of this machine.",
            f"Close it: chmod 700 {folder}.",
        )


def _places(settings: Settings) -> Iterator[tuple[Path, str]]:
    """Each folder once, and whether it is the `database`, the `files` or other `data` in it."""
    holds = {settings.data_dir.absolute(): "data"}
    blobs = blob_folder(settings)
    if blobs is not None and blobs.parent not in holds:
        holds[blobs] = "files"
    if (database := _database_file(settings)) is not None:
        holds[database.absolute().parent] = "database"
    yield from holds.items()


def _database_file(settings: Settings) -> Path | None:
    try:
        database = database_at(database_url(settings))
    except ValueError:  # it is told where the database is looked at
        return None
    return database.path if isinstance(database, SqliteDatabase) else None


def blob_folder(settings: Settings) -> Path | None:
    """Where files are kept, unless that is a bucket; it need not be there."""
    given = settings.blob_url
    if given is None:
        return settings.data_dir.absolute() / "blobs"
    parts = urlsplit(given)
    if parts.scheme == "s3":
        return None
    return Path(unquote(parts.path) if parts.scheme else given).expanduser().absolute()


def _writable(folder: Path) -> Finding:
    probe = folder / f".doctor-{secrets.token_hex(8)}"
    try:
        probe.write_bytes(b"probe")
        probe.unlink()
    except OSError as error:
        return Finding.fail(
            "data-folder",
            f"{folder} cannot be written to: {error.strerror}.",
            f"Give it to the user that runs Phantom: chown -R {_user()} {folder}; see whether its "
            "disk is mounted to be read only.",
        )
    return Finding.fine("data-folder", f"{folder} can be written to.")


def _file_system(folder: Path, holds: str) -> Iterator[Finding]:
    kind = file_system_of(folder)
    if kind is None:
        return
    if kind.startswith(_NETWORK):
        told = Finding.fail if holds == "database" else Finding.warn
        yield told(
            "file-system",
            f"{folder} is on the network ({kind}), where locks do not hold and a break is a hang.",
            "Put it on a disk of this machine; for several machines use PostgreSQL and a bucket.",
        )
    if kind.startswith(_FLEETING):
        yield Finding.fail(
            "file-system",
            f"{folder} is in memory ({kind}): it is gone when the machine starts anew.",
            "Put it on a disk.",
        )
    if kind.startswith(_LAYERED):
        yield Finding.warn(
            "file-system",
            f"{folder} is in the layers of a container ({kind}): it is gone with the container.",
            "Mount a volume there.",
        )


def file_system_of(folder: Path, mounts: str | None = None) -> str | None:
    """The kind of file system that a folder is on; `None`, where the system does not tell.

    Args:
        folder: the folder.
        mounts: the list of what is mounted, as Linux has it; that of this machine if not given.
    """
    if mounts is None:
        if not _MOUNTS.exists():
            return None
        mounts = _MOUNTS.read_text(errors="replace")
    path, nearest, found = folder.resolve(), "", None
    for line in mounts.splitlines():
        _, point, kind, *_ = line.split(" ")
        point = point.encode().decode("unicode_escape")
        # Of two that are mounted at one point, the later hides the other.
        if path.is_relative_to(point) and len(point) >= len(nearest):
            nearest, found = point, kind
    return found


def _space(folder: Path) -> tuple[int, int]:
    usage = shutil.disk_usage(folder)
    return usage.free, usage.total


def room(folder: Path, free: int, total: int) -> Finding:
    """How much room there is. Args: `free` and `total` in bytes."""
    said = f"{folder} has {free // _MIB} of {total // _MIB} MiB free"
    advice = "Make room, or move it to a larger disk; `phantom retention` tells what may go."
    if free < _FULL:
        return Finding.fail("disk-space", f"{said}: soon nothing can be written.", advice)
    if free < _TIGHT:
        return Finding.warn("disk-space", f"{said}.", advice)
    return Finding.fine("disk-space", f"{said}.")


def shared_files(settings: Settings) -> Iterator[Finding]:
    """Files in a folder, where several servers seem to run: all of them must have the same."""
    folder = blob_folder(settings)
    if settings.broker_url is None or not settings.shares_store or folder is None:
        return
    yield Finding.warn(
        "files",
        f"There is a broker, so several servers may run, and files are in a folder, {folder}: a "
        "server that has another folder does not find them.",
        "Where servers or workers are on several machines, have all of them mount that folder, or "
        "keep files in a bucket: PHANTOM_BLOB_URL=s3://BUCKET.",
    )


def secret_files(settings: Settings) -> Iterator[Finding]:
    """The server's key, and the database, as other users of this machine see them."""
    for name in ("secret.key", "phantom.db"):
        file = settings.data_dir / name
        if file.exists() and file.stat().st_mode & _OTHERS:
            yield Finding.fail(
                "permissions",
                f"{file} can be read by other users of this machine.",
                f"Close it: chmod 600 {file}; if others may have read the key, replace it.",
            )
    if settings.secret_key is None and _is_short(settings.data_dir / "secret.key"):
        yield Finding.fail(
            "secrets",
            f"secret.key holds fewer than {SHORTEST_SECRET} characters, so no server starts.",
            "Restore it, or delete it to have one made; everybody refreshes or signs in once.",
        )


def _is_short(key: Path) -> bool:
    return (
        key.is_file()
        and os.access(key, os.R_OK)
        and len(key.read_bytes().strip()) < SHORTEST_SECRET
    )


def open_files(limit: int) -> Finding:
    """How many files and sockets a process may have open at once."""
    if not connections_within(limit):
        return Finding.fail(
            "open-files",
            f"A process may have {limit} files and sockets open, which a server needs for itself: "
            "it does not start.",
            "Raise it: LimitNOFILE=65536 in the unit, or ulimit -n 65536.",
        )
    if limit < FEW:
        return Finding.warn(
            "open-files",
            f"A process may have {limit} files and sockets open, and each listener needs one: "
            f"beside {connections_within(limit)} connections more are refused.",
            "Raise it: LimitNOFILE=65536 in the unit, or ulimit -n 65536.",
        )
    return Finding.fine("open-files", f"A process may have {limit} files and sockets open.")


def _user() -> str:
    return str(os.getuid())
