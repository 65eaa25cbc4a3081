"""What becomes of sessions, jobs and the log, when a backup is brought back."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from phantom_core.blobs.ledger_use_cases import SweepBlobs
from phantom_core.identity import Registration, SessionOver
from phantom_core.identity.flows import log_in, refresh, register
from phantom_core.jobs import ClaimJobs, NextJobIn
from phantom_core.kernel import SYSTEM, person, topic
from phantom_core.live import JoinTopic
from phantom_core.live.topics import TOPICS
from tests.backups.house import House
from tests.crash.judge import House as Opened

LEASE = timedelta(minutes=1)
LATER = timedelta(minutes=2)
PASSWORD = "never the same river twice"


@asynccontextmanager
async def opened(house: House, later: timedelta = timedelta()) -> AsyncIterator[Any]:
    """The services of an installation, as if some time had passed."""
    there = Opened.open(house.settings.data_dir, later)
    yield there.services
    await there.storage.close()


async def test_sessions_are_as_they_were_at_the_mark(
    house: House, elsewhere: House, tmp_path: Path
) -> None:
    async with opened(house) as services:
        form = Registration(email="ada@example.org", username="ada", password=PASSWORD)
        signed_in = await register(services.desk, form)
        kept = await log_in(services.desk, login="ada", password=PASSWORD)
        await house.save(tmp_path / "backup")
        after = await refresh(services.desk, kept.tokens.refresh_token)
    await elsewhere.bring_back(tmp_path / "backup")

    async with opened(elsewhere) as services:
        # Who has not refreshed since the mark goes on; who has is signed out, and signs in again.
        await refresh(services.desk, signed_in.tokens.refresh_token)
        with pytest.raises(SessionOver):
            await refresh(services.desk, after.refresh_token)
        assert (await log_in(services.desk, login="ada", password=PASSWORD)).user.username == "ada"


async def test_a_job_that_was_being_done_is_done_by_another_when_its_lease_is_over(
    house: House, elsewhere: House, tmp_path: Path
) -> None:
    await house.change(lambda work: work.enqueue(SweepBlobs()))
    claim = ClaimJobs(owner="a worker of then", limit=1, life=LEASE)
    async with opened(house) as services:
        (job,) = (await services.phantom.do(claim, actor=SYSTEM)).value
        await house.save(tmp_path / "backup")
    await elsewhere.bring_back(tmp_path / "backup")

    async with opened(elsewhere) as services:
        assert (await services.phantom.do(claim, actor=SYSTEM)).value == []
        waits = await services.phantom.ask(NextJobIn(), actor=SYSTEM)
        assert waits is not None
        assert timedelta() < waits <= LEASE
    async with opened(elsewhere, LATER) as services:
        (again,) = (await services.phantom.do(claim, actor=SYSTEM)).value
        assert (again.id, again.deferred) == (job.id, SweepBlobs())


async def test_the_log_goes_on_under_another_id_so_that_clients_begin_anew(
    house: House, elsewhere: House, tmp_path: Path
) -> None:
    async with opened(house) as services:
        form = Registration(email="ada@example.org", username="ada", password=PASSWORD)
        user = (await register(services.desk, form)).user
        before = await joined(services, user.id)
        await house.save(tmp_path / "backup")
    await elsewhere.bring_back(tmp_path / "backup")

    async with opened(elsewhere) as services:
        after = await joined(services, user.id)
    assert after.head == before.head
    assert after.epoch != before.epoch


async def joined(services: Any, user_id: Any) -> Any:
    """What somebody is told who listens to what concerns them."""
    query = JoinTopic(topic=topic("user", user_id), kind=TOPICS["user"])
    return await services.phantom.ask(query, actor=person(user_id))
