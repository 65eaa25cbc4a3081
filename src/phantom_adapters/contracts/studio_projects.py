"""What every store of projects promises."""

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
    Bpm,
    Invalid,
    Milliseconds,
    NameQuery,
    NotFound,
    PageRequest,
    Storage,
    cursor_after,
)
from phantom_core.studio import CollaboratorRole

__all__ = ["ProjectsContract"]

_ALL = NameQuery.of("")


class ProjectsContract:
    """Bind it with a fixture `storage`: an empty one."""

    @pytest.fixture
    def projects(self, storage: Storage) -> Any:
        """The repository under test."""
        return Repository(storage, "projects")

    async def test_a_project_is_read_back_as_it_was_stored(self, projects: Any) -> None:
        stored = project(
            1,
            description="For the\nwinter.",
            tempo=Bpm(93.5),
            time_signature=(7, 8),
            length_ms=Milliseconds(61_000),
            is_public=True,
            last_accessed_at=later(5),
            last_sync_at=later(4),
            updated_at=later(3),
            version=7,
        )
        assert await projects.add(stored) is True

        assert await projects.get(project_id(1)) == stored
        assert await projects.find(project_id(1)) == stored

    async def test_there_is_one_project_of_an_id(self, projects: Any) -> None:
        await projects.add(project(1))

        assert await projects.add(project(1, "Another")) is False
        assert (await projects.get(project_id(1))).name == "Nights"

    async def test_what_is_not_there_is_not_found(self, projects: Any) -> None:
        with pytest.raises(NotFound, match="There is no project"):
            await projects.get(project_id(1))
        with pytest.raises(NotFound):
            await projects.put(project(1))

        assert await projects.find(project_id(1)) is None

    async def test_a_new_state_takes_the_place_of_the_old(self, projects: Any) -> None:
        await projects.add(project(1))
        changed = project(1, "Days", owner_id=musician(2), is_active=False, version=2)
        await projects.put(changed)

        assert await projects.get(project_id(1)) == changed

    async def test_active_public_ones_are_listed_the_last_opened_first(
        self, storage: Storage, projects: Any
    ) -> None:
        opened = {1: 0, 2: 9, 3: 5, 4: 9}
        for number, seconds in opened.items():
            shown = project(number, is_public=True, last_accessed_at=later(seconds))
            await projects.add(shown)
        await add_projects(storage, project(5), project(6, is_public=True, is_active=False))

        for limit in (1, 2, 50):
            found = await all_of(projects.public, limit, _ALL)
            assert [each.id for each in found] == [*map(project_id, (4, 2, 3, 1))]

    async def test_what_becomes_private_or_is_deleted_is_listed_no_more(
        self, projects: Any
    ) -> None:
        shown = [project(number, is_public=True) for number in (1, 2, 3)]
        for each in shown:
            await projects.add(each)
        await projects.put(attrs.evolve(shown[0], is_public=False))
        await projects.put(attrs.evolve(shown[1], is_active=False))

        assert [each.id for each in await all_of(projects.public, 50, _ALL)] == [project_id(3)]

    async def test_they_are_found_by_how_words_of_their_names_begin(
        self, storage: Storage, projects: Any
    ) -> None:
        names = ("Night Drive", "Café de nuit", "Drives")
        for number, name in enumerate(names):
            await add_projects(storage, project(number, name, is_public=True))
        await projects.put(project(2, "Afternoon", is_public=True))
        asked = {"dri": [0], "NIGHT d": [0], "cafe": [1], "rive": [], "after": [2], "x y": []}

        for text, numbers in asked.items():
            found = await all_of(projects.public, 50, NameQuery.of(text))
            assert [each.id for each in found] == [*map(project_id, numbers)], text

    async def test_ones_own_are_those_in_which_one_collaborates(
        self, storage: Storage, projects: Any
    ) -> None:
        places: Any = Repository(storage, "project_collaborators")
        for number, seconds in ((1, 3), (2, 9), (3, 3), (4, 0), (5, 0)):
            alive, name = number != 5, "Odd" if number % 2 else "Even"
            await projects.add(
                project(number, name, is_active=alive, last_accessed_at=later(seconds))
            )
        mine = {
            each: collaborator(each, 2, role=CollaboratorRole.CONTRIBUTOR) for each in (1, 2, 3, 5)
        }
        for place in (*mine.values(), collaborator(4, 2, joined_at=None), collaborator(4, 3)):
            await places.add(place)

        for limit in (1, 2, 50):
            found = await all_of(projects.of_user, limit, musician(2), _ALL)
            assert [each[0].id for each in found] == [*map(project_id, (2, 3, 1))]
            assert [each[1] for each in found] == [mine[2], mine[3], mine[1]]
        odd = await all_of(projects.of_user, 1, musician(2), NameQuery.of("odd"))
        assert [each[0].id for each in odd] == [*map(project_id, (3, 1))]
        assert await all_of(projects.of_user, 50, musician(9), _ALL) == []

    async def test_of_somebodys_projects_only_the_public_ones_may_be_asked_for(
        self, storage: Storage, projects: Any
    ) -> None:
        places: Any = Repository(storage, "project_collaborators")
        for number in (1, 2, 3):
            await projects.add(project(number, "Odd", is_public=number != 2))
            await places.add(collaborator(number, 2))
        page = PageRequest(limit=1)
        first = await projects.of_user(musician(2), _ALL, page, public_only=True)
        page = PageRequest(limit=5, cursor=first.next)
        rest = await projects.of_user(musician(2), _ALL, page, public_only=True)

        assert [each[0].id for each in (*first.items, *rest.items)] == [*map(project_id, (3, 1))]

    async def test_a_cursor_of_another_list_is_refused(self, projects: Any) -> None:
        page = PageRequest(cursor=cursor_after("chats", 0, project_id(1)))
        with pytest.raises(Invalid, match="cursor"):
            await projects.public(_ALL, page)
        with pytest.raises(Invalid, match="cursor"):
            await projects.of_user(musician(1), _ALL, page)
