"""PostgreSQL: its connections and its transactions."""

from collections.abc import Callable, Hashable, Mapping
from contextlib import suppress
from datetime import datetime
from os import dup
from socket import SHUT_RDWR, socket
from time import monotonic
from typing import Any, Final

import psycopg
from psycopg.adapt import Loader
from psycopg.conninfo import conninfo_to_dict, make_conninfo
from psycopg.errors import error_from_result
from psycopg.pq import Format
from psycopg.pq.abc import PGresult
from psycopg.types.json import set_json_loads
from psycopg.types.numeric import Int8BinaryDumper
from sqlalchemy import Engine, NullPool, create_engine

from phantom_adapters import codec
from phantom_adapters.sql.calls import Call
from phantom_adapters.sql.errors import ConnectionLost, OutcomeUnknown
from phantom_adapters.sql.fence import Fence
from phantom_adapters.sql.lineage import keep_lineage
from phantom_adapters.sql.postgres_cursor import DONE, Connection, PostgresCursor
from phantom_adapters.sql.postgres_driver import POSTGRES
from phantom_adapters.sql.session import Database, Session
from phantom_adapters.sql.transaction import Transaction
from phantom_adapters.sql.types import identifier
from phantom_adapters.sql.watch import Pulse, Watch
from phantom_core.kernel import EPOCH, MILLISECOND, Id

__all__ = [
    "NOW",
    "POSTGRES",
    "Connection",
    "PostgresDatabase",
    "PostgresSession",
    "connect",
]

_DEFAULTS: Final[Mapping[str, Any]] = {
    "application_name": "phantom",
    "connect_timeout": 2,
    "keepalives_idle": 30,
    "tcp_user_timeout": 15_000,
}
_LIMITS: Final = (
    "-c lock_timeout=10s -c statement_timeout=30s -c idle_in_transaction_session_timeout=60s"
)
_PAUSE: Final = 0.2
_BEGIN_WRITING: Final = "BEGIN ISOLATION LEVEL READ COMMITTED READ WRITE"
_BEGIN_READING: Final = "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY"
NOW: Final = "SELECT floor(extract(epoch FROM clock_timestamp()) * 1000)::bigint"
"""The time by the server's clock, in milliseconds since 1970."""


class _IdLoader(Loader):
    """Reads a uuid as an id."""

    format = Format.BINARY

    def load(self, data: Any) -> Id | None:
        return identifier(bytes(data))


def connect(url: str, **defaults: Any) -> Connection:
    """Open a connection that begins no transactions by itself.

    Statements are prepared when they are first run; they name their parameters `$1`, `$2`. What
    the URL says of a connection's settings comes before Phantom's defaults, and those that are
    given.
    """
    connection = psycopg.connect(
        _address(url, _LIMITS, **defaults),
        autocommit=True,
        prepare_threshold=0,
        cursor_factory=psycopg.RawCursor,
    )
    # psycopg gives each number the narrowest type that holds it, and a statement would be prepared
    # anew for every mixture of narrow and wide ones, at 16 KiB each in the server.
    connection.adapters.register_dumper(int, Int8BinaryDumper)
    connection.adapters.register_loader("uuid", _IdLoader)
    set_json_loads(codec.parse, connection)
    return connection


def _address(url: str, limits: str = "", **defaults: Any) -> str:
    """A URL with Phantom's defaults. Raises: ValueError, if libpq does not understand it."""
    try:
        given = conninfo_to_dict(url)
    except psycopg.ProgrammingError as error:
        raise ValueError("A PostgreSQL URL is postgresql://user@host/database.") from error
    options = f"{limits} {given.pop('options', '')} -c timezone=UTC".strip()
    chosen = {**_DEFAULTS, **defaults, **given}
    return make_conninfo(**{**chosen, "options": options, "client_encoding": "UTF8"})


class PostgresDatabase(Database):
    """One database, with a session for each lane.

    Args:
        url: as libpq reads it.
        clock: tells the time; the database's own clock if not given.

    Raises: ValueError, for a URL that libpq does not understand.
    """

    writers = 8
    readers = 4

    def __init__(self, url: str, clock: Callable[[], datetime] | None = None) -> None:
        self._url = url
        self._engine_address = _address(url)
        self.clock = clock
        self.fence = Fence()

    def connect(self) -> Connection:
        """A new connection."""
        return connect(self._url)

    def session(
        self,
        *,
        writing: bool,  # noqa: ARG002 - both connect alike
        watch: Watch | None = None,
    ) -> Session:
        """A new session, of a database with the lineage that the log is known to have."""
        return PostgresSession(self.joined, self.clock, watch, self.fence)

    def joined(self) -> Connection:
        """A new connection, to a database of the lineage that its log is known to have."""
        connection = self.connect()
        try:
            keep_lineage(connection, self.fence)
        except BaseException:
            connection.close()
            raise
        return connection

    def watch(self) -> Watch:
        """What notices that the server is away."""
        return Watch(PostgresSession(self.connect))

    def shared(self, call: Call) -> Hashable:
        """The topic that many write at once, if the call is of that kind."""
        return call.hot_topic

    def engine(self) -> Engine:
        """SQLAlchemy's way to the database."""
        return create_engine(
            "postgresql+psycopg://",
            creator=lambda: psycopg.connect(self._engine_address),
            poolclass=NullPool,
        )


