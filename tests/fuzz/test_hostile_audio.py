"""Thousands of files that were tampered with: each is heard or refused, in its time and space."""

import resource
import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Final

import pytest

from phantom_adapters.audio import LibrosaAnalyzer
from tests.unit.audio_analysis.hostile_files import KINDS, VERDICTS, verdicts

_PER_KIND: Final = 340
_MOST_BYTES: Final = 1024**3


@pytest.fixture(scope="module")
def analyzer(tmp_path_factory: pytest.TempPathFactory) -> Iterator[LibrosaAnalyzer]:
    """The analyzer under test, as the server makes it."""
    with LibrosaAnalyzer(cache_dir=tmp_path_factory.mktemp("compiled")) as analyzer:
        yield analyzer


@pytest.mark.parametrize("kind", KINDS)
async def test_what_was_tampered_with_is_heard_or_refused_within_bounds(
    analyzer: LibrosaAnalyzer, tried: Counter[str], tmp_path: Path, kind: str
) -> None:
    said = await verdicts(analyzer, tmp_path, kind, _PER_KIND)
    analyzer.close()
    tried["tampered files"] += _PER_KIND

    assert said <= VERDICTS
    assert "heard" in said
    assert 0 < _peak_of_children() < _MOST_BYTES


def _peak_of_children() -> int:
    """The most bytes that any process which this one has started, and seen end, ever held."""
    unit = 1 if sys.platform == "darwin" else 1024
    return resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss * unit
