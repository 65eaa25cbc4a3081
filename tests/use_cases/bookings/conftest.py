"""An agency of the test's own: Ada and Bob, and a project of Ada's."""

import attrs
import pytest

from phantom_core.kernel import Actor
from phantom_core.studio import ProjectId
from tests.use_cases.bookings.agency import Agency


@attrs.frozen
class Scene:
    """What the tests begin with."""

    agency: Agency
    ada: Actor
    bob: Actor
    project: ProjectId


@pytest.fixture
async def scene() -> Scene:
    agency = Agency.open()
    ada, bob = await agency.people("ada", "bob")
    return Scene(agency, ada, bob, await agency.project(ada))