class PostgresSession(Session, Pulse):
    """Transactions on one connection, which is opened anew when it was lost.

    What begins, ends or parts a transaction goes to the server in one message, with the question
    for the time; and it goes by libpq itself, for two reasons: it costs a fifth, and psycopg
    would forget all prepared statements at each rollback, lest there was a change of tables.

    Args:
        connect: opens a connection.
        clock: tells the time in place of the database.
        watch: tells when the server is away; the session makes itself known to it.
        fence: tells when another server has taken over.
    """

    def __init__(
        self,
        connect: Callable[[], Connection],
        clock: Callable[[], datetime] | None = None,
        watch: Watch | None = None,
        fence: Fence | None = None,
    ) -> None:
        self._connect = connect
        self._clock = clock
        self._watch = watch
        self._fence = fence or Fence()
        self._cursor: PostgresCursor | None = None
        self._wire: socket | None = None
        self._since: float | None = None
        self._losses = 0
        self._retry_at = 0.0
        self._reason = ""
        if watch is not None:
            watch.add(self)

    @property
    def since(self) -> float | None:
        """Since when a transaction runs, or is about to."""
        return self._since

    @property
    def _connected(self) -> bool:
        return self._cursor is not None and not self._cursor.connection.closed

    def begin(self, *, writing: bool, shared: bool) -> datetime:
        """Begin: a writer sees what others commit meanwhile, a reader one state."""
        self._since = since = monotonic()
        self._be_connected()
        begin = _BEGIN_WRITING if writing else _BEGIN_READING
        now = self._at(begin, "SAVEPOINT part") if shared else self._at(begin)
        self._hear(since)
        return now

    def transaction(self, *, writing: bool) -> Transaction:
        """The running transaction."""
        return Transaction(self._running, POSTGRES, writing=writing)

    def keep(self) -> datetime:
        """Release the savepoint, and set the next."""
        return self._at("RELEASE part", "SAVEPOINT part")

    def undo(self) -> datetime:
        """Go back to the savepoint."""
        return self._at("ROLLBACK TO part")

    def commit(self) -> None:
        """Have the server make it durable."""
        try:
            done = self._send("COMMIT")
        except ConnectionLost as error:
            message = f"whether the commit happened is not known: {error}"
            raise OutcomeUnknown(message) from error
        if done.command_status != b"COMMIT":
            # The server rolls back, and calls it a success, if a statement had failed before.
            raise AssertionError("the database rolled back what was to be committed")
        self._since = None

    def roll_back(self) -> None:
        """Have the server take everything back, and do not wait for it.

        It has nothing to say but that it has done so, or that the connection is lost; libpq reads
        the one before it sends anything else, and tells of the other then.
        """
        try:
            if self._cursor is not None:
                self._cursor.connection.pgconn.send_query(b"ROLLBACK")
        except Exception:  # noqa: BLE001 - whatever it is, a new connection is free of it
            self.close()
        finally:
            self._since = None

    def close(self) -> None:
        """Let go of the connection."""
        if self._cursor is not None:
            self._cursor.connection.close()
            self._cursor = None
        if self._wire is not None:
            self._wire.close()
            self._wire = None

    def cut(self) -> None:
        """Break the connection: whoever waits on it goes on at once."""
        wire = self._wire
        if wire is not None:
            with suppress(OSError):
                wire.shutdown(SHUT_RDWR)

    def ask(self) -> None:
        """Wait until the server answers a trifle."""
        if not self._connected:
            self._open()
        self._at()

    def _be_connected(self) -> None:
        """Have a connection that is not from before the server was away, or taken over from."""
        if self._watch is not None:
            self._watch.enforce()
            if self._losses != self._watch.losses:
                self.close()
        if self._cursor is not None and not self._fence.trusts(self._cursor.connection):
            self.close()
        if not self._connected:
            self._open()

    def _hear(self, since: float) -> None:
        """Let others know of an answer to what was asked then."""
        if self._watch is not None:
            self._watch.hear(since)
        self._fence.answered(self._running.connection)

    def _at(self, *commands: str) -> datetime:
        """Run commands, and tell the time."""
        if self._clock:
            self._send("; ".join(commands))
            return self._clock()
        return EPOCH + int(self._told("; ".join([*commands, NOW]))) * MILLISECOND

    def _told(self, commands: str) -> str:
        """Run commands in one message, and answer the one value of the last, empty for null."""
        return (self._send(commands).get_value(0, 0) or b"").decode()

    def _send(self, commands: str) -> PGresult:
        """Run commands in one message, and answer the result of the last."""
        connection = self._running.connection
        try:
            result = connection.pgconn.exec_(commands.encode())
        except psycopg.Error as broken:
            raise ConnectionLost(str(broken)) from broken
        if result.status in DONE:
            return result
        error = error_from_result(result)
        raise ConnectionLost(str(error)) if connection.closed else POSTGRES.translated(error)

    @property
    def _running(self) -> PostgresCursor:
        """The cursor of the running transaction; never that of another connection."""
        if self._cursor is None:
            raise ConnectionLost("the transaction's connection is gone")
        return self._cursor

    def _open(self) -> None:
        """Open a connection, and keep a handle on its wire that other threads may break it by."""
        self.close()
        if self._watch is not None:
            self._losses = self._watch.losses
        connection = self._reconnect()
        self._wire = socket(fileno=dup(connection.fileno()))
        self._cursor = PostgresCursor(connection)

    def _reconnect(self) -> Connection:
        """Open a connection; while the server is away, not all who wait ask for it again."""
        if monotonic() < self._retry_at:
            raise ConnectionLost(f"the server did not answer a moment ago: {self._reason}")
        try:
            return self._connect()
        except psycopg.Error as error:
            if self._watch is not None:
                self._watch.suspect()
            self._retry_at, self._reason = monotonic() + _PAUSE, str(error)
            raise ConnectionLost(self._reason) from error
