"""What every storage promises of rows that have aged."""

from datetime import timedelta
from typing import Any, Final

import attrs
import pytest

from phantom_adapters.contracts.recording_examples import ADA, MOMENT, Repository
from phantom_core.identity import SendReset
from phantom_core.kernel import Job, JobState, Storage, uuid7
from phantom_core.privacy import RULES, Aged, Ageing

__all__ = ["AgedRowsContract"]

_DONE: Final = Ageing(table="jobs", since="run_at", only={"state": (JobState.DONE,)})
_LATER: Final = MOMENT + timedelta(days=1)


def _job(number: int, state: JobState) -> Job:
    at = MOMENT + timedelta(hours=number)
    deferred = SendReset(user_id=ADA)
    return Job(id=uuid7(MOMENT, number), deferred=deferred, run_at=at, created_at=at, state=state)


class AgedRowsContract:
    """Bind it with a fixture `storage`: an empty one."""

    @pytest.fixture
    def aged(self, storage: Storage) -> Any:
        """What is under test."""
        return Repository(storage, "aged_rows")

    async def test_every_rule_names_a_table_and_columns_that_there_are(self, aged: Any) -> None:
        for rule in RULES:
            assert await aged.look(rule.ageing, _LATER) == Aged(count=0, oldest_at=None)
            assert await aged.drop(rule.ageing, _LATER, 1) == 0

    async def test_only_rows_that_age_and_are_old_are_counted_and_dropped(
        self, storage: Storage, aged: Any
    ) -> None:
        jobs = Repository(storage, "jobs")
        states = [JobState.DONE, JobState.DONE, JobState.DEAD, JobState.DONE]
        for number, state in enumerate(states):
            await jobs.add(_job(number, state))
        before = MOMENT + timedelta(hours=3)

        assert await aged.look(_DONE, before) == Aged(count=2, oldest_at=MOMENT)
        assert [await aged.drop(_DONE, before, 1) for _ in range(3)] == [1, 1, 0]
        assert await aged.look(_DONE, _LATER) == Aged(
            count=1, oldest_at=MOMENT + timedelta(hours=3)
        )
        assert await aged.look(attrs.evolve(_DONE, only={}), before) == Aged(
            count=1, oldest_at=MOMENT + timedelta(hours=2)
        )
