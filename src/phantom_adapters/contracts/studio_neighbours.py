"""What everybody promises who tells the studio of its neighbours."""

from typing import Any

import attrs
import pytest

from phantom_adapters.contracts.chat_examples import LINKED, chat_member, later, linked_chat
from phantom_adapters.contracts.identity_examples import add_people, user, user_id
from phantom_adapters.contracts.recording_examples import MOMENT, Repository
from phantom_core.chat import ChatKind
from phantom_core.identity import Preferences
from phantom_core.kernel import Bpm, NotFound, Storage
from phantom_core.studio import ProjectId

__all__ = ["DefaultTemposContract", "ProjectBansContract"]


class DefaultTemposContract:
    """Bind it with a fixture `storage`: an empty one."""

    async def test_it_is_what_somebody_prefers(self, storage: Storage) -> None:
        await add_people(
            storage, user(1), user(2, preferences=Preferences(default_tempo=Bpm(93.5)))
        )
        tempos: Any = Repository(storage, "default_tempos")

        assert await tempos.of(user_id(1)) == 120
        assert await tempos.of(user_id(2)) == 93.5
        with pytest.raises(NotFound):
            await tempos.of(user_id(3))


class ProjectBansContract:
    """Bind it with a fixture `storage`: an empty one."""

    @pytest.fixture
    async def bans(self, storage: Storage) -> Any:
        """What is under test; in a project's chat the second person is banned for a minute."""
        rooms: Any = Repository(storage, "chat_rooms")
        members: Any = Repository(storage, "chat_members")
        await rooms.add(linked_chat(1, ChatKind.PROJECT))
        banned = chat_member(1, 1, banned_until=later(60))
        await members.add(attrs.evolve(banned, user_id=user_id(2)))
        return Repository(storage, "project_bans")

    async def test_whoever_was_not_banned_may_come_in(self, bans: Any) -> None:
        assert await bans.banned_until(ProjectId(LINKED), user_id(1), MOMENT) is None

    async def test_whoever_is_banned_may_not_until_then(self, bans: Any) -> None:
        assert await bans.banned_until(ProjectId(LINKED), user_id(2), MOMENT) == later(60)
        assert await bans.banned_until(ProjectId(LINKED), user_id(2), later(60)) is None
