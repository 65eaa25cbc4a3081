"""What every storage promises of rows that have aged."""

from datetime import timedelta
from typing import Any, Final

import attrs
import pytest

from phantom_adapters.contracts.identity_examples import user
from phantom_adapters.contracts.recording_examples import ADA, EVE, MOMENT, Repository
from phantom_core.identity import Followed, SendReset, UserChanged
from phantom_core.kernel import Event, Job, JobState, Storage, topic, uuid7
from phantom_core.privacy import RULES, Aged, Ageing
from phantom_core.studio import ProjectHidden, ProjectId, project_topic

__all__ = ["AgedRowsContract"]

_DONE: Final = Ageing(table="jobs", since="run_at", only={"state": (JobState.DONE,)})
_EVENTS: Final = next(rule.ageing for rule in RULES if rule.kind == "events")
_LATER: Final = MOMENT + timedelta(days=1)
_PROJECT: Final = ProjectId(uuid7(MOMENT, 9))
_ADAS: Final = topic("user", ADA)


def _job(number: int, state: JobState) -> Job:
    at = MOMENT + timedelta(hours=number)
    deferred = SendReset(user_id=ADA)
    return Job(id=uuid7(MOMENT, number), deferred=deferred, run_at=at, created_at=at, state=state)


def _followed() -> Event:
    return Followed(user_id=ADA, follower_id=EVE, followee_id=ADA)


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

    async def test_the_oldest_rows_go_first(self, storage: Storage, aged: Any) -> None:
        jobs = Repository(storage, "jobs")
        for number in (2, 0, 1):
            await jobs.add(_job(number, JobState.DONE))

        assert await aged.drop(_DONE, _LATER, 2) == 2
        youngest = Aged(count=1, oldest_at=MOMENT + timedelta(hours=2))
        assert await aged.look(_DONE, _LATER) == youngest

    async def test_the_log_is_let_go_of_from_its_beginning_and_its_numbers_go_on(
        self, storage: Storage, aged: Any
    ) -> None:
        log = Repository(storage, "log")
        await log.append([_followed() for _ in range(5)], at=MOMENT, by=None)
        await log.append([_followed()], at=_LATER, by=None)

        assert await aged.look(_EVENTS, _LATER) == Aged(count=5, oldest_at=MOMENT)
        assert await aged.drop(_EVENTS, _LATER, 3) == 3
        assert [each.seq for each in await log.after(_ADAS, 0, 9)] == [4, 5, 6]
        assert [await aged.drop(_EVENTS, _LATER + timedelta(hours=1), 9) for _ in range(2)] == [
            3,
            0,
        ]
        assert [(await log.head(_ADAS)).seq, [*await log.after(_ADAS, 0, 9)]] == [6, []]
        (seventh,) = await log.append([_followed()], at=_LATER, by=None)
        assert seventh.seq == 7

    async def test_projects_keep_their_history_and_people_what_they_were_called(
        self, storage: Storage, aged: Any
    ) -> None:
        log = Repository(storage, "log")
        renamed = UserChanged(user_id=ADA, user=user(1, id=ADA))
        hidden = ProjectHidden(project_id=_PROJECT, collaborator_ids=())
        await log.append([renamed, _followed(), hidden, renamed], at=MOMENT, by=ADA)

        assert await aged.look(_EVENTS, _LATER) == Aged(count=1, oldest_at=MOMENT)
        assert [await aged.drop(_EVENTS, _LATER, 9) for _ in range(2)] == [1, 0]
        assert [each.seq for each in await log.after(_ADAS, 0, 9)] == [1, 3]
        assert [each.event for each in await log.after(project_topic(_PROJECT), 0, 9)] == [hidden]
