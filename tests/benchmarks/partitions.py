"""What the log costs as one table, and parted by a hash of its topics or by time.

`python -m tests.benchmarks.partitions [--rows N] [--topics N] [--seconds N] [--only LAYOUT]`. A
PostgreSQL of its own is filled with twelve weeks of events, of all topics in turn, in the order of
their time and with all indexes there; the keys, indexes and statements are Phantom's. Then are
measured: storing an event in a transaction of its own; replaying 200 of a topic's last 1,000;
planning that replay anew; and letting go of the oldest twelfth, by `DELETE` as retention does and
`VACUUM` after it, or by dropping the partition that holds it. `bare` is the one table without the
index by which retention finds what is old.

Shown is the processor's time of PostgreSQL's process that did it, which other programs disturb less
than the clock; `fsync` is off, so that disks are not in it.
"""

import argparse
import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from itertools import count
from statistics import mean
from typing import Any, Final

import attrs
import psutil
import psycopg
from psycopg.types.json import Jsonb

from phantom_adapters.sql import migrate
from phantom_adapters.sql.postgres import POSTGRES, connect
from phantom_adapters.sql.repositories.aged_rows import SqlAgedRows
from phantom_adapters.sql.transaction import Transaction
from phantom_core.privacy import RULES
from tests.postgres_server import PostgresServer, postgres

Connection = psycopg.Connection[Any]

PARTS: Final = {"hash": 16, "time": 12}
BEGIN: Final = datetime(2026, 1, 1, tzinfo=UTC)
SPAN: Final = timedelta(days=84)
WEEK: Final = SPAN / PARTS["time"]
AGEING: Final = next(rule.ageing for rule in RULES if rule.kind == "events")
HEAD: Final = (
    f"{'layout':<8}{'insert us':>11}{'replay us':>11}{'plan us':>9}{'bytes/row':>11}"
    f"{'let go s':>10}{'vacuum s':>10}{'a row us':>10}{'bytes after':>13}"
)

_TEXT: Final = 10 * "d41d8cd98f00b204e9800998ecf8427e"
_TOPIC: Final = "'room:' || lpad(({number})::text, 26, '0')"
_DATA: Final = """jsonb_build_object('roomId', lpad((n % {topics})::text, 26, '0'),
    'reason', 'changed', 'text', repeat(md5(n::text), 10))"""
_FILL: Final = """
    INSERT INTO events (topic, seq, at, name, data)
    SELECT {topic}, n / {topics} + 1, $3::timestamptz + n * $4::interval, 'room.state', {data}
    FROM generate_series($1::bigint, $2::bigint) AS n"""
_INSERT: Final = b"INSERT INTO events (topic, seq, at, name, data) VALUES ($1, $2, $3, $4, $5)"
_REPLAY: Final = b"SELECT * FROM events WHERE topic = $1 AND seq > $2 ORDER BY seq LIMIT 200"


@attrs.frozen(kw_only=True)
class Crowd:
    """How much there is: events, and the topics that they are told in, one after the other."""

    rows: int
    topics: int

    @property
    def step(self) -> timedelta:
        """The time between two events."""
        return SPAN / self.rows


def lay(connection: Connection, layout: str) -> None:
    """Have the table of events be laid out otherwise."""
    if layout == "bare":
        connection.execute(b"DROP INDEX ix_events_at")
    if layout not in PARTS:
        return
    connection.execute(b"ALTER TABLE events RENAME TO whole")
    connection.execute(b"ALTER INDEX pk_events RENAME TO pk_whole")
    connection.execute(b"ALTER INDEX ix_events_at RENAME TO ix_whole_at")
    key = "topic, seq" if layout == "hash" else "topic, seq, at"
    by = "HASH (topic)" if layout == "hash" else "RANGE (at)"
    _run(connection, f"CREATE TABLE events (LIKE whole, PRIMARY KEY ({key})) PARTITION BY {by}")
    for number in range(PARTS[layout]):
        bounds = _bounds(layout, number)
        _run(connection, f"CREATE TABLE events_{number} PARTITION OF events FOR VALUES {bounds}")
    if layout == "hash":
        where = connection.execute(b"SELECT pg_get_indexdef('ix_whole_at'::regclass)").fetchone()
        assert where is not None
        _run(connection, where[0].replace("ix_whole_at", "ix_events_at").replace("whole", "events"))


def _bounds(layout: str, number: int) -> str:
    if layout == "hash":
        return f"WITH (MODULUS {PARTS['hash']}, REMAINDER {number})"
    first = BEGIN + number * WEEK
    last = "MAXVALUE" if number == PARTS["time"] - 1 else f"'{first + WEEK}'"
    return f"FROM ('{first}') TO ({last})"


def _run(connection: Connection, sql: str, *arguments: Any) -> None:
    connection.execute(sql.encode(), arguments)


