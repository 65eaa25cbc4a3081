"""Pushing changes: what is applied, what is not, and what is told of it."""

import pytest

from phantom_core.kernel import Storage
from phantom_core.studio import Kind, NoteOp, Op, Role
from tests.use_cases.studio.band import Band, an_id, note, refused


@pytest.fixture
def band(storage: Storage) -> Band:
    return Band.open(storage)


async def test_changes_are_applied_and_told_in_order(band: Band) -> None:
    (ada,) = await band.form("ada")
    stem, segment = an_id(), an_id()

    outcome = await ada.pushed(ada.stem(stem), ada.segment(segment, stem))

    assert [each.version for each in outcome.value.decided] == [1, 1]
    assert [each.event.name for each in outcome.events] == [
        "stem.create",
        "segment.create",
        "project.state",
    ]
