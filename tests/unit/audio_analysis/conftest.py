"""One analyzer for all tests of a module; its workers take seconds to load."""

from collections.abc import Iterator

import pytest

from phantom_adapters.audio import LibrosaAnalyzer


@pytest.fixture(scope="module")
def analyzer() -> Iterator[LibrosaAnalyzer]:
    """The analyzer under test."""
    with LibrosaAnalyzer() as analyzer:
        yield analyzer
