"""Phantom's server: HTTP, sockets, workers, the command line; here alone adapters are chosen."""

from typing import Final

__all__ = ["VERSION"]

VERSION: Final = "0.1.0"
"""The version of the package and of the API."""
