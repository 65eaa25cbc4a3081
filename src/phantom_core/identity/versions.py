"""Versions: what a change was based on, and whether that still stands."""

from phantom_core.identity.errors import Outdated

__all__ = ["expect_version"]


def expect_version(kind: str, *, current: int, expected: int | None) -> None:
    """Let a change pass that names the present version, or none. Raises: Outdated."""
    if expected is not None and expected != current:
        raise Outdated(kind, current=current, expected=expected)
