"""Values as JSON says them."""

from datetime import UTC, date, datetime, timedelta
from enum import Enum
from typing import Any

import attrs
import pytest

from phantom_core.blobs import BlobKey, blob_key
from phantom_core.kernel import Id
from phantom_core.privacy.record_form import camel, plain


class Mood(Enum):
    CALM = "calm"


@attrs.frozen
class Inner:
    some_blob: BlobKey | None
    created_at: datetime


@pytest.mark.parametrize(
    ("value", "told"),
    [
        (None, None),
        (True, True),
        (0.5, 0.5),
        ("words", "words"),
        (Mood.CALM, "calm"),
        (datetime(2026, 1, 31, 12, tzinfo=UTC), "2026-01-31T12:00:00.000Z"),
        (date(2026, 1, 31), "2026-01-31"),
        (timedelta(seconds=1.5), 1.5),
        (b"\0\1", "AAE="),
        ({"on_set": (1, 2)}, {"on_set": [1, 2]}),
        (
            Inner(blob_key("a/b"), datetime(2026, 1, 31, tzinfo=UTC)),
            {"createdAt": "2026-01-31T00:00:00.000Z"},
        ),
    ],
)
def test_a_value_is_told_as_on_the_wire_and_no_blob_by_its_key(value: Any, told: Any) -> None:
    assert plain(value) == told


def test_those_who_are_nobody_are_told_as_none_however_deep() -> None:
    assert plain({"by": Id("a"), "to": (Id("a"), Id("b"))}, {"a"}) == {
        "by": None,
        "to": [None, "b"],
    }


def test_what_json_cannot_say_is_refused() -> None:
    with pytest.raises(TypeError):
        plain(object())


def test_names_are_told_in_camel_case() -> None:
    assert [camel(name) for name in ("id", "created_at")] == ["id", "createdAt"]
