"""Where a text stands in another: SQLite and PostgreSQL have each their own name for it."""

from typing import Any

from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.sql.functions import FunctionElement

from phantom_adapters.sql.types import Whole

__all__ = ["place_in"]


class place_in(FunctionElement[int]):  # noqa: N801 - it is read as a function
    """Where the second text stands in the first, from 1; 0 if nowhere."""

    name = "place_in"
    type = Whole()
    inherit_cache = True


@compiles(place_in, "sqlite")
def _on_sqlite(element: place_in, compiler: SQLCompiler, **options: Any) -> str:
    return f"instr({compiler.process(element.clauses, **options)})"


@compiles(place_in, "postgresql")
def _on_postgresql(element: place_in, compiler: SQLCompiler, **options: Any) -> str:
    return f"strpos({compiler.process(element.clauses, **options)})"
