"""The pages of the documentation, and the examples on them."""

import re
import wave
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from tests.architecture.sources import ROOT

__all__ = ["examples", "pages", "recording"]

_FENCE: Final = re.compile(r"^```(\w+)\n(.*?)^```$", re.MULTILINE | re.DOTALL)


def pages() -> Iterator[Path]:
    """Every page that a reader may meet."""
    yield ROOT / "README.md"
    yield from sorted(page for page in (ROOT / "docs").rglob("*.md") if "_build" not in page.parts)


def examples(page: Path, language: str) -> list[str]:
    """The fenced examples of a page in one language, in their order."""
    return [text for name, text in _FENCE.findall(page.read_text("utf-8")) if name == language]


def recording(path: Path) -> None:
    """Write what a reader has at hand: a long, silent WAV, which comes in two parts."""
    with wave.open(str(path), "wb") as file:
        file.setparams((1, 2, 22_050, 0, "NONE", ""))
        file.writeframes(bytes(9 * 1024 * 1024))
