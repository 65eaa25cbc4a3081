"""Every port has a contract suite, and every adapter is held to it.

- A port is a Protocol in a module of the core whose name ends in `ports`. What a context's
  commands are given, a protocol named `...Work`, is no port: it is a unit of work, which offers
  ports.
- The suite of `Port` is the class `PortContract` in `phantom_adapters.contracts`.
- An adapter is a class outside the core that names a port among its bases, or inherits from one
  that does.
- An adapter is bound where a subclass of the suite in `tests/contracts` names it in `adapters`.
"""

import ast
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Final

import attrs
import pytest

from tests.architecture.sources import ROOT, modules_of, write_tree

_SUITES: Final = "src/phantom_adapters/contracts"


@attrs.frozen
class _Class:
    name: str
    bases: frozenset[str]
    adapters: frozenset[str]


def _last_name(node: ast.expr) -> str:
    match node:
        case ast.Name(id=name) | ast.Attribute(attr=name):
            return name
        case ast.Subscript(value=value):
            return _last_name(value)
        case _:
            return ""


def _adapters_in(node: ast.ClassDef) -> Iterator[str]:
    for statement in node.body:
        match statement:
            case (
                ast.Assign(targets=[ast.Name(id="adapters")], value=ast.Tuple(elts=named))
                | ast.AnnAssign(target=ast.Name(id="adapters"), value=ast.Tuple(elts=named))
            ):
                yield from map(_last_name, named)


def _classes(folder: Path, *, but: Path | None = None) -> Mapping[str, _Class]:
    return {
        node.name: _Class(
            node.name, frozenset(map(_last_name, node.bases)), frozenset(_adapters_in(node))
        )
        for module in modules_of(folder)
        if but is None or not module.path.is_relative_to(but)
        for node in module.classes()
    }


def _ancestors(name: str, classes: Mapping[str, _Class]) -> Iterator[str]:
    if name in classes:
        for base in classes[name].bases:
            yield base
            yield from _ancestors(base, classes)


def _ports(folder: Path) -> list[str]:
    return [
        node.name
        for module in modules_of(folder)
        if module.name.endswith("ports")
        for node in module.classes()
        if "Protocol" in map(_last_name, node.bases) and not node.name.endswith("Work")
    ]


def _unbound(port: str, adapters: Mapping[str, _Class], bound: Iterable[str]) -> Iterator[str]:
    for name in adapters:
        if port in _ancestors(name, adapters) and name not in bound:
            yield f"{name} adapts {port}, and no binding of {port}Contract names it"


def faults(root: Path) -> list[str]:
    """The ports without a suite, the adapters without a binding, and bindings of nothing."""
    sources = root / "src"
    suites = _classes(root / _SUITES)
    adapters = {
        **_classes(sources / "phantom_adapters", but=root / _SUITES),
        **_classes(sources / "phantom_app"),
    }
    bindings = _classes(root / "tests" / "contracts")
    lineage = {**suites, **bindings}
    found = []
    for port in _ports(sources / "phantom_core"):
        suite = f"{port}Contract"
        bound = {
            adapter
            for name, binding in bindings.items()
            if suite in _ancestors(name, lineage)
            for adapter in binding.adapters
        }
        if suite not in suites:
            found.append(f"{port} has no {suite} in phantom_adapters.contracts")
        elif not bound:
            found.append(f"{suite} is bound to no adapter")
        found.extend(_unbound(port, adapters, bound))
    return found


_SOUND: Final = {
    "src/phantom_core/rooms/ports.py": "class Rooms(Protocol): ...\nclass RoomsWork(Protocol): ...",
    "src/phantom_adapters/memory/rooms.py": "class MemoryRooms(Rooms): ...",
    "src/phantom_adapters/contracts/rooms.py": "class RoomsContract: ...",
    "tests/contracts/test_rooms.py": (
        "class TestMemoryRooms(RoomsContract):\n    adapters = (MemoryRooms,)"
    ),
}


def test_every_port_has_a_suite_and_every_adapter_is_bound() -> None:
    assert faults(ROOT) == []


def test_a_sound_house_has_no_faults(tmp_path: Path) -> None:
    assert faults(write_tree(tmp_path, _SOUND)) == []


@pytest.mark.parametrize(
    ("path", "text", "fault"),
    [
        (
            "src/phantom_core/rooms/length_ports.py",
            "class SongLengths(typing.Protocol): ...",
            "SongLengths has no SongLengthsContract in phantom_adapters.contracts",
        ),
        (
            "src/phantom_adapters/sql/rooms.py",
            "class SqlRooms(ports.Rooms): ...",
            "SqlRooms adapts Rooms, and no binding of RoomsContract names it",
        ),
        (
            "src/phantom_adapters/sql/fast_rooms.py",
            "class FastRooms(MemoryRooms): ...",
            "FastRooms adapts Rooms, and no binding of RoomsContract names it",
        ),
        (
            "tests/contracts/test_rooms.py",
            "class TestMemoryRooms:\n    adapters = (MemoryRooms,)",
            "RoomsContract is bound to no adapter",
        ),
    ],
)
def test_what_is_missing_is_found(tmp_path: Path, path: str, text: str, fault: str) -> None:
    assert fault in faults(write_tree(tmp_path, {**_SOUND, path: text}))
