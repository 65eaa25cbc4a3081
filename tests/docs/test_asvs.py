"""The table of OWASP ASVS 5.0 is whole, names real tests and pages, and is up to date."""

import re
from pathlib import Path
from typing import Final

import pytest

from tests.architecture.sources import ROOT
from tests.docs.asvs import DATA, page, requirements

# By section, the numbers of the requirements of levels 1 and 2; all others are of level 3.
_ASKED: Final = """
1.1 1-2 | 1.2 1-9 | 1.3 1-11 | 1.4 1-3 | 1.5 1-2 | 2.1 1-3 | 2.2 1-3 | 2.3 1-4 | 2.4 1-1
3.2 1-2 | 3.3 1-4 | 3.4 1-6 | 3.5 1-5 | 3.7 1-2 | 4.1 1-3 | 4.2 1-1 | 4.3 1-2 | 4.4 1-4
5.1 1-1 | 5.2 1-3 | 5.3 1-2 | 5.4 1-3 | 6.1 1-3 | 6.2 1-12 | 6.3 1-4 | 6.4 1-4 | 6.5 1-5
6.6 1-3 | 6.8 1-4 | 7.1 1-3 | 7.2 1-4 | 7.3 1-2 | 7.4 1-5 | 7.5 1-2 | 7.6 1-2 | 8.1 1-2
8.2 1-3 | 8.3 1-1 | 8.4 1-1 | 9.1 1-3 | 9.2 1-4 | 10.1 1-2 | 10.2 1-2 | 10.3 1-4 | 10.4 1-11
10.5 1-5 | 10.6 1-2 | 10.7 1-3 | 11.1 1-2 | 11.2 1-3 | 11.3 1-3 | 11.4 1-4 | 11.5 1-1
11.6 1-1 | 12.1 1-3 | 12.2 1-2 | 12.3 1-4 | 13.1 1-1 | 13.2 1-5 | 13.3 1-2 | 13.4 1-5
14.1 1-2 | 14.2 1-4 | 14.3 1-3 | 15.1 1-3 | 15.2 1-3 | 15.3 1-7 | 16.1 1-1 | 16.2 1-5
16.3 1-4 | 16.4 1-3 | 16.5 1-3 | 17.1 1-1 | 17.2 1-4 | 17.3 1-2
"""
_FIRST_LEVEL: Final = 70
_SECOND_LEVEL: Final = 183
REQUIREMENTS: Final = requirements()


def _asked() -> list[str]:
    return [
        f"{section}.{number}"
        for section, first, last in re.findall(r"(\d+\.\d+) (\d+)-(\d+)", _ASKED)
        for number in range(int(first), int(last) + 1)
    ]


def is_there(test: str) -> bool:
    """Whether a test, a class of tests, or a file or folder with tests, is there."""
    place, *names = test.split("::")
    path = ROOT / place
    files = [path] if path.is_file() else sorted(path.rglob("test_*.py"))
    text = "\n".join(file.read_text("utf-8") for file in files)
    wanted = names or [r"[Tt]est_?\w+"]
    return all(
        re.search(rf"^\s*(async def |def |class |(?=Test\w+ = )){name}\b", text, re.MULTILINE)
        for name in wanted
    )


def has_place(link: str) -> bool:
    """Whether a page is there, with the heading that is named."""
    name, _, anchor = link.partition("#")
    path = ROOT / "docs" / name
    return path.is_file() and (not anchor or anchor in _anchors(path))


def _anchors(path: Path) -> set[str]:
    headings = re.findall(r"^#+ (.+)$", path.read_text("utf-8"), re.MULTILINE)
    return {re.sub(r"[^\w -]", "", each).strip().lower().replace(" ", "-") for each in headings}


def test_every_requirement_of_levels_1_and_2_is_answered() -> None:
    levels = [each.level for each in REQUIREMENTS]

    assert [each.number for each in REQUIREMENTS] == _asked()
    assert (levels.count(1), levels.count(2)) == (_FIRST_LEVEL, _SECOND_LEVEL)


def test_every_test_that_is_named_is_there() -> None:
    named = [(each.number, test) for each in REQUIREMENTS for test in each.tests]

    assert [(number, test) for number, test in named if not is_there(test)] == []


def test_every_page_that_is_named_is_there() -> None:
    named = [(each.number, each.page) for each in REQUIREMENTS if each.page]

    assert [(number, link) for number, link in named if not has_place(link)] == []


def test_whatever_applies_has_a_proof_or_a_reason() -> None:
    bare = [
        each.number
        for each in REQUIREMENTS
        if not (each.tests or each.page or each.absent or each.unmet or each.operator)
    ]
    torn = [each.number for each in REQUIREMENTS if each.absent and (each.tests or each.unmet)]

    assert (bare, torn) == ([], [])


def test_the_page_is_up_to_date() -> None:
    assert DATA.with_name("asvs.md").read_text("utf-8") == page()


@pytest.mark.parametrize(
    ("test", "there"),
    [
        ("tests/docs/test_asvs.py::test_the_page_is_up_to_date", True),
        ("tests/docs/test_asvs.py::test_the_page_is", False),
        ("tests/docs", True),
        ("tests/docs/asvs.py", False),
        ("tests/nowhere.py", False),
    ],
)
def test_a_test_that_is_not_there_is_found(test: str, *, there: bool) -> None:
    assert is_there(test) == there


def test_a_heading_that_is_not_there_is_found() -> None:
    assert has_place("explanation/security.md#ways-in")
    assert not has_place("explanation/security.md#ways-out")
    assert not has_place("explanation/insecurity.md")
