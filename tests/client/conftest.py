"""Servers for clients of ours."""

import pytest

from tests.http.places import choose_places, place, world

__all__ = ["environment", "place", "world"]


@pytest.fixture
def environment() -> dict[str, str]:
    """Settings of the server; a test with wishes of its own overrides it."""
    return {}


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """Try each test on memory."""
    choose_places(metafunc, "memory")
