"""Every port has a contract suite, and every adapter is held to it.

- A port is a Protocol in a module of the core whose name ends in `ports`, and outside the kernel a
  Protocol stands nowhere else. What a context's commands are given, a protocol named `...Work`, is
  no port: it is a unit of work, which offers ports.
- The suite of `Port` is the class `PortContract` in `phantom_adapters.contracts`.
- An adapter is a class outside the core that names a port among its bases, or inherits from one
  that does.
- An adapter is bound where a subclass of the suite in `tests/contracts`, or in `tests/s3`, names it
  in `adapters`.
"""

import ast
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Final

import pytest

from tests.architecture.sources import ROOT, Module, modules_of, write_tree

Bases = dict[str, set[str]]

_SUITES: Final = "src/phantom_adapters/contracts"
_BINDINGS: Final = ("contracts", "s3")


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


def _classes(folder: Path, *, but: Path | None = None) -> Iterator[ast.ClassDef]:
    for module in modules_of(folder):
        if but is None or not module.path.is_relative_to(but):
            yield from module.classes()


def _bases(classes: Iterable[ast.ClassDef]) -> Bases:
    bases: Bases = {}
    for node in classes:
        bases.setdefault(node.name, set()).update(map(_last_name, node.bases))
    return bases


def _ancestors(name: str, bases: Bases) -> set[str]:
    found = set(bases.get(name, ()))
    return found.union(*(_ancestors(base, bases) for base in found))


def _protocols(core: Path) -> Iterator[tuple[Module, str]]:
    for module in modules_of(core):
        for node in module.classes():
            if "Protocol" in map(_last_name, node.bases) and not node.name.endswith("Work"):
                yield module, node.name


def _ports(core: Path) -> set[str]:
    return {name for module, name in _protocols(core) if module.name.endswith("ports")}


def _astray(core: Path) -> list[str]:
    return [
        f"{name} is a Protocol in {module.name}, which is no module of ports"
        for module, name in _protocols(core)
        if not module.name.endswith("ports") and not module.name.startswith("kernel.")
    ]


def _bound(suite: str, suites: Bases, bindings: Iterable[ast.ClassDef]) -> set[str]:
    nodes = list(bindings)
    bases = {**suites, **_bases(nodes)}
    held = (node for node in nodes if suite in _ancestors(node.name, bases))
    return {name for node in held for name in _adapters_in(node)}


def faults(root: Path) -> list[str]:
    """The ports without a suite, the suites without a binding, and the adapters without one."""
    sources, contracts = root / "src", root / _SUITES
    suites = _bases(_classes(contracts))
    bindings = [each for name in _BINDINGS for each in _classes(root / "tests" / name)]
    outside = _classes(sources / "phantom_adapters", but=contracts)
    adapters = _bases([*outside, *_classes(sources / "phantom_app")])
    found = _astray(sources / "phantom_core")
    for port in sorted(_ports(sources / "phantom_core")):
        suite = f"{port}Contract"
        bound = _bound(suite, suites, bindings)
        if suite not in suites:
            found.append(f"{port} has no {suite} in phantom_adapters.contracts")
        elif not bound:
            found.append(f"{suite} is bound to no adapter")
        found += [
            f"{name} adapts {port}, and no binding of {suite} names it"
            for name in adapters
            if port in _ancestors(name, adapters) and name not in bound
        ]
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
            "src/phantom_core/rooms/ballot.py",
            "class Clock(Protocol): ...",
            "Clock is a Protocol in rooms.ballot, which is no module of ports",
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
