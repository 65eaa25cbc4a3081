"""Pages and cursors: opaque, exact, and good only where they came from."""

import base64

import pytest
from hypothesis import given
from hypothesis import strategies as st

from phantom_core.kernel import Cursor, Invalid, Page, PageRequest, cursor_after, position

TEXT = st.text(alphabet=st.characters(exclude_categories=["Cs"], exclude_characters="\0"))


@given(TEXT, st.integers(min_value=-(2**63), max_value=2**63 - 1))
def test_a_cursor_gives_back_the_keys_it_was_made_of(name: str, number: int) -> None:
    request = PageRequest(cursor=cursor_after("songs", name, number))

    assert position(request, "songs", str, int) == [name, number]


@given(st.text())
def test_a_made_up_cursor_is_refused(text: str) -> None:
    with pytest.raises(Invalid, match="cursor"):
        position(PageRequest(cursor=Cursor(text)), "songs", str)


@pytest.mark.parametrize(
    "keys",
    ['["artists","a"]', '["songs",1]', '["songs",true]', '["songs","a","b"]', '["songs",' * 9],
)
def test_a_cursor_of_another_list_or_shape_is_refused(keys: str) -> None:
    forged = Cursor(base64.urlsafe_b64encode(keys.encode()).decode())

    with pytest.raises(Invalid, match="cursor"):
        position(PageRequest(cursor=forged), "songs", str)


@pytest.mark.parametrize("key", [2**63, -(2**63) - 1, "a\0b", "\ud800"])
def test_a_key_no_database_can_hold_is_refused(key: str | int) -> None:
    forged = cursor_after("songs", key)

    with pytest.raises(Invalid, match="cursor"):
        position(PageRequest(cursor=forged), "songs", type(key))


def test_the_first_page_has_no_position() -> None:
    assert position(PageRequest(), "songs", str) is None


@pytest.mark.parametrize("limit", [0, 201, -1])
def test_a_page_has_one_to_two_hundred_items(limit: int) -> None:
    with pytest.raises(Invalid, match="limit"):
        PageRequest(limit=limit)


def test_a_page_says_where_to_go_on_only_if_there_is_more() -> None:
    whole = Page.of([1, 2], 2, lambda item: cursor_after("n", item))
    part = Page.of([1, 2, 3], 2, lambda item: cursor_after("n", item))

    assert whole == Page([1, 2], None)
    assert part == Page([1, 2], cursor_after("n", 2))
    assert part.map(str).items == ["1", "2"]
