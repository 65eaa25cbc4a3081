"""A salon of the test's own."""

import pytest

from tests.use_cases.matching.salon import Salon


@pytest.fixture
def salon() -> Salon:
    return Salon.open()
