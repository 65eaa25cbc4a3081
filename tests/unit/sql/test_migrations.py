"""Migrations make the tables that the code has, once, whole or not at all, on both databases."""

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from alembic import command
from alembic.script import ScriptDirectory
from sqlalchemy import text

from phantom_adapters.sql.migrations import REVISIONS, DatabaseNewer, migrate_database
from phantom_adapters.sql.migrations.upgrading import configuration
from phantom_adapters.sql.postgres import PostgresDatabase
from phantom_adapters.sql.session import Database
from phantom_adapters.sql.sqlite import SqliteDatabase
from phantom_adapters.sql.tables import METADATA
from phantom_core.kernel import Unavailable, is_id
from tests.unit.sql.schema import differences, tables


def revisions() -> list[str]:
    script = ScriptDirectory("src/phantom_adapters/sql/migrations")
    return [each.revision for each in reversed(list(script.walk_revisions()))]


def run(database: Database, sql: str) -> list[str]:
    with database.engine().begin() as connection:
        result = connection.execute(text(sql))
        return [str(row[0]) for row in result] if result.returns_rows else []


def test_a_migrated_database_has_the_tables_of_the_code(migrated: Database) -> None:
    assert differences(migrated) == []
    assert tables(migrated) == {*METADATA.tables, "alembic_version"}


def test_each_migration_follows_the_one_before() -> None:
    assert revisions() == REVISIONS


def test_a_second_migration_has_nothing_to_do(database: Database) -> None:
    assert [migrate_database(database) for _ in range(3)] == [True, False, False]


def test_the_log_of_a_new_database_is_given_an_id(migrated: Database) -> None:
    (epoch,) = run(migrated, "SELECT value FROM meta WHERE name = 'epoch'")

    assert is_id(epoch)


def test_the_log_of_an_old_database_keeps_its_id(database: Database) -> None:
    with database.engine().begin() as connection:
        command.upgrade(configuration(connection), "0001_kernel")
    run(database, "INSERT INTO meta (name, value) VALUES ('epoch', 'old')")
    migrate_database(database)

    assert run(database, "SELECT value FROM meta WHERE name = 'epoch'") == ["old"]


def test_of_those_who_start_at_once_one_migrates_and_all_are_served(database: Database) -> None:
    with ThreadPoolExecutor(4) as pool:
        done = list(pool.map(lambda _: migrate_database(database), range(4)))

    assert sorted(done) == [False, False, False, True]
    assert differences(database) == []


def test_a_migration_that_fails_leaves_nothing_behind(database: Database) -> None:
    run(database, "CREATE TABLE jobs (mine INTEGER)")
    with pytest.raises(Exception, match=r"jobs|cannot be used now"):
        migrate_database(database)

    assert tables(database) <= {"jobs", "alembic_version"}


def test_a_database_of_a_newer_version_is_refused(migrated: Database) -> None:
    run(migrated, "UPDATE alembic_version SET version_num = '9999_future'")

    with pytest.raises(DatabaseNewer, match="stands at migration 9999_future"):
        migrate_database(migrated)
    assert issubclass(DatabaseNewer, Unavailable)


def test_a_migration_that_leaves_a_reference_to_nothing_is_taken_back(tmp_path: Path) -> None:
    database = SqliteDatabase(f"sqlite:///{tmp_path / 'phantom.db'}")
    with database.engine().begin() as connection:
        command.upgrade(configuration(connection), "0002_identity")
    with database.engine().connect() as connection:
        connection.execute(text("PRAGMA foreign_keys = OFF"))
        connection.execute(text("INSERT INTO follows VALUES (x'01', x'02', 3)"))
        connection.commit()
    with pytest.raises(AssertionError, match="references to rows that are not there"):
        migrate_database(database)

    assert run(database, "SELECT version_num FROM alembic_version") == ["0002_identity"]


def test_jobs_stored_before_there_were_versions_are_of_the_first(database: Database) -> None:
    with database.engine().begin() as connection:
        command.upgrade(configuration(connection), "0003_audio")
    run(
        database,
        "INSERT INTO jobs (id, name, deferred, run_at, created_at, state, attempts, begun, owner,"
        " error) VALUES ('00000000-0000-7000-8000-000000000000', 'audio.analyse', '{}',"
        " '2026-01-01', '2026-01-01', 'waiting', 0, 0, '', '')",
    )
    migrate_database(database)

    assert run(database, "SELECT form FROM jobs") == ["audio.analyse/1"]


def test_keys_stay_taken_for_a_day_after_they_were_used(database: Database) -> None:
    with database.engine().begin() as connection:
        command.upgrade(configuration(connection), "0004_job_versions")
    moment = "'2026-01-31T12:00:00Z'" if isinstance(database, PostgresDatabase) else "1000"
    run(
        database,
        "INSERT INTO answers (user_id, key, fingerprint, at) VALUES"  # noqa: S608 - ours
        f" ('00000000-0000-7000-8000-000000000000', 'k', 'f', {moment})",
    )
    migrate_database(database)

    (expires_at,) = run(database, "SELECT expires_at FROM answers WHERE NOT running")
    assert expires_at in {"86401000", "2026-02-01 12:00:00+00:00"}
