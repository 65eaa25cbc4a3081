"""How many files and sockets a process may have open, and how many of them are connections."""

import resource
from typing import Final

from phantom_app.settings import BadSetting

__all__ = ["FEW", "connections_within", "expect_room", "most_open_files", "raise_open_files"]

FEW: Final = 4096
"""Fewer are few for a server: each listener needs one."""

_MOST: Final = 2**20
_OWN: Final = 128
"""What a server's own connections (database, standby, broker) and all else may come to."""
_KEPT: Final = 256
_SHARE: Final = 8


def most_open_files() -> int:
    """How many this process may have open, once it has asked for as many as it may."""
    _, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    return _MOST if hard == resource.RLIM_INFINITY else min(hard, _MOST)


def raise_open_files() -> int:
    """Have this process open as many as it may, and answer how many that is."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    most = max(soft, most_open_files())
    resource.setrlimit(resource.RLIMIT_NOFILE, (most, hard))
    return most


def connections_within(files: int) -> int:
    """How many connections leave enough of so many for the database, uploads and the like."""
    return max(0, files - max(_OWN, min(files // 2, max(_KEPT, files // _SHARE))))


def expect_room(files: int) -> None:
    """Make sure that so many leave any for connections. Raises: BadSetting."""
    if not connections_within(files):
        raise BadSetting(
            "ulimit -n",
            f"a process may have {files} files open here, and {_OWN} are for a server's own use "
            "(database, broker and the like), which leaves none for connections; raise it "
            "(LimitNOFILE=65536 in the unit, or ulimit -n 65536)",
        )
