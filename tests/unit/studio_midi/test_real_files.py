"""Real files go to JSON text and back, and their notes out and in again."""

import json
from pathlib import Path

from phantom_core.studio.midi import from_json, join, length, read, split, to_json, write
from tests.property.midi_examples import minting


def test_every_file_comes_back_byte_for_byte(test_data: Path) -> None:
    files = sorted(test_data.glob("midi/*.mid"))
    different = [
        path.name
        for path in files
        if write(from_json(json.loads(json.dumps(to_json(read(path.read_bytes()))))))
        != path.read_bytes()
    ]

    assert len(files) > 100
    assert different == []


def test_files_come_back_from_their_notes_and_their_frame(test_data: Path) -> None:
    count, different = 0, []
    for path in sorted(test_data.glob("midi/*.mid"))[::3]:
        content = read(path.read_bytes())
        frame, notes = split(content, minting())
        count += len(notes)
        if write(join(frame, notes)) != path.read_bytes() or length(content) < 0:
            different.append(path.name)

    assert count > 30_000
    assert different == []
