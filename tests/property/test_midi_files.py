"""Laws of MIDI files and their content.

- Any bytes are read, and written again as they were; also by way of JSON text.
- Content that is written is read as it was, however it was made, and so is its JSON form.
- Content whose events were changed is written as a file that says the same.
- A file that was tampered with comes back byte for byte.
"""

import json
import os
import random
from contextlib import suppress
from pathlib import Path
from typing import Any, Final

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st

from phantom_core.kernel import Invalid
from phantom_core.studio.midi import Content, from_json, read, to_json, write
from tests.property.midi_examples import CONTENTS, FILES, mutated

_MUTATIONS: Final = 20_000 if os.environ.get("PHANTOM_TEST_PROFILE") == "long" else 400
_SMALL: Final = 2000


def _through_json(content: Content) -> Content:
    return from_json(json.loads(json.dumps(to_json(content))))


def _said(content: Content) -> list[Any]:
    """What the events of content say, however they are written."""
    return [
        (track.name, track.end, track.events.times, track.events.messages)
        for track in content.tracks
    ]


@given(FILES)
def test_any_bytes_come_back(data: bytes) -> None:
    content = read(data)

    assert write(content) == data
    assert _through_json(content) == content


@given(CONTENTS)
def test_content_that_is_written_is_read_with_the_same_events(content: Content) -> None:
    whole = attrs.evolve(
        content, opaque=(), tracks=tuple(attrs.evolve(t, unread=None) for t in content.tracks)
    )

    assert _said(read(write(whole))) == _said(whole)


@given(CONTENTS)
def test_what_was_read_once_is_the_same_each_time(content: Content) -> None:
    once = read(write(content))

    assert read(write(once)) == once
    assert _through_json(content) == content


@given(FILES, st.randoms(use_true_random=False))
def test_an_edit_leaves_a_file_that_says_the_same(data: bytes, chance: random.Random) -> None:
    told = to_json(read(data))
    for track in told["tracks"]:
        track.pop("unread", None)
        _edit(track["events"], chance)
    told.pop("opaque", None)
    edited = from_json(told)

    assert _said(read(write(edited))) == _said(edited)


def _edit(events: list[dict[str, Any]], chance: random.Random) -> None:
    """Take events out, say some twice, and let a note come first, as somebody by hand would."""
    events[:] = [event for event in events if chance.random() > 0.3]
    events[:] = [event for event in events for _ in range(chance.choice([1, 1, 2]))]
    note = {"time": 0, "type": "noteOn", "channel": 0, "pitch": 60, "velocity": 64}
    events.insert(0, note)


_KEYS: Final = st.sampled_from(
    ["format", "division", "tracks", "events", "time", "type", "channel", "pitch", "velocity", "id"]
)
_SCRAPS: Final = st.one_of(
    st.none() | st.booleans() | st.integers(-2, 200) | st.integers() | st.floats() | st.text(),
    st.sampled_from(["noteOn", "tempo", "text", "sysex"]),
)
_VALUES: Final = st.recursive(
    _SCRAPS,
    lambda inner: st.lists(inner) | st.dictionaries(_KEYS | st.text(), inner),
    max_leaves=20,
)
_EVENTS: Final = st.lists(st.dictionaries(_KEYS, _SCRAPS), max_size=3)
_CONTENTS: Final = st.fixed_dictionaries(
    {
        "format": st.sampled_from([0, 1, 2, True]),
        "division": st.just(480) | _SCRAPS,
        "tracks": st.lists(st.fixed_dictionaries({"events": _EVENTS}), max_size=2),
    }
)


@given(_VALUES | _CONTENTS)
def test_whatever_strangers_write_is_content_or_invalid(value: Any) -> None:
    content = None
    with suppress(Invalid):
        content = from_json(value)

    assert content is None or _through_json(content) == content


@pytest.mark.timeout(600)
def test_files_that_were_tampered_with_come_back(test_data: Path) -> None:
    chance = random.Random("tampered")
    files = [path.read_bytes() for path in sorted(test_data.glob("midi/*.mid"))]
    small = [data[:_SMALL] for data in files] + [data for data in files if len(data) < _SMALL]
    for _ in range(_MUTATIONS):
        data = mutated(chance.choice(small), chance)
        content = read(data)

        assert write(content) == data
        assert write(from_json(to_json(content))) == data
