"""Ids: 128 bits that sort by time and are written as 26 characters."""

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from phantom_core.kernel import EPOCH, id_from_bytes, id_to_bytes, is_id, uuid7

NUMBERS = st.integers(min_value=0, max_value=2**128 - 1)


@given(NUMBERS)
def test_an_id_is_its_bytes_and_its_bytes_are_the_id(number: int) -> None:
    raw = number.to_bytes(16, "big")

    assert id_to_bytes(id_from_bytes(raw)) == raw


@given(NUMBERS, NUMBERS)
def test_ids_sort_as_their_bytes_do(one: int, other: int) -> None:
    first, second = one.to_bytes(16, "big"), other.to_bytes(16, "big")

    assert (id_from_bytes(first) < id_from_bytes(second)) == (first < second)


@given(st.text())
def test_other_text_is_never_taken_for_an_id(text: str) -> None:
    if is_id(text):
        assert id_from_bytes(id_to_bytes(text)) == text
    else:
        with pytest.raises(ValueError, match="is not an id"):
            id_to_bytes(text)


def test_a_new_id_carries_its_time_its_version_and_its_variant() -> None:
    raw = int.from_bytes(id_to_bytes(uuid7(EPOCH + timedelta(milliseconds=1234), 2**74 - 1)), "big")

    assert raw >> 80 == 1234
    assert raw >> 76 & 0xF == 7
    assert raw >> 62 & 0b11 == 0b10


@pytest.mark.parametrize("text", ["", "0" * 25, "8" + "0" * 25, "0" * 25 + "\n", "0" * 25 + "I"])
def test_near_misses_are_not_ids(text: str) -> None:
    assert not is_id(text)
