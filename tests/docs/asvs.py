"""The table of OWASP ASVS 5.0: its data, and the page that is made of it.

`python -m tests.docs.asvs > docs/reference/asvs.md` writes the page; a test compares.
"""

import sys
import tomllib
from collections.abc import Iterator, Mapping
from typing import Any, Final

import attrs

from tests.architecture.sources import ROOT

__all__ = ["DATA", "Requirement", "page", "requirements"]

DATA: Final = ROOT / "docs" / "reference" / "asvs.toml"

_HEAD: Final = """\
# OWASP ASVS 5.0

Each requirement of the [Application Security Verification Standard](https://owasp.org/www-project-application-security-verification-standard/)
5.0.0, levels 1 and 2, in our own words; the standard's own say more. A test that is named here
proves it, and is run with all others; a file stands for all tests in it. What depends on how
Phantom is deployed says what operators do, and what is not met says so. The table is made of
`asvs.toml` beside it.

"""


@attrs.frozen(kw_only=True)
class Requirement:
    """One requirement, and how it stands.

    Attributes:
        number: as the standard counts: `6.2.1`.
        asks: what it asks for.
        tests: node paths.
        page: where it is written down.
        absent: why there is nothing that it could apply to.
        unmet: what is missing.
    """

    number: str
    level: int
    asks: str
    tests: tuple[str, ...] = attrs.field(default=(), converter=tuple)
    page: str = ""
    note: str = ""
    operator: str = ""
    absent: str = ""
    unmet: str = ""

    @property
    def standing(self) -> str:
        """In a word, or two."""
        if self.absent:
            return "does not apply"
        if self.unmet:
            return "**in part**" if self.tests or self.operator else "**not met**"
        return "by operators" if self.operator else "met"

    def how(self) -> Iterator[str]:
        """How it is met, or why not, in sentences."""
        yield from filter(None, (self.absent, self.unmet, self.operator))
        if self.page:
            yield f"[Written down](../{self.page})."
        if self.tests:
            yield f"{', '.join(f'`{_short(test)}`' for test in self.tests)}."
        if self.note:
            yield self.note


def _short(test: str) -> str:
    return test.removeprefix("tests/")


def _chapters() -> Mapping[str, Any]:
    return tomllib.loads(DATA.read_text("utf-8"))


def requirements() -> list[Requirement]:
    """All of them, in the order of the file."""
    return [
        Requirement(number=number, **told)
        for chapter in _chapters().values()
        for number, told in chapter["requirements"].items()
    ]


def page() -> str:
    """The page."""
    known = {each.number: each for each in requirements()}
    parts = [_HEAD, *_counted(list(known.values()))]
    for number, chapter in _chapters().items():
        parts.append(f"\n## {number}. {chapter['title']}\n\n")
        parts.append("| | level | asks | stands | how |\n| --- | --- | --- | --- | --- |\n")
        parts += [_row(known[each]) for each in chapter["requirements"]]
    return "".join(parts)


def _counted(all_of_them: list[Requirement]) -> Iterator[str]:
    yield "| stands | level 1 | level 2 |\n| --- | --- | --- |\n"
    for standing in ("met", "by operators", "does not apply", "**in part**", "**not met**"):
        levels = [each.level for each in all_of_them if each.standing == standing]
        yield f"| {standing} | {levels.count(1)} | {levels.count(2)} |\n"


def _row(each: Requirement) -> str:
    how = " ".join(each.how())
    return f"| {each.number} | {each.level} | {each.asks} | {each.standing} | {how} |\n"


if __name__ == "__main__":
    sys.stdout.write(page())
