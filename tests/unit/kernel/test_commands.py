"""What a class of operations must say of itself."""

from typing import Any

import pytest

from phantom_core.kernel import Access, Command


class Vague(Command):  # type: ignore[type-arg]
    access = Access.ANYONE

    def run(self, work: Any) -> int:
        return int(work)


class Clear(Command[int]):
    access = Access.ANYONE


class Heir(Clear):
    """Says nothing of its own."""


@pytest.mark.parametrize("kind", [Clear, Heir])
def test_what_an_operation_answers_is_read_from_its_class(kind: type[Clear]) -> None:
    assert kind.answer_type() is int


def test_an_operation_that_does_not_say_what_it_answers_is_a_mistake() -> None:
    with pytest.raises(TypeError, match=r"Vague must be declared as Command\[...\]"):
        Vague.answer_type()


def test_an_operation_that_does_not_say_who_may_call_it_is_a_mistake() -> None:
    with pytest.raises(TypeError, match="Nobody must say who may call it"):
        type("Nobody", (Command,), {"run": Vague.run})
