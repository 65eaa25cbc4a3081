"""What an emoji is, by the shapes of Unicode Technical Standard 51, whatever Python's tables know.

A flag is two regional indicators; a keycap is a digit that is framed; anything else is a pictograph
with what varies it, joined to others by zero-width joiners into one picture.
"""

import re
from collections.abc import Iterator
from typing import Final

__all__ = ["MOST_EMOJI", "emoji", "emoji_line"]

MOST_EMOJI: Final = 10
"""The most emoji that a message of that type has."""

_LONGEST: Final = 32
_PICTOGRAPH: Final = (
    "[\u00a9\u00ae\u203c\u2049\u2100-\u214f\u2190-\u21ff\u2300-\u23ff\u2460-\u24ff"
    "\u25a0-\u27bf\u2900-\u297f\u2b00-\u2bff\u3030\u303d\u3297\u3299"
    "\U0001f000-\U0001f1e5\U0001f200-\U0001faff]"
)
_VARIED: Final = f"{_PICTOGRAPH}[\ufe0e\ufe0f\U0001f3fb-\U0001f3ff]?[\U000e0020-\U000e007f]*"
_EMOJI: Final = (
    f"(?:[\U0001f1e6-\U0001f1ff]{{2}}|[0-9#*]\ufe0f?\u20e3|{_VARIED}(?:\u200d{_VARIED})*)"
)
_ONE: Final = re.compile(_EMOJI)
_SOME: Final = re.compile(rf"{_EMOJI}{{1,{MOST_EMOJI}}}")


def emoji(value: str) -> Iterator[tuple[str, str]]:
    """A rule: one emoji."""
    if len(value) > _LONGEST or _ONE.fullmatch(value) is None:
        yield "", "must be one emoji"


def emoji_line(value: str) -> Iterator[tuple[str, str]]:
    """A rule: a few emoji, and nothing else."""
    if len(value) > _LONGEST * MOST_EMOJI or _SOME.fullmatch(value) is None:
        yield "", f"must be 1 to {MOST_EMOJI} emoji, and nothing else"
