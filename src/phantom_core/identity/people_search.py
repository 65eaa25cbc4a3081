"""Finding people by what they are called.

A person is found by the beginning of a name, or of a word in it. The terms of a person are all
that a query may begin; a store keeps them sorted, so that a search reads only what it finds.
"""

import re
from collections.abc import Iterator
from enum import IntEnum
from typing import Final

import attrs

from phantom_core.kernel.rules import search_key

__all__ = [
    "LONGEST_TERM",
    "NameRank",
    "SearchTerm",
    "name_key",
    "query_key",
    "rank",
    "search_terms",
]

LONGEST_TERM: Final = 64
"""Terms and queries are cut to so many characters; folding may lengthen a name eighteen times."""

_MOST_WORDS: Final = 8
_WORD_STARTS: Final = re.compile(r"(?<=[\s_.-])(?=[^\s_.-])")


class NameRank(IntEnum):
    """How well a name fits a query; less is better."""

    EXACT = 0
    START = 1
    WORD = 2


@attrs.frozen(order=True)
class SearchTerm:
    """A text that a query may begin.

    Attributes:
        whole: whether it is a whole name, and not only its end from some word on.
    """

    text: str
    whole: bool

    def rank(self, query: str) -> NameRank | None:
        """How well it fits a query that has been made a key; `None` if not at all."""
        if not self.text.startswith(query):
            return None
        if not self.whole:
            return NameRank.WORD
        return NameRank.EXACT if self.text == query else NameRank.START


def query_key(query: str) -> str:
    """What a query is compared by."""
    return search_key(query)[:LONGEST_TERM].rstrip()


def name_key(username: str, display_name: str) -> str:
    """What people of the same rank are sorted by."""
    return query_key(display_name) or query_key(username)


def search_terms(username: str, display_name: str) -> frozenset[SearchTerm]:
    """All terms of a person."""
    whole = {key for key in (query_key(username), query_key(display_name)) if key}
    parts = {part for name in (username, display_name) for part in _endings(search_key(name))}
    return frozenset(
        {SearchTerm(key, whole=True) for key in whole}
        | {SearchTerm(part, whole=False) for part in parts - whole}
    )


def rank(query: str, username: str, display_name: str) -> NameRank | None:
    """How well a person fits a query that has been made a key; `None` if not at all."""
    ranks = [term.rank(query) for term in search_terms(username, display_name)]
    return min((found for found in ranks if found is not None), default=None)


def _endings(key: str) -> Iterator[str]:
    starts = [found.start() for found in _WORD_STARTS.finditer(key)]
    for start in starts[: _MOST_WORDS - 1]:
        yield key[start : start + LONGEST_TERM].rstrip()
