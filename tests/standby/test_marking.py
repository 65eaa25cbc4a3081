"""Asking the primary how far it is: one question serves all who wait for it, and none before."""

import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

import psycopg
import pytest

from phantom_adapters.sql.errors import ConnectionLost
from phantom_adapters.sql.postgres import PostgresDatabase
from phantom_adapters.sql.standby_session import Mark, Marker
from tests.postgres_server import PostgresServer
from tests.standby.stage import SOON

MANY = 9


class HeldUp(Marker):
    """Its first question takes until it is let go."""

    def __init__(self, database: PostgresDatabase) -> None:
        super().__init__(database.connect)
        self.questions = 0
        self.asking, self.let_go = threading.Event(), threading.Event()

    def _marked(self) -> Mark:
        self.questions += 1
        found = super()._marked()
        self.asking.set()
        assert self.let_go.wait(SOON)
        return found


@pytest.fixture
def marker(primary: PostgresServer) -> Iterator[HeldUp]:
    marker = HeldUp(PostgresDatabase(primary.url()))
    yield marker
    marker.close()


def test_those_who_come_while_one_asks_share_the_next_question(
    marker: HeldUp, primary: PostgresServer
) -> None:
    with ThreadPoolExecutor(MANY + 1) as threads:
        first = threads.submit(marker.mark)
        assert marker.asking.wait(SOON)
        with psycopg.connect(primary.url(), autocommit=True) as connection:
            connection.execute("CREATE TABLE between AS SELECT 1 AS a")
            connection.execute("DROP TABLE between")
        coming = threading.Semaphore(0)

        def come() -> Mark:
            coming.release()
            return marker.mark()

        others = [threads.submit(come) for _ in range(MANY)]
        for _ in others:
            assert coming.acquire(timeout=SOON)
        marker.let_go.set()
        positions = {other.result(SOON).position for other in others}

    assert min(positions) > first.result().position
    assert marker.questions < MANY


def test_who_comes_after_an_answer_asks_anew(marker: HeldUp) -> None:
    marker.let_go.set()
    marker.mark()
    marker.mark()

    assert marker.questions == 2


def test_a_primary_that_was_lost_is_connected_with_anew(
    marker: HeldUp, primary: PostgresServer
) -> None:
    marker.let_go.set()
    before = marker.mark()
    primary.ask(
        "SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity "
        "WHERE pid <> pg_backend_pid() AND application_name = 'phantom'"
    )
    with pytest.raises(ConnectionLost):
        marker.mark()

    assert marker.mark().lineage == before.lineage
