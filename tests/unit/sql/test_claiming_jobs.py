"""What it costs to find the next job does not grow with how many wait."""

import sqlite3
from datetime import timedelta
from pathlib import Path

from phantom_adapters.memory import ManualClock
from phantom_adapters.sql.migrations import migrate_database
from phantom_adapters.sql.postgres import POSTGRES, PostgresDatabase, connect
from phantom_adapters.sql.repositories.jobs import SqlJobs
from phantom_adapters.sql.sqlite import SQLITE, SqliteDatabase
from phantom_adapters.sql.transaction import Transaction
from phantom_core.identity import SendReset
from phantom_core.kernel import Job, JobFilter, JobState, PageRequest, uuid7
from phantom_core.registry import REGISTRY
from tests.unit.sql.explaining import Explaining, ExplainingPostgres

LANE = {"identity.send-reset", "identity.send-notice", "identity.send-verification"}


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
    assert len(jobs.page(PageRequest(limit=2), JobFilter(state=JobState.WAITING)).items) == 2
    steps = " ".join(cursor.steps)
    assert "ix_jobs_form_run_at_id (form=?" in steps
    assert "ix_jobs_form_due_at (form=?" in steps
    assert "ix_jobs_state_run_at_id (state=?" in steps
    assert "SCAN" not in steps
    assert "TEMP B-TREE" not in steps


def test_postgres_serves_claims_and_lists_by_index_and_passes_over_what_others_hold(
    postgres_url: str,
) -> None:
    migrate_database(PostgresDatabase(postgres_url))
    with connect(postgres_url) as connection:
        cursor = ExplainingPostgres(connection.cursor(binary=True))
        jobs, now = (
            SqlJobs(Transaction(cursor, POSTGRES, writing=True), REGISTRY),
            ManualClock().now,
        )
        for number in range(200):
            task = SendReset(user_id=None)
            jobs.add(Job(id=uuid7(now, number), deferred=task, run_at=now, created_at=now))
        connection.execute("ANALYZE jobs")
        connection.execute("BEGIN")
        connection.execute("SET LOCAL enable_seqscan = off")
        cursor.steps.clear()

        assert len(jobs.due(now, 2, LANE)) == 2
        claimed = " ".join(cursor.steps)
        cursor.steps.clear()
        assert len(jobs.page(PageRequest(limit=2), JobFilter(state=JobState.WAITING)).items) == 2
        listed = " ".join(cursor.steps)

    assert "LockRows" in claimed
    assert "ix_jobs_form_run_at_id" in claimed
    assert "ix_jobs_state_run_at_id" in listed
    assert "Sort" not in claimed + listed
