"""The laws of reading JSON bodies.

- What is written from a payload is read back as the same payload.
- Whatever bytes come, the answer is a payload or a list of faults; nothing else is raised.
- A body is refused by the thorough pass exactly when the fast one refuses it.
- Every fault names a place that is there, or that should be.
"""

import json
from typing import Annotated, Any

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from phantom_app.http.decoding import decode, faults_of
from phantom_app.http.payloads import Payload
from phantom_app.http.problems import Malformed, problem_of


class Inner(Payload):
    """A payload inside another."""

    word: Annotated[str, msgspec.Meta(min_length=1, max_length=5)]
    share: float = 0.0


class Outer(Payload):
    """One field of each kind."""

    some_text: str
    whole: Annotated[int, msgspec.Meta(ge=-10, le=10)]
    maybe: bool | None = None
    inner: Inner | None = None
    many: Annotated[tuple[Inner, ...], msgspec.Meta(max_length=3)] = ()
    words: list[str] = []  # noqa: RUF012 - msgspec copies it


TEXT = st.text(st.characters(codec="utf-8"), max_size=8)
INNERS = st.builds(
    Inner,
    word=st.text(st.characters(codec="utf-8"), min_size=1, max_size=5),
    share=st.floats(allow_nan=False, allow_infinity=False),
)
OUTERS = st.builds(
    Outer,
    some_text=TEXT,
    whole=st.integers(-10, 10),
    maybe=st.none() | st.booleans(),
    inner=st.none() | INNERS,
    many=st.lists(INNERS, max_size=3).map(tuple),
    words=st.lists(TEXT, max_size=3),
)
NAMES = st.sampled_from(["someText", "whole", "maybe", "inner", "many", "words", "word", "share"])
JSON: st.SearchStrategy[Any] = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=8),
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.dictionaries(NAMES | st.text(max_size=4), inner, max_size=6)
    ),
    max_leaves=20,
)


@given(outer=OUTERS)
def test_what_is_written_is_read_back(outer: Outer) -> None:
    assert decode(msgspec.json.encode(outer), Outer) == outer


@given(body=st.binary(max_size=200))
def test_any_bytes_are_a_payload_or_faults(body: bytes) -> None:
    _told(body)


@given(raw=JSON)
def test_any_json_is_a_payload_or_faults(raw: Any) -> None:
    _told(json.dumps(raw).encode())


def _is_finite(raw: Any) -> bool:
    """Whether JSON has words for it: for infinity it has none, wherever that stands."""
    return "Infinity" not in json.dumps(raw)


@given(outer=OUTERS, path=NAMES, raw=JSON.filter(_is_finite))
def test_a_field_of_any_value_is_read_or_named(outer: Outer, path: str, raw: Any) -> None:
    body = msgspec.json.decode(msgspec.json.encode(outer))
    faults = _told(json.dumps({**body, path: raw}).encode())

    assert all(fault.startswith(path) for fault in faults)


@given(raw=JSON)
def test_both_passes_refuse_the_same(raw: Any) -> None:
    told = json.dumps(raw)
    plain = json.loads(told)
    try:
        msgspec.convert(plain, Outer)
        fits = True
    except msgspec.ValidationError:
        fits = False
    thorough = not list(faults_of(plain, Outer))

    if not _has_surrogates(told):
        assert thorough == fits


def _told(body: bytes) -> list[str]:
    """The paths of the faults of a body, none if it is good; all can be sent."""
    try:
        decode(body, Outer)
    except Malformed as error:
        problem = problem_of(error)
        msgspec.json.encode(problem)
        assert problem.errors
        return [fault.path for fault in problem.errors]
    return []


def _has_surrogates(told: str) -> bool:
    return "\\ud" in told.lower()


@pytest.mark.parametrize("depth", [100, 900, 1_500, 100_000])
def test_no_nesting_is_too_deep_to_be_refused(depth: int) -> None:
    for opening in (b"[", b'{"inner":'):
        assert _told(b'{"someText": "", "whole": 1, "inner": ' + opening * depth)
