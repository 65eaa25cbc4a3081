"""A change that removes one record and edits what it holds."""

from phantom_core.sync import Change, Document, Put, RecordId, Remove, ReplicaId, hybrid_time
from tests.unit.sync.changes import put

STEM, NOTE = RecordId("stem"), RecordId("note")


def test_an_edit_does_not_settle_a_removal_in_the_same_change() -> None:
    document = Document()
    document.apply(put("a1", 1_000, {"name": "bass"}, record=STEM))
    document.apply(put("a2", 2_000, {"in": STEM, "pitch": 60}, record=NOTE))
    document.apply(put("b1", 3_000, {"name": "low"}, record=STEM, seen={"a": 2}))
    document.apply(
        Change(
            replica=ReplicaId("a"),
            counter=3,
            author="A",
            time=hybrid_time(4_000),
            seen={},
            edits=(Remove(STEM), Put(NOTE, {"pitch": 62})),
        )
    )
    (conflict,) = document.conflicts()

    assert STEM in document
    assert (conflict.record, conflict.field, conflict.losers[0].author) == (STEM, None, "A")
