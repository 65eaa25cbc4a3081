"""Laws of ranges: what is served is what slicing gives, once, in the order asked, and bounded."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from phantom_core.blobs import MAX_RANGES, ByteRange, select_ranges
from phantom_core.kernel.quantities import ByteCount

SIZE = ByteCount(1000)

positions = st.integers(min_value=0, max_value=60)
sizes = st.integers(min_value=0, max_value=50).map(ByteCount)
closed = st.tuples(positions, positions).map(lambda pair: (min(pair), max(pair)))
specs = closed | positions.map(lambda first: (first, None)) | positions.map(lambda n: (None, n))
Spec = tuple[int | None, int | None]


def header(asked: list[Spec]) -> str:
    told = ("-".join("" if end is None else str(end) for end in spec) for spec in asked)
    return "bytes=" + ",".join(told)


def wanted(spec: Spec, size: int) -> set[int]:
    """Name the positions that a spec means, by another road than the code under test."""
    match spec:
        case (None, count):
            return set(range(size)[-count:] if count else ())
        case (first, None):
            return set(range(size)[first:])
        case (first, last):
            return set(range(size)[first : (last or 0) + 1])
    raise AssertionError


@pytest.mark.parametrize(
    ("asked", "expected"),
    [
        ("bytes=0-0", [(0, 1)]),
        ("bytes=0-", [(0, 1000)]),
        ("bytes=-1", [(999, 1000)]),
        ("bytes=-1001", [(0, 1000)]),
        ("bytes=999-1000", [(999, 1000)]),
        ("bytes=1000-1001", []),
        ("bytes=-0", []),
        ("bytes=0-0,-0", [(0, 1)]),
        (f"bytes=0-{10**19}", [(0, 1000)]),
        (f"bytes={'9' * 5000}-", []),
        (f"bytes=-{'9' * 5000}", [(0, 1000)]),
        ("bytes=5-6,0-1,2-3", [(5, 7), (0, 4)]),
        ("bytes=0-1,4-5", [(0, 2), (4, 6)]),
        ("bytes=0-1,2-3", [(0, 4)]),
        ("bytes=9-9,5-5,7-7,0-8", [(0, 10)]),
        (" BYTES=1-1\t", [(1, 2)]),
    ],
)
def test_a_header_names_its_pieces(asked: str, expected: list[tuple[int, int]]) -> None:
    assert select_ranges(asked, SIZE) == tuple(ByteRange(*piece) for piece in expected)


@pytest.mark.parametrize(
    "asked",
    [
        None,
        "",
        "bytes",
        "bytes=",
        "bytes=,",
        "bytes=-",
        "bytes=1",
        "bytes=1-0",
        "bytes=a-b",
        "bytes=1-2-3",
        "bytes=1 - 2",
        "bytes=0-1;2-3",
        "bytes=0-1,bytes=2-3",
        "bytes==0-1",
        "bytes=\u0661-\u0662",
        "bytes=0-1\n",
        "bits=0-1",
        "items=0-1",
    ],
)
def test_what_is_no_header_of_byte_ranges_is_ignored(asked: str | None) -> None:
    assert select_ranges(asked, SIZE) is None


def test_the_end_of_an_empty_blob_is_all_of_it() -> None:
    assert select_ranges("bytes=-5", ByteCount(0)) is None


def test_a_position_in_an_empty_blob_is_outside() -> None:
    assert select_ranges("bytes=0-", ByteCount(0)) == ()


def test_a_header_may_name_so_many_pieces_and_no_more() -> None:
    most = ",".join(f"{number * 2}-{number * 2}" for number in range(MAX_RANGES))

    assert len(select_ranges(f"bytes={most}", SIZE) or ()) == MAX_RANGES
    assert select_ranges(f"bytes={most},999-999", SIZE) is None
    assert select_ranges(f"bytes={',' * MAX_RANGES}0-1", SIZE) is None


@given(asked=st.lists(specs, min_size=1, max_size=MAX_RANGES), size=sizes)
def test_the_pieces_hold_every_byte_asked_for_once_and_no_other(
    asked: list[Spec], size: ByteCount
) -> None:
    pieces = select_ranges(header(asked), size)
    served = [n for piece in pieces or () for n in range(piece.start, piece.stop)]

    assert pieces is None or sorted(served) == sorted(
        set().union(*(wanted(s, size) for s in asked))
    )
    assert pieces is not None or size == 0


@given(asked=st.lists(specs, min_size=1, max_size=MAX_RANGES), size=sizes)
def test_pieces_never_touch(asked: list[Spec], size: ByteCount) -> None:
    pieces = sorted(select_ranges(header(asked), size) or (), key=lambda piece: piece.start)

    assert all(one.stop < other.start for one, other in pairwise(pieces))


@given(asked=st.lists(specs, min_size=1, max_size=MAX_RANGES), size=sizes)
def test_pieces_stand_in_the_order_in_which_they_are_first_named(
    asked: list[Spec], size: ByteCount
) -> None:
    pieces = select_ranges(header(asked), size) or ()
    named = [
        next(i for i, spec in enumerate(asked) if wanted(spec, size) & {*range(p.start, p.stop)})
        for p in pieces
    ]

    assert named == sorted(named)


@given(text=st.text(max_size=200), size=sizes)
def test_no_text_whatever_trips_the_parser(text: str, size: ByteCount) -> None:
    for asked in (text, "bytes=" + text):
        pieces = select_ranges(asked, size) or ()

        assert sum(piece.length for piece in pieces) <= size


def test_a_piece_tells_where_it_lies() -> None:
    assert ByteRange(0, 10).content_range(SIZE) == "bytes 0-9/1000"


@pytest.mark.parametrize(("start", "stop"), [(0, 0), (5, 5), (5, 4), (-1, 5)])
def test_a_piece_has_bytes(start: int, stop: int) -> None:
    with pytest.raises(ValueError, match="at least one byte"):
        ByteRange(start, stop)
