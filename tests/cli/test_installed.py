"""Commands on an installation make none where there is none, and say where they looked."""

from pathlib import Path

import pytest
from alembic import command
from sqlalchemy import text

from phantom_adapters.sql.copying import RowsFile
from phantom_adapters.sql.migrations.upgrading import configuration
from phantom_app.cli import main
from tests.cli.program import run, run_cold
from tests.postgres_server import PostgresServer

NAMED = "01M8JW813FE008000004000000"
ON_WHAT_IS_THERE = {
    "sweep": [["sweep"], ["sweep", "--apply"], ["sweep", "--restore", "audio/1/original.wav"]],
    "jobs": [
        ["jobs", "list"],
        ["jobs", "show", NAMED],
        ["jobs", "retry", NAMED],
        ["jobs", "discard", NAMED],
    ],
    "backup": [["backup", "monday"], ["backup", "monday.tar"]],
    "verify": [["verify"], ["verify", "--quick"]],
    "admin": [["admin", "grant", "ada"], ["admin", "revoke", "ada"]],
    "audit": [["audit"]],
    "export": [["export", "ada", "--output", "ada.zip"]],
    "erase": [["erase", "ada"], ["erase", "ada", "--dry-run"]],
    "retention": [["retention"], ["retention", "--run"]],
}
MAY_BEGIN_ONE = {"serve", "demo", "worker", "migrate", "restore", "catalog"}
NEED_NONE = {"doctor", "analyze", "warm", "midi"}
COMMANDS = [each for all_of_it in ON_WHAT_IS_THERE.values() for each in all_of_it]


def test_of_each_command_it_is_known_whether_it_may_begin_an_installation() -> None:
    assert set(main.commands) == {*ON_WHAT_IS_THERE, *MAY_BEGIN_ONE, *NEED_NONE}


@pytest.mark.parametrize("words", COMMANDS, ids=" ".join)
def test_a_folder_that_was_mistyped_is_told_and_nothing_is_made(
    tmp_path: Path, words: list[str]
) -> None:
    answer = run(*words, "--data-dir", tmp_path / "tpyo", cwd=tmp_path)

    assert (answer.returncode, answer.stdout) == (1, "")
    assert answer.stderr.startswith(
        f"phantom: There is no installation of Phantom in {tmp_path / 'tpyo'}: there is no such "
        "folder. Name its folder by --data-dir or PHANTOM_DATA_DIR"
    )
    assert answer.stderr.count("\n") == 1
    assert [*tmp_path.iterdir()] == []


def test_a_folder_of_something_else_stays_as_it_is(tmp_path: Path) -> None:
    (tmp_path / "notes.txt").write_text("mine")
    answer = run_cold("retention", "--data-dir", tmp_path)

    assert answer.returncode == 1
    assert f"in {tmp_path}: it has no phantom.db." in answer.stderr
    assert [each.name for each in tmp_path.iterdir()] == ["notes.txt"]


def test_a_database_of_something_else_is_told_by_the_variable_and_not_by_its_url(
    tmp_path: Path, postgres_server: PostgresServer
) -> None:
    url = postgres_server.url(postgres_server.create_database())
    settings = {"PHANTOM_DATABASE_URL": url}
    answer = run("jobs", "list", "--data-dir", tmp_path / "data", settings=settings)

    assert answer.returncode == 1
    assert "database (PostgreSQL) that PHANTOM_DATABASE_URL names: it has none of" in answer.stderr
    assert url not in answer.stderr
    assert [*tmp_path.iterdir()] == []


def test_one_of_an_older_version_is_an_installation(tmp_path: Path) -> None:
    old = RowsFile(tmp_path / "phantom.db")
    old.path.touch()
    with old.engine() as engine, engine.begin() as connection:
        command.upgrade(configuration(connection), "0008_jobs_in_order")
        connection.execute(text("INSERT INTO meta (name, value) VALUES ('epoch', 'old')"))
    answer = run("retention", "--data-dir", tmp_path)

    assert answer.returncode == 0, answer.stderr
