"""Who may find what somebody keeps here."""

from enum import StrEnum

__all__ = ["Visibility"]


class Visibility(StrEnum):
    """Who may find something, and hear or see it."""

    PRIVATE = "private"
    PUBLIC = "public"