class Bench:
    """One layout, filled."""

    def __init__(self, server: PostgresServer, layout: str, crowd: Crowd, seconds: float) -> None:
        name = server.create_database()
        migrate(server.url(name))
        self.connection = connect(server.url(name))
        self.process = psutil.Process(self.connection.info.backend_pid)
        self.layout, self.crowd, self.seconds = layout, crowd, seconds
        self.connection.execute(b"SET statement_timeout = 0")
        lay(self.connection, layout)
        self.next = self._filled()

    def _filled(self) -> Iterator[int]:
        rows, topics = self.crowd.rows, self.crowd.topics
        topic, data = _TOPIC.format(number=f"n % {topics}"), _DATA.format(topics=topics)
        fill = _FILL.format(topics=topics, topic=topic, data=data)
        for first in range(0, rows, 100_000):
            last = min(first + 100_000, rows) - 1
            _run(self.connection, fill, first, last, BEGIN, self.crowd.step)
        self.connection.execute(b"VACUUM ANALYZE events")
        return count(rows)

    def spent(self, step: Callable[[], object]) -> float:
        """The seconds of the processor that PostgreSQL takes for something."""
        before = self.process.cpu_times()
        step()
        after = self.process.cpu_times()
        return float(sum(after[:2]) - sum(before[:2]))

    def each(self, step: Callable[[], object]) -> float:
        """The microseconds that it takes, again and again."""
        step()
        times, until = count(), time.monotonic() + self.seconds

        def again() -> None:
            while time.monotonic() < until:
                step()
                next(times)

        return 1e6 * self.spent(again) / next(times)

    def insert(self) -> None:
        """Store the next event."""
        number, topics = next(self.next), self.crowd.topics
        data = {"roomId": f"{number % topics:026}", "reason": "changed", "text": _TEXT}
        at = BEGIN + number * self.crowd.step
        told = [f"room:{number % topics:026}", number // topics + 1, at, "room.state", Jsonb(data)]
        self.connection.execute(_INSERT, told)

    def replay(self) -> None:
        """Read what a topic was told of late."""
        found = self.connection.execute(_REPLAY, self._somewhere()).fetchall()
        assert len(found) == min(200, self.crowd.rows // self.crowd.topics)

    def _somewhere(self) -> tuple[str, int]:
        number = next(self.next) * 7919 % self.crowd.topics
        told = self.crowd.rows // self.crowd.topics
        return f"room:{number:026}", max(told - 200 - number % 800, 0)

    def planning(self) -> float:
        """The microseconds in which a replay is planned."""
        explain = b"EXPLAIN (SUMMARY) " + _REPLAY
        told = [self.connection.execute(explain, self._somewhere()).fetchall() for _ in range(200)]
        return mean(1000 * float(rows[-1][0].split()[2]) for rows in told)

    def size(self) -> float:
        """The bytes of all, with indexes."""
        total = b"SELECT sum(pg_total_relation_size(oid)) FROM pg_class WHERE relname ~ $1"
        ((size,),) = self.connection.execute(total, ["^events(_[0-9]+)?$"]).fetchall()
        return float(size)

    def let_go(self) -> None:
        """Have the oldest twelfth be gone."""
        if self.layout == "time":
            self.connection.execute(b"DROP TABLE events_0")
            return
        cursor = self.connection.cursor(binary=True)
        aged = SqlAgedRows(Transaction(cursor, POSTGRES, writing=True))
        while aged.drop(AGEING, BEGIN + WEEK, 500):
            pass

    def row(self) -> str:
        """All figures of it."""
        rows, bare = self.crowd.rows, self.layout == "bare"
        size = self.size() / rows
        figures = [self.each(self.insert), self.each(self.replay), self.planning(), size]
        gone = 0.0 if bare else self.spent(self.let_go)
        vacuum = self.spent(lambda: self.connection.execute(b"VACUUM events"))
        ended = [gone, vacuum, 1e6 * (gone + vacuum) * PARTS["time"] / rows]
        shown = "".join(
            f"{value:>{width}.1f}" for value, width in zip(figures, _WIDTHS, strict=True)
        )
        told = f"{ended[0]:>10.2f}{ended[1]:>10.2f}{ended[2]:>10.1f}{self.size() / rows:>13.1f}"
        return f"{self.layout:<8}{shown}{told}"


_WIDTHS: Final = (11, 11, 9, 11)


def main() -> None:
    """Print a line for each layout."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rows", type=int, default=5_000_000)
    parser.add_argument("--topics", type=int, default=5_000)
    parser.add_argument("--seconds", type=float, default=5.0)
    parser.add_argument("--only", choices=["bare", "one", "hash", "time"])
    chosen = parser.parse_args()
    crowd = Crowd(rows=chosen.rows, topics=chosen.topics)
    print(f"{crowd.rows} events of {crowd.topics} topics\n{HEAD}", flush=True)
    with postgres() as server:
        for layout in [chosen.only] if chosen.only else ["bare", "one", "hash", "time"]:
            print(Bench(server, layout, crowd, chosen.seconds).row(), flush=True)


if __name__ == "__main__":
    main()
