"""A workshop of the test's own."""

import pytest

from tests.use_cases.studio.workshop import Workshop


@pytest.fixture
def workshop() -> Workshop:
    return Workshop.open()
