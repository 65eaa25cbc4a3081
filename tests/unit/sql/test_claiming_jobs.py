"""What it costs to find the next job does not grow with how many wait."""

import sqlite3
from datetime import timedelta
from pathlib import Path
from typing import Any

from phantom_adapters.memory import ManualClock
from phantom_adapters.sql.migrations import migrate_database
from phantom_adapters.sql.repositories.jobs import SqlJobs
from phantom_adapters.sql.sqlite import SQLITE, SqliteDatabase
from phantom_adapters.sql.transaction import Cursor, Transaction
from phantom_core.identity import SendReset
from phantom_core.kernel import Job, uuid7
from phantom_core.registry import REGISTRY

LANE = {"identity.send-reset", "identity.send-notice", "identity.send-verification"}


class Explaining(Cursor):
    """A cursor that notes how SQLite goes about each statement."""

    def __init__(self, cursor: sqlite3.Cursor) -> None:
        self.cursor = cursor
        self.steps: list[str] = []

    @property
    def rowcount(self) -> int:
        return self.cursor.rowcount

    def execute(self, sql: str, arguments: Any, /) -> None:
        plan = self.cursor.execute(f"EXPLAIN QUERY PLAN {sql}", arguments)
        self.steps += [step for *_, step in plan]
        self.cursor.execute(sql, arguments)

    def fetchall(self) -> list[Any]:
        return self.cursor.fetchall()


def test_neither_claiming_a_job_nor_asking_for_the_next_walks_through_what_waits(
    tmp_path: Path,
) -> None:
    migrate_database(SqliteDatabase(f"sqlite:///{tmp_path / 'phantom.db'}"))
    cursor = Explaining(sqlite3.connect(tmp_path / "phantom.db").cursor())
    jobs, now = SqlJobs(Transaction(cursor, SQLITE, writing=True), REGISTRY), ManualClock().now
    for number in range(3):
        task = SendReset(user_id=None)
        jobs.add(Job(id=uuid7(now, number), deferred=task, run_at=now, created_at=now))
    cursor.steps.clear()

    assert len(jobs.due(now, 2, LANE)) == 2
    assert jobs.next_at(LANE) == now
    assert jobs.due(now - timedelta(seconds=1), 2, LANE) == []
    steps = " ".join(cursor.steps)
    assert "ix_jobs_form_run_at_id (form=?" in steps
    assert "ix_jobs_form_due_at (form=?" in steps
    assert "SCAN" not in steps
    assert "TEMP B-TREE" not in steps
