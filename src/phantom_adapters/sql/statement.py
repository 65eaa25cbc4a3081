"""Statements: clauses of SQLAlchemy Core, compiled once for each database.

Compiling costs more than running, so a repository makes its statements when it is imported. What
is left for each run is to look the plan up, to put the values in order, and to ask the driver.
"""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

import attrs
from sqlalchemy import BindParameter, Select
from sqlalchemy.engine import Dialect
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.sql.visitors import iterate
from sqlalchemy.types import TypeEngine

__all__ = ["Plan", "Statement"]

Processor = Callable[[Any], Any]


@attrs.frozen
class _Bind:
    """One place in the SQL that takes a value.

    Attributes:
        name: the parameter; `None` for a constant.
        index: which element of the parameter, if that is a list.
        process: what turns the value into what the driver takes.
        value: the constant, ready for the driver.
    """

    name: str | None
    index: int | None
    process: Processor | None
    value: Any

    def argument(self, values: Mapping[str, Any]) -> Any:
        if self.name is None:
            return self.value
        given = values[self.name] if self.index is None else values[self.name][self.index]
        return given if self.process is None else self.process(given)


class Plan:
    """A statement as one database takes it.

    Attributes:
        sql: its text.
        plain: whether the driver's rows are Phantom's as they stand.
    """

    __slots__ = ("_binds", "_results", "plain", "sql")

    def __init__(
        self, sql: str, binds: Sequence[_Bind], results: Sequence[Processor | None]
    ) -> None:
        self.sql = sql
        self._binds = binds
        self._results = results
        self.plain = not any(results)

    def arguments(self, values: Mapping[str, Any]) -> list[Any]:
        """The values in the order of their places, as the driver takes them."""
        return [bind.argument(values) for bind in self._binds]

    def read(self, row: tuple[Any, ...]) -> tuple[Any, ...]:
        """A row from the driver as a row of Phantom's values."""
        pairs = zip(self._results, row, strict=True)
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
        self._plans: dict[tuple[Any, ...], Plan] = {}

    def plan(self, dialect: Dialect, values: dict[str, Any], *, writing: bool) -> Plan:
        """The plan for these values; lists among them are filled up in place."""
        sizes = tuple([_fill(values, name) for name in self._lists]) if self._lists else ()
        place = (dialect.name, writing, sizes)
        found = self._plans.get(place)
        if found is None:
            found = self._plans[place] = self._compile(dialect, values, writing=writing)
        return found

    def _compile(self, dialect: Dialect, values: dict[str, Any], *, writing: bool) -> Plan:
        clause = self._clause
        if self._locks and writing and isinstance(clause, Select):
            # Enough to keep other commands out; foreign keys may still look at the row.
            clause = clause.with_for_update(key_share=True, skip_locked=self._skips)
        compiled = clause.compile(dialect=dialect)
        lists = {name: values[name] for name in self._lists}
        state = compiled.construct_expanded_state({**_placeholders(compiled), **lists})
        elements = {
            each: (name, index)
            for name, members in state.parameter_expansion.items()
            for index, each in enumerate(members)
        }
        binds = [_bind(compiled, elements, each, dialect) for each in state.positiontup or ()]
        columns = getattr(clause, "exported_columns", ())
        results = [
            _impl(column.type, dialect).result_processor(dialect, None) for column in columns
        ]
        return Plan(state.statement, binds, results)


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


def _bind(
    compiled: SQLCompiler, elements: Mapping[str, tuple[str, int]], place: str, dialect: Dialect
) -> _Bind:
    name, index = elements.get(place, (place, None))
    parameter = compiled.binds[name]
    process = _impl(parameter.type, dialect).bind_processor(dialect)
    if parameter.required:
        return _Bind(name, index, process, None)
    value: Any = parameter.effective_value
    if index is not None:
        value = value[index]
    return _Bind(None, None, None, value if process is None else process(value))


def _impl(kind: TypeEngine[Any], dialect: Dialect) -> TypeEngine[Any]:
    return kind.dialect_impl(dialect)
