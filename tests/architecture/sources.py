"""Python sources as data, for checks that run on this repository and on small made-up trees."""

import ast
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Final

import attrs

__all__ = ["ROOT", "SOURCES", "Module", "modules_of", "write_tree"]

ROOT: Final = Path(__file__).resolve().parents[2]
SOURCES: Final = ROOT / "src"


@attrs.frozen(kw_only=True)
class Module:
    """One source file.

    Attributes:
        name: its dotted name, counted from the folder that was searched.
        path: where it stands.
        text: what it holds.
    """

    name: str
    path: Path
    text: str

    @property
    def tree(self) -> ast.Module:
        """Its syntax."""
        return ast.parse(self.text)

    @property
    def is_package(self) -> bool:
        """Whether it speaks for a folder."""
        return self.path.name == "__init__.py"

    def classes(self) -> Iterator[ast.ClassDef]:
        """Every class of its top level."""
        return (node for node in self.tree.body if isinstance(node, ast.ClassDef))

    def imported(self) -> Iterator[str]:
        """The dotted name of everything it imports, wherever the import stands.

        `from a.b import c` is `a.b.c`, whether `c` is a module or a name in one.
        """
        for node in ast.walk(self.tree):
            if isinstance(node, ast.Import):
                yield from (alias.name for alias in node.names)
            elif isinstance(node, ast.ImportFrom):
                origin = "." * node.level + (node.module or "")
                yield from (f"{origin}.{alias.name}" for alias in node.names)


def modules_of(folder: Path) -> Iterator[Module]:
    """Every module below a folder, in the order of their paths."""
    for path in sorted(folder.rglob("*.py")):
        parts = path.relative_to(folder).with_suffix("").parts
        name = ".".join(parts[:-1] if path.name == "__init__.py" else parts)
        yield Module(name=name, path=path, text=path.read_text("utf-8"))


def write_tree(folder: Path, files: Mapping[str, str]) -> Path:
    """Lay a small tree of files, and answer its folder."""
    for name, text in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, "utf-8")
    return folder
