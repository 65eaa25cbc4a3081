"""Laws of notes and their frames, of matching, and of mixing.

- Content that is split and joined is what it was, with its notes named, and the same bytes; split
  again, it has the same frame and the same notes.
- Whatever notes are put into a frame, all of them are heard at their times, all else stays, and the
  order in which they are given does not matter.
- Matching loses no note and finds none twice; a version matched with itself is kept.
- A mixed file keeps the moments of its segments, within a tick.
"""

from collections import Counter
from typing import Any

import attrs
from hypothesis import given
from hypothesis import strategies as st

from phantom_core.studio.midi import (
    Content,
    Events,
    MixedStem,
    Note,
    frame_from_json,
    frame_to_json,
    from_json,
    join,
    match_notes,
    mix,
    read,
    split,
    to_json,
    write,
)
from tests.property.midi_examples import CONTENTS, FILES, MIXES, NOTES, minting

_LISTS = st.lists(NOTES, max_size=9, unique_by=lambda note: note.note_id)
_ANY = st.one_of(CONTENTS, FILES.map(read))


def _nameless(content: Content) -> Content:
    """The content without the names of its notes."""
    return attrs.evolve(
        content,
        tracks=tuple(
            attrs.evolve(
                track,
                events=attrs.evolve(track.events, ids=(None,) * len(track.events)),
            )
            for track in content.tracks
        ),
    )


@given(_ANY)
def test_what_is_split_and_joined_is_what_it_was(content: Content) -> None:
    frame, notes = split(content, minting())
    joined = join(frame, notes)

    assert _nameless(joined) == content
    assert write(joined) == write(content)
    assert split(joined, minting("other")) == (frame, notes)
    assert frame_from_json(frame_to_json(frame)) == frame
    assert from_json(to_json(joined)) == joined


@given(_ANY, _LISTS, st.randoms(use_true_random=False))
def test_notes_are_heard_at_their_times_and_all_else_stays(
    content: Content, added: list[Note], chance: Any
) -> None:
    frame, notes = split(content, minting("was"))
    kept = [note for note in notes if chance.random() < 0.5]
    moved = [attrs.evolve(note, start=max(0, note.start - 3), pitch=61) for note in kept]
    wanted = moved + added
    joined = join(frame, wanted)
    again, heard = split(joined, minting())
    last = max(0, len(joined.tracks) - 1)
    chance.shuffle(wanted)

    assert Counter(heard) == Counter(
        attrs.evolve(note, track=min(note.track, last)) for note in wanted
    )
    assert _others(again.content) == _others(frame.content)
    assert join(frame, wanted) == joined
    assert read(write(joined)) is not None


def _others(content: Content) -> list[Any]:
    """What stands in a frame beside places of notes."""
    return [
        event
        for track in content.tracks
        for event in track.events
        if event.message[:1] not in (b"\xf9", b"\xfd")
    ]


@given(_LISTS, _LISTS)
def test_matching_finds_each_note_once(old: list[Note], new: list[Note]) -> None:
    found = match_notes(old, new)
    stays = [*found.kept, *(each.note for each in found.changed)]

    assert Counter(note.note_id for note in [*stays, *found.removed]) == Counter(
        note.note_id for note in old
    )
    assert len(stays) + len(found.added) == len(new)
    assert all(each.fields for each in found.changed)
    assert len(found.names) == len(stays)


@given(_LISTS)
def test_a_version_that_is_matched_with_itself_is_kept(notes: list[Note]) -> None:
    other = [attrs.evolve(note, note_id=f"x{note.note_id}") for note in notes]
    found = match_notes(notes, other)

    assert Counter(found.kept) == Counter(notes)
    assert not found.changed
    assert not found.added
    assert not found.removed


@given(MIXES, st.floats(20, 400))
def test_a_mixed_file_can_be_read_and_ends_all_that_it_begins(
    stems: list[MixedStem], tempo: Any
) -> None:
    mixed = mix(tempo=tempo, time_signature=(3, 4), stems=stems)
    frame, _ = split(mixed, minting())

    assert len(mixed.tracks) == len(stems) + 1
    assert [track.name for track in mixed.tracks[1:]] == ["stem"] * len(stems)
    assert read(write(mixed)) == mixed
    assert not any(event.message[0] & 0xE0 == 0x80 for event in _others(frame.content)), (
        "what ends without a begin, or begins without an end"
    )
    assert isinstance(mixed.tracks[0].events, Events)
