"""A server that begins is told the key of the one before, also where two begin at once."""

import asyncio
from typing import Final

import psycopg

from phantom_adapters.sql.opening import open_storage
from tests.unit.live.stage import until

WAITS: Final = "SELECT 1 FROM pg_stat_activity WHERE %s = ANY(pg_blocking_pids(pid))"
NOTE: Final = "INSERT INTO meta VALUES ('signer', 'theirs')"
FORGET: Final = "DELETE FROM meta WHERE name = 'signer'"


async def test_of_two_that_begin_at_once_the_second_is_told_the_key_of_the_first(
    emptied_postgres_url: str,
) -> None:
    with psycopg.connect(emptied_postgres_url, autocommit=True) as other:
        other.execute(FORGET)
        async with open_storage(emptied_postgres_url) as storage:
            with psycopg.connect(emptied_postgres_url) as first:
                first.execute(NOTE)
                second = asyncio.create_task(storage.note_signer("ours"))
                await until(lambda: other.execute(WAITS, [first.info.backend_pid]).fetchone())
            before = [await second, await storage.note_signer("a third")]
        other.execute(FORGET)

    assert before == ["theirs", "ours"]


async def test_the_first_is_told_its_own(sqlite_url: str) -> None:
    async with open_storage(sqlite_url) as storage:
        before = [await storage.note_signer(each) for each in ("ours", "ours", "theirs", "ours")]

    assert before == ["ours", "ours", "ours", "theirs"]
