"""Which notes of a new version are those of the old one."""

from phantom_core.studio.midi import ChangedNote, Note, match_notes


def note(name: str, start: int, *, pitch: int = 60, velocity: int = 64, channel: int = 0) -> Note:
    return Note(
        note_id=name,
        track=0,
        channel=channel,
        pitch=pitch,
        start=start,
        duration=10,
        velocity=velocity,
    )


def test_of_two_equal_notes_both_are_found() -> None:
    found = match_notes([note("a", 0), note("b", 0)], [note("x", 0), note("y", 0)])

    assert {each.note_id for each in found.kept} == {"a", "b"}
    assert sorted(found.names) == ["x", "y"]


def test_of_two_equal_notes_one_can_go() -> None:
    found = match_notes([note("a", 0), note("b", 0)], [note("x", 0)])

    assert (len(found.kept), len(found.removed), found.added) == (1, 1, ())


def test_equal_notes_find_each_other_before_near_ones_do() -> None:
    old, new = [note("a", 0), note("b", 10)], [note("x", 10), note("y", 11)]
    found = match_notes(old, new)

    assert found.kept == (note("b", 10),)
    assert found.changed == (ChangedNote(note=note("a", 11), fields=("start",)),)
    assert found.names == {"x": "b", "y": "a"}


def test_the_nearest_starts_belong_together() -> None:
    old, new = [note("a", 0), note("b", 100)], [note("x", 90), note("y", 200)]
    found = match_notes(old, new)

    assert found.names == {"x": "b", "y": "a"}


def test_neighbours_of_those_that_were_found_find_each_other() -> None:
    old = [note("a", 0), note("b", 100)]
    new = [note("x", 101, velocity=1), note("y", 300, velocity=1)]

    assert match_notes(old, new).names == {"x": "b", "y": "a"}


def test_another_pitch_or_channel_is_another_note() -> None:
    found = match_notes(
        [note("a", 0), note("b", 5)], [note("x", 0, pitch=61), note("y", 5, channel=1)]
    )

    assert [each.note_id for each in found.removed] == ["a", "b"]
    assert [each.note_id for each in found.added] == ["x", "y"]


def test_what_has_changed_is_named() -> None:
    found = match_notes([note("a", 0)], [note("x", 3, velocity=9)])

    assert found.changed[0].fields == ("start", "velocity")
