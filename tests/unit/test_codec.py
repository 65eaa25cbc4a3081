"""Values go to JSON and come back, also when a newer version reads what an older one wrote."""

from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime, timedelta
from enum import Enum
from typing import Any

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st

from phantom_adapters import codec
from phantom_adapters.contracts.kernel_examples import EXAMPLES, Brush, Erase, Paint, Said, Stroke
from phantom_core.kernel import (
    EPOCH,
    Checked,
    Command,
    Id,
    Page,
    Unreadable,
    UserId,
    to_millisecond,
    uuid7,
)
from phantom_core.kernel.rules import line, ruled

instants = st.datetimes(timezones=st.just(UTC)).map(to_millisecond)
texts = st.text(st.characters(exclude_categories=["Cs"]))


class Level(Enum):
    LOW = 1
    HIGH = 2


@attrs.frozen(kw_only=True)
class Everything:
    id: UserId
    text: str
    at: datetime
    day: date | None
    length: timedelta
    raw: bytes
    level: Level
    strokes: tuple[Stroke, ...]
    names: Sequence[str]
    tags: frozenset[str]
    counts: Mapping[str, int]
    either: int | str | None


everything = st.builds(
    Everything,
    id=st.integers(0, 2**74 - 1).map(lambda number: UserId(uuid7(EPOCH, number))),
    text=texts,
    at=instants,
    day=st.dates() | st.none(),
    length=st.timedeltas(timedelta(days=-10_000), timedelta(days=10_000)),
    raw=st.binary(),
    level=st.sampled_from(Level),
    strokes=st.lists(
        st.builds(
            Stroke,
            x=st.floats(allow_nan=False, allow_infinity=False),
            brush=st.sampled_from(Brush) | st.none(),
        )
    ).map(tuple),
    names=st.lists(texts).map(tuple),
    tags=st.frozensets(texts),
    counts=st.dictionaries(texts, st.integers()),
    either=st.integers() | texts | st.none(),
)


@given(everything)
def test_a_value_of_any_fields_comes_back_equal(value: Everything) -> None:
    assert codec.loads(codec.dumps(value), Everything) == value
    assert codec.loads(codec.dumps(value, Everything), Everything) == value


@given(everything)
def test_what_is_made_ready_for_a_type_reads_the_same(value: Everything) -> None:
    assert codec.reader(Everything)(codec.dumps(value)) == value
    assert codec.reader(tuple[Stroke, ...])(codec.dumps(value.strokes)) == value.strokes


def test_what_is_made_ready_for_a_type_refuses_another_shape() -> None:
    with pytest.raises(codec.UnknownShape):
        codec.reader(tuple[Stroke, ...])('[{"x":1.0},{}]')


@pytest.mark.parametrize(
    ("value", "kind", "text"),
    [
        (None, None, "null"),
        (uuid7(EPOCH, 1), Id, f'"{uuid7(EPOCH, 1)}"'),
        (EPOCH, datetime, '"1970-01-01T00:00:00.000Z"'),
        (EPOCH + timedelta(milliseconds=1), datetime | None, '"1970-01-01T00:00:00.001Z"'),
        (Brush.FINE, Brush, '"fine"'),
        ((Stroke(x=1.0),), tuple[Stroke, ...], '[{"x":1.0,"y":0.0,"brush":null}]'),
        (Page(("é",)), Page[str], '{"items":["é"],"next":null}'),
        ({"a": [1]}, Any, '{"a":[1]}'),
    ],
)
def test_a_value_is_written_plainly(value: object, kind: Any, text: str) -> None:
    assert codec.dumps(value) == text
    assert codec.loads(text, kind) == value


def test_an_instant_of_another_zone_is_written_in_utc() -> None:
    moment = datetime.fromisoformat("2026-01-31T23:00:00-02:00")

    assert codec.dumps(moment) == '"2026-02-01T01:00:00.000Z"'


def test_fields_that_have_gone_are_passed_over_and_new_ones_take_their_defaults() -> None:
    assert codec.loads('{"x":1.0,"colour":"red"}', Stroke) == Stroke(x=1.0)


@attrs.frozen(kw_only=True)
class Chord(Checked):
    name: str = ruled(line(1, 3))
    notes: tuple[int, ...] = attrs.field(factory=tuple)
    below: "Chord | None" = None


def test_a_rule_that_has_become_stricter_does_not_make_what_is_stored_unreadable() -> None:
    text = '{"name":"Cmaj7","notes":[0,4],"below":{"name":"Gmaj7","notes":[],"below":null}}'
    chord = codec.loads(text, Chord)

    assert type(chord) is Chord
    assert codec.dumps(chord) == text
    assert codec.loads('{"name":"C"}', Chord) == Chord(name="C")


@pytest.mark.parametrize(
    ("text", "kind"),
    [("{}", Chord), ("[]", Stroke), ('"red"', Brush), ('"yesterday"', datetime), ("{}", Command)],
)
def test_what_is_of_another_shape_is_unreadable(text: str, kind: Any) -> None:
    with pytest.raises(codec.UnknownShape):
        codec.loads(text, kind)


def test_a_number_that_is_none_is_refused() -> None:
    with pytest.raises(ValueError, match="not JSON compliant"):
        codec.dumps(Stroke(x=float("nan")))


def test_events_are_found_by_their_names() -> None:
    assert codec.load_event("wall.said", {"text": "x"}, EXAMPLES) == Said(text="x")
    with pytest.raises(codec.UnknownShape, match=r"wall\.sung"):
        codec.load_event("wall.sung", {}, EXAMPLES)


@pytest.mark.parametrize("deferred", [Paint(strokes=(Stroke(x=1.0),)), Erase(before=EPOCH)])
def test_deferred_work_is_written_with_its_name(deferred: Paint | Erase) -> None:
    text = codec.dumps(codec.named(deferred, EXAMPLES))

    assert codec.load_deferred(codec.loads(text, Any), EXAMPLES) == deferred


def test_deferred_work_that_was_stored_before_there_were_versions_is_of_the_first() -> None:
    assert codec.load_deferred({"task": "wall.paint", "fields": {}}, EXAMPLES) == Paint()


@pytest.mark.parametrize(
    ("stored", "reason"),
    [
        ({"task": "wall.wash", "version": 1, "fields": {}}, "This build knows no job of that name"),
        (
            {"command": "Erase", "version": 2, "fields": {"before": "1970-01-01T00:00:00Z"}},
            "It is of version 2, and this build knows version 1",
        ),
        (
            {"command": "Erase", "version": 1, "fields": {}},
            "Its fields cannot be read: required field missing @ $.before",
        ),
        ({"command": "Erase", "version": 1, "fields": None}, "Its fields cannot be read: "),
    ],
)
def test_deferred_work_that_cannot_be_read_says_why_and_is_written_back_as_it_was(
    stored: Mapping[str, Any], reason: str
) -> None:
    found = codec.load_deferred(stored, EXAMPLES)

    assert isinstance(found, Unreadable)
    assert found.reason.startswith(reason)
    assert codec.named(found, EXAMPLES) == stored


def test_deferred_work_that_is_not_listed_is_refused() -> None:
    @attrs.frozen
    class Paint(Command[None]):
        access = Erase.access

    with pytest.raises(TypeError, match="not listed in the registry"):
        codec.named(Paint(), EXAMPLES)
