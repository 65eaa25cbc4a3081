"""Laws of finding people.

- Whoever is called something is found by every beginning of it, and of every word in it; words are
  parted by blanks, `_`, `.` and `-`.
- Who is found has a term that begins so; how well it fits never depends on case or accents.
- A person has few terms, none of them long, none of them twice.
- All pages together are the list: sorted, without gap or repeat, however it is cut.
"""

import asyncio
import re
import unicodedata

from hypothesis import given
from hypothesis import strategies as st

from phantom_core.identity import FindUsers, Person
from phantom_core.identity.people_search import (
    LONGEST_TERM,
    NameRank,
    name_key,
    query_key,
    rank,
    search_terms,
)
from phantom_core.kernel import Invalid, PageRequest, search_key
from tests.use_cases.identity.town import Town

LETTERS = st.characters(codec="utf-8", categories=["L", "M", "N", "P", "Zs"])
NAMES = st.text(LETTERS, min_size=1, max_size=64)
USERNAMES = st.sampled_from(["ada", "nick.drake", "x_y-z", "drake", "a.b.c.d.e.f.g.h.i.j.k.l"])


@given(USERNAMES, NAMES, st.data())
def test_whoever_is_called_something_is_found_by_its_beginnings(
    username: str, display_name: str, data: st.DataObject
) -> None:
    name = data.draw(st.sampled_from([username, display_name]))
    key = query_key(name)
    length = data.draw(st.integers(0, len(key)))
    found = rank(query_key(key[:length]), username, display_name)

    assert found is not None
    assert found <= NameRank.START


@given(USERNAMES, NAMES, st.data())
def test_words_are_found_by_their_beginnings(
    username: str, display_name: str, data: st.DataObject
) -> None:
    words = [word for word in re.split(r"[\s_.-]", search_key(display_name)) if word][:4]
    if words:
        word = data.draw(st.sampled_from(words))
        beginning = word[: data.draw(st.integers(1, len(word)))]

        assert rank(query_key(beginning), username, display_name) is not None


@given(USERNAMES, NAMES)
def test_case_and_accents_are_nothing(username: str, display_name: str) -> None:
    query = query_key(display_name)
    accented = unicodedata.normalize("NFD", display_name.swapcase())
    if query_key(accented) == query:
        assert rank(query_key(accented), username, display_name) == rank(
            query, username, display_name
        )


@given(USERNAMES, NAMES)
def test_terms_are_few_short_and_folded(username: str, display_name: str) -> None:
    terms = search_terms(username, display_name)

    assert len(terms) <= 16
    assert len({term.text for term in terms}) == len(terms)
    for term in terms:
        assert 0 < len(term.text) <= LONGEST_TERM
        assert query_key(term.text) == term.text


@given(st.lists(NAMES, min_size=1, max_size=8), st.integers(1, 4), st.sampled_from(["", "a", "1"]))
def test_pages_are_the_list(names: list[str], limit: int, query: str) -> None:
    async def go() -> None:
        town = Town.open()
        people = {}
        for number, name in enumerate(names):
            try:
                user = (await town.register(f"user{number}", display_name=name)).user
            except Invalid:
                continue
            people[user.id] = user
        ada = await town.somebody("onlooker")
        found: list[Person] = []
        page = PageRequest(limit=limit)
        while True:
            answer = await town.ask(FindUsers(query=query, page=page), ada)
            found += answer.items
            if answer.next is None:
                break
            page = PageRequest(limit=limit, cursor=answer.next)
        places = [
            (
                rank(query_key(query), person.username, person.display_name),
                name_key(person.username, person.display_name),
                person.id,
            )
            for person in found
        ]
        fitting = [
            user.id
            for user in people.values()
            if rank(query_key(query), user.username, user.display_name) is not None
        ]

        assert places == sorted(places)
        assert {person.id for person in found} - {ada.person} == set(fitting)
        assert len({person.id for person in found}) == len(found)

    asyncio.run(go())
