"""Repositories that are made when a command first asks for them: of many, most ask for few."""

from collections.abc import Callable
from typing import TYPE_CHECKING, Generic, TypeVar

from phantom_adapters.sql.transaction import Transaction

if TYPE_CHECKING:
    from phantom_adapters.sql.unit import SqlUnit

__all__ = ["Made"]

P = TypeVar("P")


class Made(Generic[P]):
    """A repository that is made when it is first asked for, and then is a plain attribute."""

    def __init__(self, make: Callable[[Transaction], P]) -> None:
        self._make = make

    def __set_name__(self, owner: type, name: str) -> None:
        """Remember under which name it is kept."""
        self._name = name

    def __get__(self, unit: "SqlUnit", owner: type) -> P:
        """Make it; from then on the unit's own attribute is found first."""
        made = vars(unit)[self._name] = self._make(unit._tx)  # noqa: SLF001 - they are one
        return made
