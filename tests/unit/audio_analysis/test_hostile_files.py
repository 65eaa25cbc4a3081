"""Files that were tampered with get an answer of a known kind, each within its time."""

from pathlib import Path
from typing import Final

import pytest

from phantom_adapters.audio import LibrosaAnalyzer
from tests.unit.audio_analysis.hostile_files import KINDS, VERDICTS, verdicts

PER_KIND: Final = 60


@pytest.mark.parametrize("kind", KINDS)
async def test_a_file_that_was_tampered_with_is_heard_or_refused(
    analyzer: LibrosaAnalyzer, tmp_path: Path, kind: str
) -> None:
    said = await verdicts(analyzer, tmp_path, kind, PER_KIND)

    assert said <= VERDICTS
    assert "heard" in said
