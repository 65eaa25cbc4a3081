"""What everybody promises who keeps who is in which project, and where its music stands."""

from typing import Any

import attrs
import pytest

from phantom_adapters.contracts.recording_examples import Repository
from phantom_adapters.contracts.studio_examples import (
    MOMENT,
    SERVERS,
    add_projects,
    attachment,
    later,
    musician,
    project,
    project_id,
)
from phantom_core.kernel import Milliseconds, Storage
from phantom_core.studio import CollaborationSession, SharedPlayback

__all__ = ["CollaborationSessionsContract", "ProjectAttachmentsContract"]


class ProjectAttachmentsContract:
    """Bind it with a fixture `storage`: an empty one."""

    @pytest.fixture
    async def attachments(self, storage: Storage) -> Any:
        """The repository under test; there are two projects."""
        await add_projects(storage, project(1), project(2))
        return Repository(storage, "project_attachments")

    async def test_those_of_a_project_are_told_the_longest_there_first(
        self, attachments: Any
    ) -> None:
        there = [
            attachment(1, 3, seconds=0),
            attachment(1, 1, 0, seconds=5),
            attachment(1, 1, 1, seconds=5),
            attachment(1, 2, seconds=5),
        ]
        for each in (*there[::-1], attachment(2, 4)):
            await attachments.put(each)

        assert [*await attachments.of_project(project_id(1), 10)] == there
        assert [*await attachments.of_project(project_id(1), 2)] == there[:2]

    async def test_what_is_noted_twice_stays_as_it_was(self, attachments: Any) -> None:
        await attachments.put(attachment(1, 1))
        await attachments.put(attachment(1, 1, seconds=9))

        assert [*await attachments.of_project(project_id(1), 10)] == [attachment(1, 1)]

    async def test_what_is_forgotten_is_there_no_more(self, attachments: Any) -> None:
        await attachments.put(attachment(1, 1))
        await attachments.put(attachment(1, 1, 1))
        for _ in range(2):
            await attachments.remove(project_id(1), musician(1), SERVERS[0])

        assert [*await attachments.of_project(project_id(1), 10)] == [attachment(1, 1, 1)]

    async def test_those_on_other_servers_are_told_in_order(self, attachments: Any) -> None:
        everybody = [
            attachment(1, 1, 2, seconds=9),
            attachment(1, 2, 1, seconds=5),
            attachment(1, 2, 2),
            attachment(2, 1, 0),
        ]
        for each in everybody[::-1]:
            await attachments.put(each)

        assert [*await attachments.of_others([SERVERS[0]], 10)] == everybody[:3]
        assert [*await attachments.of_others([SERVERS[0]], 2)] == everybody[:2]
        assert [*await attachments.of_others(SERVERS[1:], 10)] == everybody[3:]
        assert [*await attachments.of_others([], 10)] == everybody
        assert [*await attachments.of_others(SERVERS, 10)] == []


class CollaborationSessionsContract:
    """Bind it with a fixture `storage`: an empty one."""

    @pytest.fixture
    async def sessions(self, storage: Storage) -> Any:
        """The repository under test; there are two projects."""
        await add_projects(storage, project(1), project(2))
        return Repository(storage, "collaboration_sessions")

    async def test_a_session_takes_the_place_of_the_one_before(self, sessions: Any) -> None:
        first = CollaborationSession(project_id=project_id(1), started_at=MOMENT)
        playback = SharedPlayback(
            is_playing=True,
            offset_ms=Milliseconds(1500),
            changed_at=later(2),
            changed_by=musician(1),
        )
        later_on = attrs.evolve(
            first, started_at=later(1), playback=playback, vacant_since=later(3)
        )

        assert await sessions.find(project_id(1)) is None
        for each in (first, later_on):
            await sessions.put(each)
            assert await sessions.find(project_id(1)) == each
        assert await sessions.find(project_id(2)) is None
