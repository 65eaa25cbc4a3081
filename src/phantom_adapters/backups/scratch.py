"""Folders in which a backup is unpacked, or its rows are prepared, and what is left of them.

They hold all that people have, so none may outlive its work: whoever makes one locks it, and the
system lets go of the lock however the work ends. One that nobody locks is nobody's, and is cleared.
"""

import fcntl
import os
import re
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

__all__ = ["clear_scratch", "scratch_in"]

_PREFIX: Final = "scratch-of-a-backup-"
_OURS: Final = re.compile(rf"{_PREFIX}[a-z0-9_]{{8}}")


@contextmanager
def scratch_in(folder: Path) -> Iterator[Path]:
    """A new folder in another, for its owner alone and for as long as it is used. Raises: OSError.

    What was left by work that was killed is cleared first: it may be this very work, begun again.
    """
    clear_scratch(folder)
    made, lock = _made(folder)
    try:
        yield made
    finally:
        shutil.rmtree(made, ignore_errors=True)
        if lock is not None:
            os.close(lock)


def clear_scratch(folder: Path) -> int:
    """Take away what was left in a folder by work that was killed, and say of how many.

    What somebody still works with stays, and what cannot be taken away, until the next time.
    """
    if not folder.is_dir():
        return 0
    return sum(_cleared(each) for each in [*folder.iterdir()] if _OURS.fullmatch(each.name))


def _made(folder: Path) -> tuple[Path, int | None]:
    """Make one and lock it; between the two, somebody who clears up may take it for left."""
    while True:
        made = Path(tempfile.mkdtemp(dir=folder, prefix=_PREFIX))
        try:
            lock = _lock(made)
        except (BlockingIOError, FileNotFoundError):
            continue
        except OSError:
            # Where nothing can be locked, nothing is cleared either.
            return made, None
        if made.exists():
            return made, lock
        os.close(lock)


def _cleared(left: Path) -> bool:
    try:
        lock = _lock(left)
    except OSError:
        return False
    try:
        shutil.rmtree(left, ignore_errors=True)
    finally:
        os.close(lock)
    return not left.exists()


def _lock(folder: Path) -> int:
    """Lock a folder, until what is answered is closed. Raises: OSError."""
    descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        os.close(descriptor)
        raise
    return descriptor
