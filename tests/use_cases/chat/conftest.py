"""A parlour of the test's own."""

import pytest

from tests.use_cases.chat.parlour import Parlour


@pytest.fixture
def parlour() -> Parlour:
    return Parlour.open()
