"""Versions: what a change was based on, and whether that still stands."""

from phantom_core.kernel.errors import Conflict

__all__ = ["Outdated", "expect_version"]


class Outdated(Conflict):
    """The change was made to a version that is no longer the newest."""

    rule = "outdated"

    def __init__(self, kind: str, *, current: int, expected: int) -> None:
        super().__init__(
            f"The {kind} is at version {current}, and this change was made to {expected}.",
            current=current,
            expected=expected,
        )


def expect_version(kind: str, *, current: int, expected: int | None) -> None:
    """Let a change pass that names the present version, or none. Raises: Outdated."""
    if expected is not None and expected != current:
        raise Outdated(kind, current=current, expected=expected)
