"""Packed batches: small, and nothing that is not one is taken for one."""

import json
import zlib
from typing import Any

import pytest

from phantom_core.sync import (
    Batch,
    Change,
    Document,
    Put,
    RecordId,
    ReplicaId,
    Unpackable,
    VersionVector,
    batch_of,
    changes_of,
    delta,
    hybrid_time,
    merge,
    pack,
    unpack,
)

_ONE = Change(
    replica=ReplicaId("laptop"),
    counter=1,
    author="ada",
    time=hybrid_time(1_700_000_000_000),
    seen={},
    edits=(Put(RecordId("stem"), {"name": "Bass", "volume": 0.5}),),
)


def _altered(**parts: Any) -> bytes:
    whole = json.loads(zlib.decompress(pack(batch_of([_ONE]))))
    return zlib.compress(json.dumps(whole | parts).encode())


def _block(*parts: Any) -> bytes:
    return _altered(blocks=[list(parts)])


def test_a_change_comes_back_as_it_was() -> None:
    assert changes_of(unpack(pack(batch_of([_ONE])))) == [_ONE]


def test_an_empty_batch_comes_back_empty() -> None:
    assert unpack(pack(Batch(blocks=[]))) == Batch(blocks=[])


@pytest.mark.parametrize(
    "bytes_",
    [
        b"",
        b"nonsense",
        zlib.compress(b"nonsense"),
        zlib.compress(b"[]"),
        zlib.compress(b"{}"),
        zlib.compress(b"[" * 100_000),
        pack(batch_of([_ONE]))[:-5],
        pack(batch_of([_ONE])) + b"more",
        _altered(v=2),
        _altered(seen=[{"laptop": -1}]),
        _altered(seen=[{"laptop": "many"}]),
        _altered(replicas=[7]),
        _altered(records=[None]),
        _altered(counters={"laptop": 1.5}),
        _altered(counters=[]),
        _block(0, "ada", ["name"], [1], [-65536], [0], [0, 1], [["Bass"], ["too many"]]),
        _block(0, "ada", ["name"], [1], [-65536], [0], [0, 1], [["Bass", "too long"]]),
        _block(0, "ada", ["name"], [1], [-65536], [0], [0, 2], [["Bass"]]),
        _block(0, "ada", ["name"], [1], [-65536], [5], [0, 1], [["Bass"]]),
        _block(0, "ada", ["name"], [1], [-65536], -1, [0, 1], [["Bass"]]),
        _block(-1, "ada", ["name"], [1], [-65536], [0], [0, 1], [["Bass"]]),
        _block(0, "ada", ["name"], [0], [-65536], [0], [0, 1], [["Bass"]]),
        _block(0, "ada", ["name"], [], [], [], [], [[]]),
        _block(0, "ada", ["name"], ["1"], [-65536], [0], [0, 1], [["Bass"]]),
        _block(0, "ada", [3], [1], [-65536], [0], [0, 1], [["Bass"]]),
        _block(0, None, ["name"], [1], [-65536], [0], [0, 1], [["Bass"]]),
        _block(0, "ada", ["name"], [1], [None], [0], [0, 1], [["Bass"]]),
        _block(),
    ],
)
def test_what_is_no_batch_is_refused_as_one_error(bytes_: bytes) -> None:
    with pytest.raises(Unpackable):
        unpack(bytes_)


def test_what_would_fill_the_memory_is_refused() -> None:
    bomb = zlib.compress(b'{"v":' + b" " * 10_000_000 + b"1}")

    with pytest.raises(Unpackable, match="longer than 1000000 bytes"):
        unpack(bomb, limit=1_000_000)


def test_a_delta_that_leaves_out_what_one_lacks_is_refused() -> None:
    document = Document()
    document.apply(_ONE)
    late = delta(document, VersionVector({ReplicaId("laptop"): 1}))

    with pytest.raises(ValueError, match="begins after what is known"):
        merge(Document(), late)


def test_many_writes_take_a_few_bytes_each() -> None:
    changes = [
        Change(
            replica=ReplicaId("laptop"),
            counter=number,
            author="ada",
            time=hybrid_time(1_700_000_000_000 + number),
            seen={},
            edits=(Put(RecordId(f"stem-{number % 100}"), {"volume": number % 1000 / 1000}),),
        )
        for number in range(1, 10_001)
    ]

    assert len(pack(batch_of(changes))) < 6 * len(changes)
