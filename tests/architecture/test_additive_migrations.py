"""A migration only adds, so that servers of the older version go on while it runs and after it.

What takes away, renames or narrows waits for a later release, when nothing that runs needs the old
form (`docs/deploy/upgrade.md`). One that must do so at once stands here with its reason.
"""

import ast
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Final

import pytest

from tests.architecture.sources import SOURCES, Module, modules_of, write_tree

_VERSIONS: Final = SOURCES / "phantom_adapters" / "sql" / "migrations" / "versions"
_UNRELEASED: Final = "nobody has run a version before 0.1 beside another"

EXCEPTIONS: Final = {
    "0004_job_versions": _UNRELEASED,
    "0005_one_namespace_of_keys": _UNRELEASED,
    "0023_uploads": _UNRELEASED,
    "0034_one_retention": "the jobs that it drops are made anew by whoever runs",
}

_TAKING: Final = frozenset(
    {"alter_column", "drop_column", "drop_constraint", "drop_table", "rename_table"}
)
_NARROWING: Final = frozenset(
    {"create_check_constraint", "create_foreign_key", "create_unique_constraint"}
)
_WORDS: Final = re.compile(
    r"\b(RENAME|DROP (?!INDEX)|TRUNCATE|DELETE FROM|ALTER COLUMN|SET NOT NULL)", re.IGNORECASE
)


def faults(module: Module) -> list[str]:
    """What a migration does that an older version may stumble over."""
    calls = [*_calls(module.tree)]
    made = {table for name, call in calls if name == "create_table" for table in _told(call)}
    made |= {column for name, call in calls if name == "add_column" for column in _columns(call)}
    found = [fault for name, call in calls if (fault := _fault(name, call, made))]
    found += [f"says {word.upper()}" for word in _WORDS.findall(_sql(module.tree))]
    return found


def _calls(tree: ast.Module) -> Iterator[tuple[str, ast.Call]]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
            yield node.func.attr, node


def _told(call: ast.Call) -> list[str]:
    values = (each.value for each in call.args if isinstance(each, ast.Constant))
    return [value for value in values if isinstance(value, str)]


def _fault(name: str, call: ast.Call, made: set[str]) -> str:
    if name in _TAKING:
        return f"calls {name}"
    if name in _NARROWING or (name == "create_index" and _says(call, "unique", told=True)):
        return "" if _is_about_what_is_new(call, made) else f"calls {name}"
    if name == "add_column" and _is_demanding(call):
        return "adds a column that older versions do not fill"
    if name == "delete":
        return "deletes rows"
    return ""


def _is_about_what_is_new(call: ast.Call, made: set[str]) -> bool:
    """Whether a constraint is of a new table, or of new columns alone, which no older row fills."""
    lists = [each.elts for each in call.args if isinstance(each, ast.List)]
    columns = {
        each.value for elements in lists for each in elements if isinstance(each, ast.Constant)
    }
    return bool(made & set(_told(call))) or (bool(columns) and columns <= made)


def _columns(call: ast.Call) -> list[str]:
    """The names of the columns that are added."""
    return [name for each in call.args if isinstance(each, ast.Call) for name in _told(each)[:1]]


def _is_demanding(call: ast.Call) -> bool:
    columns = [each for each in call.args if isinstance(each, ast.Call)]
    return any(
        _says(column, "nullable", told=False)
        and not any(word.arg == "server_default" for word in column.keywords)
        for column in columns
    )


def _says(call: ast.Call, name: str, *, told: bool) -> bool:
    values = [each.value for each in call.keywords if each.arg == name]
    return any(isinstance(value, ast.Constant) and value.value is told for value in values)


def _sql(tree: ast.Module) -> str:
    """All text in it but its docstrings."""
    documents = {ast.get_docstring(node, clean=False) for node in _documented(tree)}
    texts = (node.value for node in ast.walk(tree) if isinstance(node, ast.Constant))
    return "\n".join(text for text in texts if isinstance(text, str) and text not in documents)


def _documented(tree: ast.Module) -> Iterator[ast.Module | ast.FunctionDef]:
    yield tree
    yield from (node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef))


def test_each_migration_only_adds_or_says_why_not() -> None:
    found = {module.name: faults(module) for module in modules_of(_VERSIONS)}

    assert {name: what for name, what in found.items() if what and name not in EXCEPTIONS} == {}
    assert [name for name in EXCEPTIONS if not found[name]] == []


@pytest.mark.parametrize(
    ("line", "fault"),
    [
        ('op.drop_table("songs")', "calls drop_table"),
        ('op.drop_column("songs", "title")', "calls drop_column"),
        ('op.alter_column("songs", "title", nullable=False)', "calls alter_column"),
        ('op.create_unique_constraint("uq", "songs", ["title"])', "calls create_unique_constraint"),
        ('op.create_index("ix", "songs", ["title"], unique=True)', "calls create_index"),
        ('op.execute("ALTER TABLE songs RENAME COLUMN a TO b")', "says RENAME"),
        ('op.execute("DELETE FROM songs")', "says DELETE FROM"),
        (
            'op.add_column("songs", sa.Column("key", sa.Text(), nullable=False))',
            "adds a column that older versions do not fill",
        ),
    ],
)
def test_what_takes_away_is_found(tmp_path: Path, line: str, fault: str) -> None:
    (module,) = modules_of(write_tree(tmp_path, {"0001_x.py": f"def upgrade():\n    {line}\n"}))

    assert faults(module) == [fault]


@pytest.mark.parametrize(
    "line",
    [
        'op.create_table("songs"); op.create_index("ix", "songs", ["a"], unique=True)',
        'op.add_column("songs", sa.Column("key", sa.Text()))',
        'op.add_column("songs", sa.Column("n", sa.Text(), nullable=False, server_default="0"))',
        'op.drop_index("ix", "songs")',
        'op.add_column("a", sa.Column("k")); op.create_index("ix", "a", ["k"], unique=True)',
    ],
)
def test_what_adds_is_fine(tmp_path: Path, line: str) -> None:
    (module,) = modules_of(write_tree(tmp_path, {"0001_x.py": f"def upgrade():\n    {line}\n"}))

    assert faults(module) == []
