"""What is read out of a text: whom it mentions, and the words that it is found by."""

import re
from collections.abc import Sequence
from typing import Final

from phantom_core.kernel import search_key

__all__ = ["MOST_MENTIONS", "MOST_TERMS", "mentioned_names", "query_terms", "search_words"]

MOST_MENTIONS: Final = 20
"""So many people at the most are mentioned in a message: the first ones named."""

MOST_TERMS: Final = 8
"""So many words of a query are looked for: its first."""

_LONGEST_TERM: Final = 64
_MENTION: Final = re.compile(r"(?<![A-Za-z0-9_.@-])@([A-Za-z0-9_.-]{3,})")
_LONGEST_NAME: Final = 32
_WORD: Final = re.compile(r"[^\W_]+")


def mentioned_names(text: str) -> Sequence[str]:
    """The user names that a text may mention, folded, as they come, each once.

    A name may end in signs that also end a sentence; so `@ada.` may be `ada.` or `ada`, and both
    are answered.
    """
    names: dict[str, None] = {}
    for found in _MENTION.findall(text):
        for name in (found, found.rstrip("._-")):
            if len(name) <= _LONGEST_NAME:
                names[name.lower()] = None
    return [*names][: 2 * MOST_MENTIONS]


def search_words(text: str) -> str:
    """All words of a text, folded, with a space before each, so that ` wo` finds a beginning."""
    return "".join(f" {word}" for word in _WORD.findall(search_key(text)))


def query_terms(query: str) -> Sequence[str]:
    """The words that a query looks for, folded: each must begin some word of a message."""
    terms = dict.fromkeys(word[:_LONGEST_TERM] for word in _WORD.findall(search_key(query)))
    return [*terms][:MOST_TERMS]
