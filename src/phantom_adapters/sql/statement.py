"""Statements: clauses of SQLAlchemy Core, compiled once for each database.

Compiling costs more than running, so a repository makes its statements when it is imported. What
is left for each run is to look the plan up, to put the values in order, and to ask the driver.
"""

from collections.abc import Callable, Mapping, Sequence
from functools import lru_cache
from typing import Any, Final

import attrs
from sqlalchemy import BindParameter, Select
from sqlalchemy.engine import Dialect
from sqlalchemy.sql.compiler import ExpandedState, SQLCompiler
from sqlalchemy.sql.dml import UpdateBase
from sqlalchemy.sql.visitors import iterate

__all__ = ["Plan", "Statement", "Target", "by_form"]

_Processor = Callable[[Any], Any]

_FORMS: Final = 64

by_form: Final = lru_cache(_FORMS)
"""Keeps the statements that a function has made, those used last, by its arguments.

These are the form of what is asked for, which callers choose: how many words, which filters, what
order. There are some two thousand, and a statement takes some 40 KiB once it has its plan.
"""


@attrs.frozen(eq=False)
class Target:
    """What a statement is compiled for.

    Attributes:
        dialect: how SQLAlchemy writes SQL for the database, with parameters by position.
        writing: whether the transaction may change anything, so that what it finds is locked.
    """

    dialect: Dialect
    writing: bool


class Plan:
    """A statement as one database takes it.

    Attributes:
        sql: its text.
        readers: what turns each column of the driver's rows into Phantom's value, where needed.
        plain: whether none is needed.
    """

    __slots__ = ("_binds", "_constants", "_elements", "_given", "plain", "readers", "sql")

    def __init__(
        self,
        sql: str,
        binds: Sequence[tuple[str, _Processor | None]],
        constants: Mapping[str, Any],
        elements: Mapping[str, Sequence[str]],
        readers: Sequence[_Processor | None],
    ) -> None:
        self.sql = sql
        self.readers = readers
        self.plain = not any(readers)
        self._binds = binds
        self._constants = constants
        self._elements = elements
        self._given = bool(constants or elements)

    def arguments(self, values: dict[str, Any]) -> list[Any]:
        """The values in the order of their places, as the driver takes them."""
        if self._given:
            values.update(self._constants)
            for name, members in self._elements.items():
                values.update(zip(members, values[name], strict=True))
        return [
            values[name] if process is None else process(values[name])
            for name, process in self._binds
        ]

    def read(self, row: tuple[Any, ...]) -> tuple[Any, ...]:
        """A row from the driver as a row of Phantom's values."""
        pairs = zip(self.readers, row, strict=True)
        return tuple([value if read is None else read(value) for read, value in pairs])


class Statement:
    """One clause, for every database.

    A parameter that is a list (`bindparam("ids", expanding=True)`, for `IN`) may have any length.
    A list is filled up to a power of two with copies of its last element, so that few plans are
    made; an `IN` does not mind.

    Args:
        clause: a select, insert, update or delete whose parameters are `bindparam`s.
        locks: whether the rows found are held until the end of a transaction that writes.
        skips_locked: whether rows that another transaction holds are passed over.
    """

    __slots__ = ("_clause", "_lists", "_locks", "_plans", "_skips")

    def __init__(self, clause: Any, *, locks: bool = False, skips_locked: bool = False) -> None:
        self._clause = clause
        self._locks = locks
        self._skips = skips_locked
        self._lists = _lists_in(clause)
        self._plans: dict[Any, Plan] = {}

    def plan(self, target: Target, values: dict[str, Any]) -> Plan:
        """The plan for these values; lists among them are filled up in place."""
        place: Any = target
        if self._lists:
            place = (target, *[_fill(values, name) for name in self._lists])
        found = self._plans.get(place)
        if found is None:
            found = self._plans[place] = self._compile(target, values)
        return found

    def _compile(self, target: Target, values: dict[str, Any]) -> Plan:
        clause, dialect = self._clause, target.dialect
        if isinstance(clause, UpdateBase) and not target.writing:
            raise AssertionError("a query changed something")
        if self._locks and target.writing and isinstance(clause, Select):
            # Enough to keep other commands out; foreign keys may still look at the row.
            clause = clause.with_for_update(key_share=True, skip_locked=self._skips)
        compiled = clause.compile(dialect=dialect)
        lists = {name: values[name] for name in self._lists}
        state = compiled.construct_expanded_state({**_placeholders(compiled), **lists})
        kinds = [column.type for column in getattr(clause, "exported_columns", ())]
        return Plan(
            state.statement,
            *_binds(compiled, state, dialect),
            {name: state.parameter_expansion[name] for name in self._lists},
            [kind.dialect_impl(dialect).result_processor(dialect, None) for kind in kinds],
        )


def _lists_in(clause: Any) -> tuple[str, ...]:
    return tuple(
        dict.fromkeys(
            each.key
            for each in iterate(clause)
            if isinstance(each, BindParameter) and each.expanding and each.required
        )
    )


def _fill(values: dict[str, Any], name: str) -> int:
    given = list(values[name])
    if given:
        given += given[-1:] * ((1 << (len(given) - 1).bit_length()) - len(given))
    values[name] = given
    return len(given)


def _placeholders(compiled: SQLCompiler) -> dict[str, Any]:
    return {name: None for name, bind in compiled.binds.items() if bind.required}


def _binds(
    compiled: SQLCompiler, state: ExpandedState, dialect: Dialect
) -> tuple[list[tuple[str, _Processor | None]], dict[str, Any]]:
    """The places that take values, in order, and the values of those that are constants."""
    owners = {each: name for name, own in state.parameter_expansion.items() for each in own}
    binds: list[tuple[str, _Processor | None]] = []
    constants: dict[str, Any] = {}
    for place in state.positiontup or ():
        parameter = compiled.binds[owners.get(place, place)]
        process = parameter.type.dialect_impl(dialect).bind_processor(dialect)
        if parameter.required:
            binds.append((place, process))
        else:
            value = state.parameters[place]
            constants[place] = value if process is None else process(value)
            binds.append((place, None))
    return binds, constants
