"""People are found by the beginnings of their names."""

import pytest

from phantom_core.identity.people_search import (
    LONGEST_TERM,
    NameRank,
    SearchTerm,
    name_key,
    query_key,
    rank,
    search_terms,
)


@pytest.mark.parametrize(
    ("query", "username", "display_name", "expected"),
    [
        ("drake", "aubrey", "Drake", NameRank.EXACT),
        ("drake", "Drake", "Somebody Else", NameRank.EXACT),
        ("drake", "bell", "Drake Bell", NameRank.START),
        ("drake", "drakes", "Zed", NameRank.START),
        ("drake", "nick", "Nick Drake", NameRank.WORD),
        ("drake", "sir.drake_9", "Zed", NameRank.WORD),
        ("nick drake", "nick", "NICK   DRÂKE", NameRank.EXACT),
        ("rake", "drake", "Drake", None),
        ("drakes", "drake", "Drake", None),
        ("", "ada", "Ada", NameRank.START),
    ],
)
def test_the_best_fit_counts(
    query: str, username: str, display_name: str, expected: NameRank | None
) -> None:
    assert rank(query_key(query), username, display_name) == expected


def test_every_word_is_a_beginning() -> None:
    assert search_terms("ada.l-x", "Ada of  Lovelace") == {
        SearchTerm("ada.l-x", whole=True),
        SearchTerm("l-x", whole=False),
        SearchTerm("x", whole=False),
        SearchTerm("ada of lovelace", whole=True),
        SearchTerm("of lovelace", whole=False),
        SearchTerm("lovelace", whole=False),
    }


def test_no_text_is_kept_twice() -> None:
    terms = search_terms("drake", "Nick Drake")

    assert SearchTerm("drake", whole=True) in terms
    assert len({term.text for term in terms}) == len(terms)


def test_long_names_give_few_and_short_terms() -> None:
    terms = search_terms("x" * 32, "\N{ARABIC LIGATURE SALLALLAHOU ALAYHE WASALLAM} a" * 21)

    assert len(terms) <= 16
    assert max(len(term.text) for term in terms) <= LONGEST_TERM


def test_who_has_no_letters_in_their_name_is_sorted_by_the_other_one() -> None:
    assert name_key("ada", "\u0301") == "ada"
    assert name_key("ada", "Zoë") == "zoe"
