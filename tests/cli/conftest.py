"""What the tests of the command line have in common."""

from collections.abc import Iterator

import pytest

from tests.cli.program import stop


@pytest.fixture(autouse=True, scope="session")
def _what_runs_commands_ends_with_the_tests() -> Iterator[None]:
    yield
    stop()
