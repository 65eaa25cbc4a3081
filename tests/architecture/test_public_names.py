"""What a module offers it declares, and what it declares it explains."""

import ast
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from tests.architecture.sources import SOURCES, Module, modules_of, write_tree

_SCRIPTS: Final = "versions"  # Alembic reads migrations as scripts
_TYPE_VARIABLES: Final = {"ParamSpec", "TypeVar", "TypeVarTuple"}


def _names_of(node: ast.stmt) -> list[str]:
    match node:
        case ast.ClassDef(name=name) | ast.FunctionDef(name=name):
            return [name]
        case ast.AsyncFunctionDef(name=name) | ast.AnnAssign(target=ast.Name(id=name)):
            return [name]
        case ast.Assign(value=ast.Call(func=ast.Name(id=maker))) if maker in _TYPE_VARIABLES:
            return []
        case ast.Assign(targets=targets):
            return [target.id for target in targets if isinstance(target, ast.Name)]
        case _:
            return []


def _documented(body: list[ast.stmt], place: int) -> bool:
    node = body[place]
    if isinstance(node, ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef):
        return ast.get_docstring(node) is not None
    following = body[place + 1 : place + 2]
    return any(isinstance(each, ast.Expr) and _is_text(each.value) for each in following)


def _is_text(node: ast.expr) -> bool:
    return isinstance(node, ast.Constant) and isinstance(node.value, str)


def _declared(tree: ast.Module) -> list[str] | None:
    for node in tree.body:
        if "__all__" in _names_of(node) and isinstance(node, ast.Assign | ast.AnnAssign):
            return [str(name) for name in ast.literal_eval(node.value or ast.List([]))]
    return None


def _faults_of(module: Module) -> Iterator[str]:
    body = module.tree.body
    declared = _declared(module.tree)
    offered = {
        name: place
        for place, node in enumerate(body)
        for name in _names_of(node)
        if not name.startswith("_")
    }
    if declared is None:
        if offered:
            yield f"{module.name} has no __all__"
        return
    for name, place in offered.items():
        if name not in declared:
            yield f"{module.name}.{name} is public and not in __all__"
        elif not _documented(body, place):
            yield f"{module.name}.{name} has no docstring"


def faults(folder: Path) -> list[str]:
    """What is offered undeclared or unexplained by the public modules below a folder."""
    public = (
        module
        for module in modules_of(folder)
        if _SCRIPTS not in module.path.parts
        and not any(part.startswith("_") for part in module.name.split("."))
    )
    return [fault for module in public for fault in _faults_of(module)]


def test_every_public_name_is_declared_and_explained() -> None:
    assert faults(SOURCES) == []


def test_a_module_without_all_is_found(tmp_path: Path) -> None:
    tree = write_tree(tmp_path, {"chat/message.py": "def send(): ...\n"})

    assert faults(tree) == ["chat.message has no __all__"]


def test_an_undeclared_name_is_found(tmp_path: Path) -> None:
    tree = write_tree(tmp_path, {"chat.py": "__all__ = []\nLIMIT = 3\n_quiet = 4\n"})

    assert faults(tree) == ["chat.LIMIT is public and not in __all__"]


def test_an_unexplained_name_is_found(tmp_path: Path) -> None:
    text = '__all__ = ["LIMIT", "send"]\nLIMIT = 3\n"""Most at once."""\nasync def send(): ...\n'

    assert faults(write_tree(tmp_path, {"chat.py": text})) == ["chat.send has no docstring"]
