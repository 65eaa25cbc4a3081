"""A file is short enough to be read at one go."""

from pathlib import Path
from typing import Final

from tests.architecture.sources import ROOT, modules_of, write_tree

_LONGEST: Final = 400


def faults(folder: Path) -> list[str]:
    """The modules below a folder that are too long."""
    return [
        f"{module.path.relative_to(folder)} has {lines} lines"
        for module in modules_of(folder)
        if (lines := len(module.text.splitlines())) > _LONGEST
    ]


def test_no_file_is_longer_than_400_lines() -> None:
    assert [*faults(ROOT / "src"), *faults(ROOT / "tests")] == []


def test_a_longer_file_is_found(tmp_path: Path) -> None:
    tree = write_tree(tmp_path, {"long.py": "x = 1\n" * 401, "short.py": "x = 1\n" * 400})

    assert faults(tree) == ["long.py has 401 lines"]
