"""What is committed speaks of the project alone: of no machine, and of no registry's host."""

import re
import subprocess
from collections.abc import Iterable
from pathlib import Path
from typing import Final

import pytest

from tests.architecture.sources import ROOT, write_tree

_FOREIGN: Final = {
    "a path of somebody's machine": re.compile(r"(?<![\w.])/(work|home|root|Users)/\w"),
    "a registry's host": re.compile(r"(pypi|pythonhosted|npmjs|debian)\.(org|com)|/simple/"),
}

_AT_THE_TOP: Final = {
    *(".ci", ".gitignore", "CHANGELOG.md", "LICENSE", "README.md", "docs", "noxfile.py"),
    *("pyproject.toml", "requirements", "src", "tests"),
}


def _committed() -> list[Path]:
    """What git knows or would add; all files where there is no git."""
    command = ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
    answer = subprocess.run(command, cwd=ROOT, check=True, capture_output=True, text=True)
    return [ROOT / name for name in answer.stdout.split("\0") if name]


def faults(files: Iterable[Path]) -> list[str]:
    """The lines that name what is foreign, and the locks that name an address."""
    found = []
    for path in files:
        rules = dict(_FOREIGN)
        if path.suffix == ".lock":
            rules["an address"] = re.compile("://")
        for number, line in enumerate(path.read_text("utf-8", "ignore").splitlines(), 1):
            found += [
                f"{path.name}:{number} names {what}"
                for what, pattern in rules.items()
                if pattern.search(line)
            ]
    return found


def test_the_repository_speaks_of_the_project_alone() -> None:
    mine = Path(__file__)

    assert faults(path for path in _committed() if path.is_file() and path != mine) == []


@pytest.mark.parametrize(
    ("name", "text", "fault"),
    [
        ("a.py", 'open("/home/ada/x")', "a.py:1 names a path of somebody's machine"),
        ("b.md", "from\nhttps://pypi.org/project", "b.md:2 names a registry's host"),
        ("c.lock", "x @ file:///x.whl", "c.lock:1 names an address"),
    ],
)
def test_what_is_foreign_is_found(tmp_path: Path, name: str, text: str, fault: str) -> None:
    assert faults([write_tree(tmp_path, {name: text}) / name]) == [fault]


def test_nothing_else_lies_at_the_top() -> None:
    assert {path.relative_to(ROOT).parts[0] for path in _committed()} == _AT_THE_TOP
