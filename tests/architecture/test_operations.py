"""An operation has one `repr`: a key's fingerprint is taken of it, on one server and on another.

The order of a set's members differs from process to process, and that of a dictionary's keys is
of whoever made it. So no field of a command, a query or a task is of such a type; nor is a field
of the values in it, where a person may call it, for keys belong to persons.
"""

from collections.abc import Iterator, Mapping
from collections.abc import Set as AbstractSet
from typing import Any, get_args, get_origin, get_type_hints

import attrs
import pytest

from phantom_core.kernel import Access, Command, Operation, Task
from tests.architecture.operations import declared


def _held_to_it() -> list[type[Any]]:
    return [*declared(Operation), *declared(Task)]


def _parts(kind: Any, *, deep: bool) -> Iterator[Any]:
    """A type and its arguments; if `deep`, with the types of what its values hold."""
    kind = getattr(kind, "__supertype__", kind)
    yield get_origin(kind) or kind
    for argument in get_args(kind):
        yield from _parts(argument, deep=deep)
    if deep and attrs.has(kind):
        for _, held in _fields(kind):
            yield from _parts(held, deep=deep)


def _fields(kind: type[Any]) -> Iterator[tuple[str, Any]]:
    if attrs.has(kind):
        hints = get_type_hints(kind)
        yield from ((field.name, hints[field.name]) for field in attrs.fields(kind))


def _is_unordered(kind: Any) -> bool:
    return isinstance(kind, type) and issubclass(kind, AbstractSet | Mapping)


def faults(kind: type[Any]) -> list[str]:
    """The fields of a class whose values have no order of their own."""
    deep = getattr(kind, "access", Access.SYSTEM) is not Access.SYSTEM
    return [
        f"{kind.__name__}.{name}"
        for name, held in _fields(kind)
        if any(_is_unordered(part) for part in _parts(held, deep=deep))
    ]


def test_no_operation_and_no_task_holds_a_set_or_a_dictionary() -> None:
    assert [fault for kind in _held_to_it() for fault in faults(kind)] == []


def test_the_operations_of_every_context_are_looked_at() -> None:
    contexts = {kind.__module__.split(".")[1] for kind in _held_to_it()}

    assert {"identity", "audio", "blobs", "jobs", "live"} <= contexts


@attrs.frozen
class Bag:
    things: tuple[frozenset[str], ...]


def hoard(access: Access, kind: Any) -> type[Any]:
    body = {"access": access, "__annotations__": {"things": kind}}
    return attrs.frozen(type("Hoard", (Command,), body))


@pytest.mark.parametrize("access", [Access.PERSON, Access.SYSTEM])
@pytest.mark.parametrize("kind", [set[str], dict[str, int] | None, tuple[Mapping[str, int], ...]])
def test_a_field_without_an_order_is_found(access: Access, kind: Any) -> None:
    assert faults(hoard(access, kind)) == ["Hoard.things"]


def test_what_persons_call_is_looked_at_however_deep() -> None:
    assert faults(hoard(Access.PERSON, Bag | None)) == ["Hoard.things"]
    assert faults(hoard(Access.SYSTEM, Bag | None)) == []
