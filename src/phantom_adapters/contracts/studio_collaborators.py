"""What every store of places in projects promises."""

from typing import Any

import attrs
import pytest

from phantom_adapters.contracts.recording_examples import Repository
from phantom_adapters.contracts.studio_examples import (
    add_projects,
    all_of,
    collaborator,
    later,
    musician,
    project,
    project_id,
)
from phantom_core.kernel import (
    Conflict,
    Invalid,
    NotFound,
    PageRequest,
    Storage,
    cursor_after,
)
from phantom_core.studio import CollaboratorRole, Permissions

__all__ = ["CollaboratorsContract"]


class CollaboratorsContract:
    """Bind it with a fixture `storage`: an empty one."""

    @pytest.fixture
    async def places(self, storage: Storage) -> Any:
        """The repository under test; there are three projects."""
        await add_projects(storage, project(1), project(2), project(3))
        return Repository(storage, "project_collaborators")

    async def test_a_place_is_read_back_as_it_was_stored(self, places: Any) -> None:
        permissions = Permissions(can_edit=True, can_invite_others=True)
        place = collaborator(
            1,
            2,
            role=CollaboratorRole.ADMIN,
            permissions=permissions,
            invited_by=musician(3),
            invited_at=later(1),
            joined_at=later(2),
            last_active_at=later(3),
        )
        await places.add(place)

        assert await places.find(project_id(1), musician(2)) == place
        assert await places.find(project_id(1), musician(3)) is None
        assert await places.find(project_id(2), musician(2)) is None

    async def test_somebody_has_one_place_in_a_project(self, places: Any) -> None:
        await places.add(collaborator(1, 2))
        await places.add(collaborator(2, 2))
        with pytest.raises(Conflict):
            await places.add(collaborator(1, 2, role=CollaboratorRole.ADMIN))

    async def test_a_new_state_takes_the_place_of_the_old(self, places: Any) -> None:
        await places.add(collaborator(1, 2, joined_at=None))
        accepted = collaborator(1, 2, joined_at=later(9))
        await places.put(accepted)
        with pytest.raises(NotFound, match="There is no collaborator"):
            await places.put(collaborator(1, 3))

        assert await places.find(project_id(1), musician(2)) == accepted

    async def test_who_goes_has_no_place_any_more(self, places: Any) -> None:
        await places.add(collaborator(1, 2))
        await places.add(collaborator(2, 2))
        for _ in range(2):
            await places.remove(project_id(1), musician(2))

        assert await places.find(project_id(1), musician(2)) is None
        assert await places.find(project_id(2), musician(2)) is not None

    async def test_all_are_listed_who_was_invited_first_first(self, places: Any) -> None:
        for who, seconds in ((4, 5), (2, 5), (3, 0)):
            await places.add(collaborator(1, who, invited_at=later(seconds)))
        await places.add(collaborator(1, 5, invited_at=later(9), joined_at=None))
        await places.add(collaborator(2, 6))

        for limit in (1, 3, 50):
            found = await all_of(places.page, limit, project_id(1))
            assert [each.user_id for each in found] == [*map(musician, (3, 2, 4, 5))]

    async def test_ones_invites_are_listed_the_latest_first(self, places: Any) -> None:
        invited = [
            collaborator(number, 2, invited_at=later(seconds), joined_at=None)
            for number, seconds in ((1, 5), (2, 5), (3, 9))
        ]
        for place in (*invited, collaborator(1, 3, joined_at=None), collaborator(2, 4)):
            await places.add(place)
        await places.put(attrs.evolve(invited[2], joined_at=later(10)))

        first = await places.invites_of(musician(2), PageRequest(limit=1))
        rest = await places.invites_of(musician(2), PageRequest(cursor=first.next))
        assert [*first.items, *rest.items] == [invited[1], invited[0]]
        assert rest.next is None

    async def test_a_cursor_of_another_list_is_refused(self, places: Any) -> None:
        page = PageRequest(cursor=cursor_after("chats", 0, musician(1)))
        with pytest.raises(Invalid, match="cursor"):
            await places.page(project_id(1), page)
        with pytest.raises(Invalid, match="cursor"):
            await places.invites_of(musician(1), page)
