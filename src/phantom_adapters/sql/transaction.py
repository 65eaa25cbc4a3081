"""A running transaction, as repositories see it: statements in, rows of Phantom's values out."""

from collections.abc import Sequence
from typing import Any, Protocol

from phantom_adapters.sql.errors import unfit
from phantom_adapters.sql.statement import Plan, Statement, Target

__all__ = ["Cursor", "Driver", "Transaction"]

_Row = tuple[Any, ...]


class Cursor(Protocol):
    """What is used of a driver's cursor."""

    @property
    def rowcount(self) -> int:
        """How many rows the last statement touched."""

    def execute(self, sql: str, arguments: Sequence[Any], /) -> Any:
        """Run one statement."""

    def fetchall(self) -> list[Any]:
        """Take all rows of its result."""


class Driver(Protocol):
    """What differs between databases.

    Attributes:
        name: `sqlite` or `postgresql`.
        reading: what statements are compiled for in transactions that read.
        writing: what they are compiled for in transactions that write.
        error: the base of its errors.
    """

    name: str
    reading: Target
    writing: Target
    error: type[Exception]

    def translated(self, error: Exception) -> Exception:
        """One of its errors in Phantom's words; the error itself, where it is a bug of ours."""


class Transaction:
    """Runs statements on one cursor.

    Errors of all methods: Taken, Dangling, Invalid, Unavailable, RaceLost, ConnectionLost. After
    one of them nothing more can be asked: PostgreSQL would refuse, so SQLite does as well.
    """

    __slots__ = ("_cursor", "_driver", "_over", "_target")

    def __init__(self, cursor: Cursor, driver: Driver, *, writing: bool) -> None:
        self._cursor = cursor
        self._driver = driver
        self._target = driver.writing if writing else driver.reading
        self._over = False

    @property
    def database(self) -> str:
        """The kind of database: `sqlite` or `postgresql`."""
        return self._driver.name

    @property
    def writing(self) -> bool:
        """Whether this transaction may change anything."""
        return self._target.writing

    def run(self, statement: Statement, /, **values: Any) -> int:
        """Run a statement that answers nothing, and say how many rows it touched."""
        return self.execute(statement, values)

    def rows(self, statement: Statement, /, **values: Any) -> list[_Row]:
        """Run a statement, and answer its rows."""
        plan, found = self.fetch(statement, values)
        return found if plan.plain else [plan.read(row) for row in found]

    def row(self, statement: Statement, /, **values: Any) -> _Row | None:
        """Run a statement, and answer its first row, if it has one."""
        plan, found = self.fetch(statement, values)
        return plan.read(found[0]) if found else None

    def execute(self, statement: Statement, values: dict[str, Any]) -> int:
        """As `run`, with the values in a dictionary, which is changed."""
        self._ask(statement, values)
        return self._cursor.rowcount

    def fetch(self, statement: Statement, values: dict[str, Any]) -> tuple[Plan, list[_Row]]:
        """Run a statement, and answer the driver's own rows, with the plan that reads them.

        The values come in a dictionary, which is changed.
        """
        plan = self._ask(statement, values)
        try:
            return plan, self._cursor.fetchall()
        except self._driver.error as error:
            raise self._refusal(error) from error

    def check(self) -> None:
        """Make sure that no refusal was passed over. Raises: AssertionError."""
        if self._over:
            raise AssertionError("a command went on after the database had refused a statement")

    def _ask(self, statement: Statement, values: dict[str, Any]) -> Plan:
        if self._over:
            self.check()
        plan = statement.plan(self._target, values)
        try:
            self._cursor.execute(plan.sql, plan.arguments(values))
        except (self._driver.error, ValueError, OverflowError) as error:
            raise self._refusal(error) from error
        return plan

    def _refusal(self, error: Exception) -> Exception:
        self._over = True
        if isinstance(error, self._driver.error):
            return self._driver.translated(error)
        return unfit()
