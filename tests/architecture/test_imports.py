"""What may import what, where the import contracts of pyproject.toml do not reach.

- The core knows the standard library and attrs, and nothing else.
- Inside a context imports run one way: use cases and flows, then ports, policy and events, then
  nouns, then errors. A noun is every module that is none of the others.
- Importing the core or asking the command line for help loads nothing heavy.
"""

import os
import subprocess
import sys
from pathlib import Path
from typing import Final

import pytest

from tests.architecture.sources import SOURCES, modules_of, write_tree

_ALLOWED: Final = {*sys.stdlib_module_names, "attrs", "phantom_core"}
_SHARED: Final = {"kernel", "live", "limits", "blobs", "jobs", "sync"}
_HEAVY: Final = {
    *("PIL", "aioboto3", "alembic", "librosa", "litestar", "numba", "numpy", "psycopg"),
    *("pretty_midi", "redis", "scipy", "soundfile", "soxr", "sqlalchemy", "uvicorn"),
}
_EDGES: Final = {"asyncio", "concurrent.futures", "http", "multiprocessing", "socket", "ssl"}


def foreign_imports(folder: Path) -> list[str]:
    """The imports of third parties by the modules below a folder."""
    return [
        f"{module.name} imports {name}"
        for module in modules_of(folder)
        for name in module.imported()
        if name.split(".")[0] not in _ALLOWED
    ]


def _rank(parts: list[str]) -> int:
    match parts:
        case [_context]:
            return 4
        case [_, "use_cases" | "flows", *_]:
            return 3
        case [_, "events" | "policy", *_]:
            return 2
        case [_, module, *_] if module.endswith("ports"):
            return 2
        case [_, "errors", *_]:
            return 0
        case _:
            return 1


def _module_in(folder: Path, name: str) -> list[str]:
    path = folder.joinpath(*name.split("."))
    is_module = path.is_dir() or path.with_suffix(".py").exists()
    return name.split(".")[1:] if is_module else name.split(".")[1:-1]


def upward_imports(folder: Path) -> list[str]:
    """The imports inside a context that run against its layers."""
    return [
        f"{module.name} imports {name}"
        for module in modules_of(folder / "phantom_core")
        for context, *inner in [module.name.split(".")]
        for name in module.imported()
        if inner and context not in _SHARED and name.startswith(f"phantom_core.{context}.")
        if _rank(_module_in(folder, name)) > _rank([context, *inner])
    ]


def _loaded_by(statement: str) -> set[str]:
    program = f"import sys; {statement}; print(*sys.modules)"
    answer = subprocess.run(
        [sys.executable, "-c", program],
        check=True,
        capture_output=True,
        text=True,
        env={**os.environ, "PYTHONPATH": str(SOURCES)},
    )
    return set(answer.stdout.split())


def _roots(modules: set[str]) -> set[str]:
    return {name.split(".")[0] for name in modules}


def test_the_core_imports_only_the_standard_library_and_attrs() -> None:
    assert foreign_imports(SOURCES / "phantom_core") == []


def test_a_foreign_import_is_found_wherever_it_stands(tmp_path: Path) -> None:
    text = "import json\nimport attrs\ndef look():\n    from sqlalchemy.orm import Session\n"

    assert foreign_imports(write_tree(tmp_path, {"rooms.py": text})) == [
        "rooms imports sqlalchemy.orm.Session"
    ]


def test_imports_inside_a_context_run_one_way() -> None:
    assert upward_imports(SOURCES) == []


@pytest.mark.parametrize(
    ("module", "statement", "imported"),
    [
        ("ballot", "from phantom_core.rooms.ports import Rooms", "ports.Rooms"),
        ("ballot", "from phantom_core.rooms import policy", "policy"),
        ("ballot", "from phantom_core.rooms import Room", "Room"),
        ("errors", "from phantom_core.rooms.ballot import Ballot", "ballot.Ballot"),
        ("policy", "import phantom_core.rooms.use_cases.vote", "use_cases.vote"),
        ("ports", "from phantom_core.rooms.flows import upload", "flows.upload"),
    ],
)
def test_an_import_against_the_layers_is_found(
    tmp_path: Path, module: str, statement: str, imported: str
) -> None:
    others = {"ballot", "errors", "flows", "policy", "ports", "use_cases/vote"} - {module}
    texts = {module: statement} | dict.fromkeys(others, "")
    files = {f"phantom_core/rooms/{name}.py": text for name, text in texts.items()}

    assert upward_imports(write_tree(tmp_path, files)) == [
        f"rooms.{module} imports phantom_core.rooms.{imported}"
    ]


def test_an_import_along_the_layers_is_fine(tmp_path: Path) -> None:
    texts = {"ballot": "", "policy": "", "ports": ""}
    texts["use_cases/vote"] = "from phantom_core.rooms import ballot, policy, ports"
    files = {f"phantom_core/rooms/{name}.py": text for name, text in texts.items()}

    assert upward_imports(write_tree(tmp_path, files)) == []


def test_importing_the_core_loads_nothing_but_attrs_and_no_edge() -> None:
    before, loaded = _loaded_by("pass"), _loaded_by("import phantom_core")

    assert _roots(loaded - before) <= {*sys.stdlib_module_names, "attr", "attrs", "phantom_core"}
    assert not (loaded - before) & _EDGES


def test_the_command_line_loads_nothing_heavy() -> None:
    assert not _roots(_loaded_by("import phantom_app.cli")) & _HEAVY
