"""What the doctor says of a standby: each thing that is wrong with one is planted, and found."""

from collections.abc import Iterator

import psycopg
import pytest

from phantom_app.doctor import Finding, Level, Patient, examine
from phantom_app.doctor.standby import standby as looked_at
from phantom_app.settings import read_settings
from tests.postgres_server import PostgresServer, standby_of
from tests.standby.stage import held_up

SECRET = "Vq2-9sJxN0cTgR7wLhZyKpE4mBdUfA8iO1tG6eQ3"


def found(database_url: str, standby_url: str, patience: str = "10000") -> Finding:
    (finding,) = looked_at(
        read_settings(
            {
                "PHANTOM_DATABASE_URL": database_url,
                "PHANTOM_STANDBY_URL": standby_url,
                "PHANTOM_STANDBY_PATIENCE": patience,
            }
        )
    )
    assert finding.check == "standby"
    assert bool(finding.advice) == (finding.level is not Level.OK)
    assert SECRET not in finding.said + finding.advice
    return finding


@pytest.fixture
def urls(primary: PostgresServer, standby: PostgresServer, database: str) -> tuple[str, str]:
    return primary.url(database), standby.url(database)


@pytest.fixture
def weak(primary: PostgresServer) -> Iterator[str]:
    """Somebody who may connect, and nothing else."""
    primary.ask("CREATE ROLE reader LOGIN")
    yield "reader"
    primary.ask("DROP ROLE reader")


async def test_a_standby_that_keeps_up_is_told_among_all_else(
    urls: tuple[str, str], primary: PostgresServer
) -> None:
    database_url, standby_url = urls
    settings = read_settings(
        {
            "PHANTOM_DATABASE_URL": database_url,
            "PHANTOM_STANDBY_URL": standby_url,
            "PHANTOM_STANDBY_PATIENCE": "10000",
        }
    )
    told = list[Finding]()
    for _ in range(3):
        # What is durable may end within a record, which can be replayed with the next commit only.
        primary.ask("SELECT pg_current_xact_id()::text")
        findings = await examine(Patient(settings=settings))
        told = [each for each in findings if each.check == "standby"]
        if told[0].level is Level.OK:
            break

    assert [each.level for each in told] == [Level.OK]
    assert "The standby has what the primary has within" in told[0].said


def test_one_that_does_not_answer(urls: tuple[str, str]) -> None:
    finding = found(urls[0], f"postgresql://phantom:{SECRET}@127.0.0.1:1/phantom")

    assert finding.level is Level.FAILURE
    assert "cannot be asked" in finding.said
    assert "refused" in finding.said


def test_one_that_is_the_primary_itself(urls: tuple[str, str]) -> None:
    assert "leads to a primary" in found(urls[0], urls[0]).said


def test_one_of_another_system(urls: tuple[str, str], postgres_url: str) -> None:
    assert "another system" in found(postgres_url, urls[1]).said


def test_one_of_another_database(
    urls: tuple[str, str], standby: PostgresServer, template: str
) -> None:
    assert "another database" in found(urls[0], standby.url(template)).said


def test_one_that_follows_the_primary_of_before(
    primary: PostgresServer, standby: PostgresServer, database: str
) -> None:
    with standby_of(primary) as heir:
        heir.promote()

        assert "another timeline" in found(heir.url(database), standby.url(database)).said


async def test_a_standby_in_the_place_of_the_database(urls: tuple[str, str]) -> None:
    settings = read_settings({"PHANTOM_DATABASE_URL": urls[1]})
    told = [each for each in await examine(Patient(settings=settings)) if each.check == "database"]

    assert [each.level for each in told] == [Level.FAILURE]
    assert "it is a standby that has not taken over" in told[0].said


def test_one_that_may_not_be_read(urls: tuple[str, str], weak: str) -> None:
    finding = found(urls[0], urls[1].replace("postgres@", f"{weak}@"))

    assert "may not read" in finding.said
    assert "GRANT SELECT" in finding.advice


def test_one_that_does_not_replay(urls: tuple[str, str], standby: PostgresServer) -> None:
    with held_up(standby), psycopg.connect(urls[0], autocommit=True) as connection:
        connection.execute("CREATE TABLE new AS SELECT 1 AS a")
        finding = found(*urls)

    assert finding.level is Level.FAILURE
    assert "bytes behind" in finding.said


def test_one_that_is_later_than_it_is_waited_for(
    urls: tuple[str, str], standby: PostgresServer
) -> None:
    standby.set(recovery_min_apply_delay="1s")
    try:
        with psycopg.connect(urls[0], autocommit=True) as connection:
            connection.execute("CREATE TABLE new AS SELECT 1 AS a")
            finding = found(*urls, patience="1")
    finally:
        standby.set(recovery_min_apply_delay="0")

    assert finding.level is Level.WARNING
    assert "is waited for 1 ms" in finding.said
