"""What an export looks like stays as it was published; a new version says so."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from phantom_core.privacy.export_schema import EXPORT_VERSION, export_schema
from phantom_core.privacy.record_kinds import RecordKind

_PUBLISHED = Path(__file__).with_name(f"published_export_{EXPORT_VERSION}.json")


def lost(published: Any, current: Any, path: str = "") -> Iterator[str]:
    """What a schema said, and another one does not say any more."""
    if isinstance(published, dict) and isinstance(current, dict):
        for name, told in published.items():
            if name not in current:
                yield f"{path}/{name}"
            else:
                yield from lost(told, current[name], f"{path}/{name}")
    elif isinstance(published, list) and isinstance(current, list):
        yield from (f"{path}: {each}" for each in published if each not in current)
    elif published != current:
        yield f"{path}: {published}"


def test_nothing_that_was_published_has_gone_or_become_something_else() -> None:
    """If this fails: raise `EXPORT_VERSION`, and keep the new schema beside the old one."""
    assert list(lost(json.loads(_PUBLISHED.read_text("utf-8")), export_schema())) == []


@pytest.mark.parametrize(
    "current", [{}, {"a": {"type": "number"}}, {"a": {"type": "string"}, "b": [1]}]
)
def test_what_has_gone_or_changed_is_found(current: Any) -> None:
    assert list(lost({"a": {"type": "string"}, "b": [1, 2]}, current))


def test_every_kind_has_a_file_in_the_schema() -> None:
    schema = export_schema()
    told = {each["$ref"] for each in schema["oneOf"]}

    assert told == {"#/$defs/export", *(f"#/$defs/{kind}-file" for kind in RecordKind)}
