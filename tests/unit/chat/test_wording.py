"""What is read out of texts: names, and words."""

import pytest

from phantom_core.chat.wording import (
    MOST_MENTIONS,
    MOST_TERMS,
    mentioned_names,
    query_terms,
    search_words,
)


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("", []),
        ("@ada", ["ada"]),
        ("Hello @Ada, and @bob!", ["ada", "bob"]),
        ("@ada.", ["ada.", "ada"]),
        ("@drum-beat_1.x", ["drum-beat_1.x"]),
        ("ada@example.org", []),
        ("@@ada", []),
        ("@ab", []),
        ("@" + "x" * 33, []),
        ("@ada @ADA", ["ada"]),
        ("(@ada)", ["ada"]),
    ],
)
def test_names_are_what_stands_behind_an_at_sign(text: str, names: list[str]) -> None:
    assert list(mentioned_names(text)) == names


def test_so_many_names_are_looked_at() -> None:
    text = " ".join(f"@user{number}" for number in range(100))

    assert len(mentioned_names(text)) == 2 * MOST_MENTIONS


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", ""),
        ("Beyoncé at DAWN!", " beyonce at dawn"),
        ("snake_case 100%", " snake case 100"),
        ("東京 ｶﾅ", " 東京 カナ"),
        ("🎸", ""),
    ],
)
def test_words_are_folded_and_each_has_a_space_before_it(text: str, words: str) -> None:
    assert search_words(text) == words


def test_a_query_looks_for_each_of_its_first_words_once() -> None:
    assert list(query_terms("Dawn dawn, DÂWN dusk")) == ["dawn", "dusk"]
    assert len(query_terms(" ".join(f"w{number}" for number in range(20)))) == MOST_TERMS


def test_a_long_word_is_looked_for_by_its_beginning() -> None:
    assert list(query_terms("x" * 200)) == ["x" * 64]
