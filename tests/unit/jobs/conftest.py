"""What the tests of workers ask for."""

import pytest

from tests.unit.jobs.yard import Yard


@pytest.fixture
def yard() -> Yard:
    return Yard()
