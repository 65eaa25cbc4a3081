"""How many files and sockets a process may have open, and how many of them are connections."""

import resource
from typing import Final

__all__ = ["FEW", "connections_within", "most_open_files", "raise_open_files"]

FEW: Final = 4096
"""Fewer are few for a server: each listener needs one."""

_MOST: Final = 2**20
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
    return files - min(files // 2, max(_KEPT, files // _SHARE))
