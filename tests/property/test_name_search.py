"""Laws of finding things by their names.

- A name is found by itself exactly, by its beginnings, by each of its words, in any order, and by
  what is inside of it.
- Case, accents and apostrophes are nothing; what is compared is stable: spelling it again changes
  nothing.
- A thing has few words, none long, and a query even fewer.
- All pages together are the list: sorted, without gap or repeat, however it is cut; and what is
  found is what fits.
"""

import asyncio
import unicodedata

from hypothesis import given
from hypothesis import strategies as st

from phantom_adapters.contracts.catalog_examples import all_pages, artist, genre, write
from phantom_adapters.memory import MemoryStorage
from phantom_core.catalog import CatalogWork
from phantom_core.kernel import (
    LONGEST_KEY,
    NameQuery,
    NameRank,
    name_key,
    name_words,
    spelled,
)

LETTERS = st.characters(codec="utf-8", categories=["L", "M", "N", "P", "S", "Zs"])
NAMES = st.text(LETTERS, min_size=1, max_size=40).filter(str.strip)


@given(NAMES)
def test_a_name_is_found_by_itself(name: str) -> None:
    found = NameQuery.of(name).rank(name)
    has_words = bool(name_words(name))

    assert found is (NameRank.EXACT if has_words else NameRank.INSIDE)


@given(NAMES, st.data())
def test_a_name_is_found_by_its_beginnings(name: str, data: st.DataObject) -> None:
    key = name_key(name)
    query = NameQuery.of(key[: data.draw(st.integers(1, len(key)))])
    found = query.rank(name)

    assert found is not None
    if name_words(query.key):
        assert found <= NameRank.START


@given(NAMES, NAMES, st.randoms())
def test_a_name_is_found_by_its_words_in_any_order(name: str, other: str, chance: object) -> None:
    words = sorted(name_words(name, other))[:4]
    chance.shuffle(words)  # type: ignore[attr-defined]
    query = " ".join(words)
    if words and len(query) <= LONGEST_KEY:
        found = NameQuery.of(query).rank(name, other)

        assert found is not None
        assert found <= NameRank.WORD


@given(NAMES, st.data())
def test_a_name_is_found_by_what_is_inside(name: str, data: st.DataObject) -> None:
    whole = spelled(name)
    begin = data.draw(st.integers(0, len(whole) - 1))
    part = whole[begin : begin + data.draw(st.integers(1, 8))]
    if part.strip():
        assert NameQuery.of(part).rank(name) is not None


@given(NAMES)
def test_case_accents_and_apostrophes_are_nothing(name: str) -> None:
    other = unicodedata.normalize("NFD", name.swapcase())
    if spelled(other) == spelled(name):
        assert NameQuery.of(other).rank(name) == NameQuery.of(name).rank(other)
    assert spelled("Don't") == spelled("DON\u2019T") == "dont"
    assert spelled(spelled(name)) == spelled(name)


@given(st.text(LETTERS, max_size=200))
def test_words_are_few_and_short(name: str) -> None:
    query = NameQuery.of(name)

    assert len(name_words(name)) <= 32
    assert all(0 < len(word) <= LONGEST_KEY for word in name_words(name))
    assert len(query.words) <= 8
    assert bool(query.words) == bool(query.key)


SHORT = st.lists(st.sampled_from("ab'é "), min_size=1, max_size=6).map("".join)


@given(st.lists(SHORT.filter(str.strip), max_size=8), SHORT, st.integers(1, 4))
def test_pages_are_the_list_of_what_fits(names: list[str], text: str, limit: int) -> None:
    artists = [artist(number, name) for number, name in enumerate(names)]
    query = NameQuery.of(text)

    def fill(work: CatalogWork) -> None:
        work.genres.add(genre(1))
        for each in artists:
            work.artists.add(each)

    async def go() -> list[tuple[int, str, str]]:
        storage = MemoryStorage()
        await write(storage, fill)
        found = await all_pages(
            storage, lambda work, page: work.artists.search(query, page), limit=limit
        )
        return [(query.rank(each.name) or 0, name_key(each.name), each.id) for each in found]

    places = asyncio.run(go())
    fitting = {each.id for each in artists if query.rank(each.name) is not None}

    assert places == sorted(places)
    assert len(places) == len(fitting)
    assert {place[2] for place in places} == fitting
