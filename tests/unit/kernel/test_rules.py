"""Rules for fields: every broken one is told, each with its path."""

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st

from phantom_core.kernel import (
    Checked,
    Fault,
    Invalid,
    between,
    each,
    line,
    matching,
    prose,
    ruled,
    search_key,
)


@attrs.frozen(kw_only=True)
class Card(Checked):
    name: str = ruled(line(1, 10))
    level: int = ruled(between(0, 5), default=0)
    tags: tuple[str, ...] = ruled(each(line(1, 3), most=2), default=())
    code: str | None = ruled(matching("[a-z]+", "must be lower-case letters"), default=None)
    notes: str = ruled(prose(20), default="")


def faults(**fields: object) -> list[Fault]:
    with pytest.raises(Invalid) as caught:
        Card(**fields)  # type: ignore[arg-type]
    return list(caught.value.faults)


def test_all_faults_are_told_at_once() -> None:
    found = faults(name="", level=9, tags=("ok", "long"), code="A1")

    assert [fault.path for fault in found] == ["name", "level", "tags[1]", "code"]


def test_a_value_that_keeps_the_rules_exists() -> None:
    assert Card(name="Ada", notes="two\nlines").tags == ()


@pytest.mark.parametrize("name", ["a\x00b", "a\nb", "a\x1bb", "\ud800", " \t "])
def test_a_line_has_no_control_character_no_lone_surrogate_and_is_not_blank(name: str) -> None:
    assert faults(name=name)


def test_a_list_names_nothing_twice_and_not_too_much() -> None:
    assert faults(name="a", tags=("x", "x", "y")) == [
        Fault("tags", "must have at most 2 entries, and has 3"),
        Fault("tags", "must not name the same twice"),
    ]


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("  Beyoncé  Knowles ", "beyonce knowles"),
        ("STRASSE", "strasse"),
        ("Straße", "strasse"),
        ("ﬁne", "fine"),
        ("Ⅷ", "viii"),
        ("Sigur Rós", "sigur ros"),
    ],
)
def test_search_keys_forget_case_accents_and_spacing(text: str, key: str) -> None:
    assert search_key(text) == key


@given(st.text())
def test_folding_twice_changes_nothing(text: str) -> None:
    assert search_key(search_key(text)) == search_key(text)
