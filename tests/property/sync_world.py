"""Random work on a small song, for tests of merging.

It has few records, so that people get in each other's way.
"""

import os
from collections.abc import Iterator
from random import Random
from typing import Final

from phantom_core.sync import OWNER, Document, Edit, Put, RecordId, Remove, Value, snapshot

__all__ = [
    "CHUNKS",
    "FIELDS",
    "IS_LONG",
    "NOTES",
    "STEMS",
    "Evidence",
    "drawn_edits",
    "evidence",
    "schedules",
]

IS_LONG: Final = os.environ.get("PHANTOM_TEST_PROFILE") == "long"
"""Whether tests shall look much further than at a desk."""

CHUNKS: Final = range(8)
"""Schedules are tried in chunks, so that several processes may share them."""

STEMS: Final = tuple(RecordId(f"stem{number}") for number in range(2))
NOTES: Final = tuple(RecordId(f"note{number}") for number in range(5))
FIELDS: Final = ("pitch", "start", "velocity")

Evidence = tuple[bytes, object]
"""What must be equal wherever the same changes are: the bytes, and what is to be settled."""


def schedules(chunk: int, *, desk: int, long: int) -> Iterator[int]:
    """The seeds of one chunk of as many schedules as each profile tries in all."""
    each = (long if IS_LONG else desk) // len(CHUNKS)
    yield from range(chunk * each, (chunk + 1) * each)


def evidence(document: Document) -> Evidence:
    """What a document holds, and what is to be settled in it."""
    return snapshot(document), document.conflicts()


def drawn_edits(document: Document, chance: Random, name: str) -> list[Edit]:
    """What somebody might do who sees a document; `name` makes what they add their own."""
    match chance.randrange(10):
        case 0:
            return [Remove(chance.choice(STEMS))]
        case 1 | 2:
            return [Remove(chance.choice(NOTES))]
        case 3:
            owner = chance.choice(STEMS)
            return [Put(RecordId(name), {OWNER: owner, "pitch": chance.randrange(4)})]
        case 4:
            return [Put(chance.choice(NOTES), {OWNER: chance.choice(STEMS)})]
        case 5:
            return [
                Put(record, {"start": chance.randrange(4)}) for record in chance.sample(NOTES, 2)
            ]
        case _:
            return [_put(document, chance)]


def _put(document: Document, chance: Random) -> Edit:
    record = chance.choice((*NOTES, *STEMS))
    fields: dict[str, Value] = {
        field: chance.randrange(4) for field in chance.sample(FIELDS, chance.choice((1, 1, 2)))
    }
    if not document.is_known(record) and record in NOTES:
        fields[OWNER] = chance.choice(STEMS)
    return Put(record, fields)
