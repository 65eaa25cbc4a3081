"""What a check finds, and how it is told."""

import json
from collections.abc import Sequence
from enum import Enum
from typing import Final, Self

import attrs

from phantom_app.counting import counted

__all__ = ["Finding", "Level", "as_json", "as_text", "exit_code"]

_WARNED: Final = 1
_FAILED: Final = 2
_NAMES: Final = 14


class Level(Enum):
    """How a thing stands."""

    OK = "ok"
    WARNING = "warning"
    FAILURE = "failure"


@attrs.frozen(kw_only=True)
class Finding:
    """How one thing stands.

    Attributes:
        check: what was looked at: `data-folder`.
        said: how it is, as a sentence that names settings and holds no secret.
        advice: what to do about it; empty where all is well.
    """

    check: str
    level: Level
    said: str
    advice: str = ""

    @classmethod
    def fine(cls, check: str, said: str) -> Self:
        """All is well."""
        return cls(check=check, level=Level.OK, said=said)

    @classmethod
    def warn(cls, check: str, said: str, advice: str) -> Self:
        """It works, and may hurt some day."""
        return cls(check=check, level=Level.WARNING, said=said, advice=advice)

    @classmethod
    def fail(cls, check: str, said: str, advice: str) -> Self:
        """It does not work, or is not safe."""
        return cls(check=check, level=Level.FAILURE, said=said, advice=advice)


def exit_code(findings: Sequence[Finding], *, strict: bool) -> int:
    """0 where all is well, 2 where something fails, and 1 for warnings, where they count."""
    levels = {finding.level for finding in findings}
    if Level.FAILURE in levels:
        return _FAILED
    return _WARNED if strict and Level.WARNING in levels else 0


def as_text(findings: Sequence[Finding]) -> str:
    """All of them for people, with what to do below each that asks for something."""
    lines = []
    for each in findings:
        lines.append(f"{each.level.value:<8} {each.check:<{_NAMES}} {each.said}")
        if each.advice:
            lines.append(f"{'':<8} {'':<{_NAMES}} -> {each.advice}")
    counts = {level: sum(each.level is level for each in findings) for level in Level}
    lines.append(
        f"{counted(counts[Level.FAILURE], 'failure')}, "
        f"{counted(counts[Level.WARNING], 'warning')}, "
        f"{counted(counts[Level.OK], 'is as it should be', 'are as they should be')}."
    )
    return "\n".join(lines)


def as_json(findings: Sequence[Finding]) -> str:
    """All of them for programs."""
    told = [{**attrs.asdict(each), "level": each.level.value} for each in findings]
    return json.dumps({"findings": told}, indent=2)
