"""Finding things by their names, as people type them.

A name fits a query if each word of the query begins a word of the name; it fits better if the name
begins as the query does, and best if it is the query. What merely holds each of the query's words
somewhere comes last. Case, accents and punctuation are nothing. A store keeps the words of names
sorted, so that it looks through whole names for what comes last only.
"""

import re
from enum import IntEnum
from typing import Final

import attrs

from phantom_core.kernel.ids import Id
from phantom_core.kernel.paging import Cursor, PageRequest, cursor_after, identifier_in, position
from phantom_core.kernel.rules import search_key

__all__ = [
    "LONGEST_KEY",
    "NameQuery",
    "NameRank",
    "Place",
    "after_place",
    "name_key",
    "name_words",
    "place_cursor",
    "spelled",
]

LONGEST_KEY: Final = 64
"""Queries, words and what lists go by are cut to so many characters."""

_MOST_WORDS: Final = 32
_MOST_ASKED: Final = 8
_WORD: Final = re.compile(r"[^\W_]+")
_APOSTROPHES: Final = str.maketrans("", "", "'\u2018\u2019\u02bc`")


class NameRank(IntEnum):
    """How well a name fits a query; less is better."""

    EXACT = 0
    START = 1
    WORD = 2
    INSIDE = 3


Place = tuple[NameRank, str, Id]
"""Where something stands among what was found: by rank, then by `name_key`, then by id."""


def spelled(name: str) -> str:
    """A name as it is compared: folded, without apostrophes; never empty for a name that is not."""
    folded = search_key(name)
    return search_key(folded.translate(_APOSTROPHES)) or folded or name


def name_key(name: str) -> str:
    """What names of the same rank are sorted by."""
    return spelled(name)[:LONGEST_KEY].rstrip()


def name_words(*names: str) -> frozenset[str]:
    """The first words of names, which are what queries begin."""
    return frozenset(
        word[:LONGEST_KEY] for name in names for word in _WORD.findall(spelled(name))[:_MOST_WORDS]
    )


@attrs.frozen
class NameQuery:
    """A query, ready to be compared.

    Attributes:
        key: the whole of it; empty, if every name fits.
        words: what must begin words, the longest first, as that fits the fewest; without any
            letter or digit in the query, the query itself.
    """

    key: str
    words: tuple[str, ...]

    @classmethod
    def of(cls, text: str) -> "NameQuery":
        """Make what somebody typed a query."""
        key = name_key(text) if text.strip() else ""
        words = dict.fromkeys(_WORD.findall(key)[:_MOST_ASKED] or ([key] if key else []))
        return cls(key, tuple(sorted(words, key=lambda word: (-len(word), word))))

    def rank(self, name: str, *others: str) -> NameRank | None:
        """How well a name fits; `None` if not at all.

        Args:
            name: the name.
            others: what else is said of it, where a word may be found too: a song's artist.
        """
        if all(self._begins_in(name_words(name, *others), word) for word in self.words):
            return self.rank_of(name_key(name))
        texts = [spelled(each) for each in (name, *others)]
        inside = all(any(word in text for text in texts) for word in self.words)
        return NameRank.INSIDE if inside else None

    def rank_of(self, key: str) -> NameRank:
        """How well a name with a `name_key` fits, of which it is known that each word does."""
        if key == self.key:
            return NameRank.EXACT
        return NameRank.START if key.startswith(self.key) else NameRank.WORD

    @staticmethod
    def _begins_in(words: frozenset[str], beginning: str) -> bool:
        return any(word.startswith(beginning) for word in words)


def place_cursor(listing: str, place: Place) -> Cursor:
    """The place after something that was found."""
    rank, key, identifier = place
    return cursor_after(listing, int(rank), key, identifier)


def after_place(page: PageRequest, listing: str) -> Place | None:
    """The place after which a page begins; `None` for the first. Raises: Invalid."""
    keys = position(page, listing, int, str, str)
    if keys is None:
        return None
    rank = min(max(int(keys[0]), NameRank.EXACT), NameRank.INSIDE)
    return NameRank(rank), str(keys[1]), identifier_in(keys[2])
