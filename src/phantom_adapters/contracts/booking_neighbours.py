"""What everybody promises who tells bookings of people, projects and time zones."""

from datetime import UTC, datetime
from typing import Any

import pytest

from phantom_adapters.contracts.identity_examples import MOMENT, add_people, user, user_id, write
from phantom_adapters.contracts.recording_examples import Repository
from phantom_adapters.contracts.studio_examples import (
    add_projects,
    collaborator,
    project,
    project_id,
)
from phantom_core.booking import ProjectStanding, TimeZones
from phantom_core.identity import Block
from phantom_core.kernel import Storage
from phantom_core.studio import CollaboratorRole, Permissions

__all__ = ["BookingProjectsContract", "PartiesContract", "TimeZonesContract"]

_OUTSIDE = ProjectStanding(is_active=True, may_book=False)
_ZONES = ("UTC", "Etc/GMT+3", "America/Argentina/Buenos_Aires", "America/Port-au-Prince")
_NO_ZONES = (
    "",
    "Berlin",
    "Europe",
    "Europe/Atlantis",
    "Europe/Berlin/",
    "Factory",
    "localtime",
    "posix/Europe/Berlin",
    "posixrules",
    "right/Europe/Berlin",
    "tzdata.zi",
    "../../etc/passwd",
    "/etc/localtime",
    "Europe/../Europe/Berlin",
    "Europe\\Berlin",
    "Europe/Berlin\0",
    "SECURITY",
    "+01:00",
    "A" * 5000,
)


class PartiesContract:
    """Bind it with a fixture `storage`: an empty one."""

    async def test_people_are_held_whoever_of_them_there_is(self, storage: Storage) -> None:
        await add_people(storage, user(1), user(2))
        parties: Any = Repository(storage, "parties")

        assert await parties.hold(user_id(2), user_id(3), user_id(1), user_id(2)) is None


class BookingProjectsContract:
    """Bind it with a fixture `storage`: an empty one."""

    @pytest.fixture
    async def projects(self, storage: Storage) -> Any:
        """What is under test: a private project and a public one, both of the first person's.

        The second is a contributor of the first, the third may bring people in, the fourth is
        invited to, and the first and the sixth do not see each other.
        """
        await add_people(storage, *map(user, range(1, 8)))
        await add_projects(storage, project(1, "Nights"), project(2, is_public=True))
        places = [
            collaborator(1, 1, role=CollaboratorRole.OWNER),
            collaborator(1, 2, role=CollaboratorRole.CONTRIBUTOR),
            collaborator(1, 3, permissions=Permissions(can_invite_others=True)),
            collaborator(1, 4, role=CollaboratorRole.ADMIN, joined_at=None),
        ]
        block = Block(blocker_id=user_id(6), blocked_id=user_id(1), created_at=MOMENT)

        def begin(work: Any) -> None:
            for place in places:
                work.project_collaborators.add(place)
            work.blocks.add(block)

        await write(storage, begin)
        return Repository(storage, "booking_projects")

    async def test_those_may_book_who_may_bring_people_in(self, projects: Any) -> None:
        booking = ProjectStanding(is_active=True, may_book=True)

        assert await projects.standing(project_id(1), user_id(1)) == booking
        assert await projects.standing(project_id(1), user_id(2)) == _OUTSIDE
        assert await projects.standing(project_id(1), user_id(3)) == booking
        assert await projects.standing(project_id(1), user_id(4)) == _OUTSIDE

    async def test_others_know_of_public_projects_of_whom_they_see(self, projects: Any) -> None:
        assert await projects.standing(project_id(1), user_id(5)) is None
        assert await projects.standing(project_id(2), user_id(5)) == _OUTSIDE
        assert await projects.standing(project_id(2), user_id(6)) is None
        assert await projects.standing(project_id(9), user_id(1)) is None

    async def test_it_is_told_that_a_project_was_deleted_and_how_it_was_called(
        self, storage: Storage, projects: Any
    ) -> None:
        await add_projects(storage, project(3, "Gone", is_active=False, is_public=True))

        assert await projects.standing(project_id(3), user_id(5)) == ProjectStanding(
            is_active=False, may_book=False
        )
        assert await projects.names([project_id(3), project_id(9), project_id(1)]) == {
            project_id(1): "Nights",
            project_id(3): "Gone",
        }


class TimeZonesContract:
    """Bind it with a fixture `zones`."""

    def test_a_zone_knows_when_clocks_are_moved(self, zones: TimeZones) -> None:
        berlin = zones.find("Europe/Berlin")
        winter = datetime(2026, 1, 1, 12, tzinfo=berlin)
        summer = datetime(2026, 7, 1, 12, tzinfo=berlin)

        assert winter.astimezone(UTC).hour == 11
        assert summer.astimezone(UTC).hour == 10

    def test_zones_are_found_by_their_names(self, zones: TimeZones) -> None:
        for name in (
            "UTC",
            "Etc/GMT+3",
            "America/Argentina/Buenos_Aires",
            "America/Port-au-Prince",
        ):
            assert zones.find(name) is not None

    def test_what_is_no_name_of_a_zone_is_none(self, zones: TimeZones) -> None:
        for name in _NO_ZONES:
            assert zones.find(name) is None, name
