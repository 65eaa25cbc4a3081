"""Narrowing a search for people by what their profiles say.

What a profile says is compared word for word: `drummer` finds `Drummer`, not `drum machine`. A
store keeps the words of each profile beside it, so that a search reads only those who have them.
"""

from collections.abc import Iterator
from typing import Final

import attrs

from phantom_core.identity.people_search import query_key
from phantom_core.identity.profile import Profile

__all__ = ["ANYBODY", "PeopleFilter", "profile_words"]


@attrs.frozen(kw_only=True)
class PeopleFilter:
    """Who is looked for: people of whom all that is given here is true.

    Case and accents are nothing.

    Attributes:
        role: one of what they do.
        instrument: one of what they play.
        tag: one of their tags.
        region: where they are.
    """

    role: str | None = None
    instrument: str | None = None
    tag: str | None = None
    region: str | None = None

    @property
    def words(self) -> tuple[str, ...]:
        """Which of `profile_words` somebody must have, in an order that is always the same."""
        asked = attrs.asdict(self)
        return tuple(_word(kind, text) for kind, text in asked.items() if text is not None)


ANYBODY: Final = PeopleFilter()
"""Asks for nothing."""


def profile_words(profile: Profile) -> frozenset[str]:
    """What a profile is found by: each word with its kind before it."""
    return frozenset(_words(profile))


def _words(profile: Profile) -> Iterator[str]:
    yield from (_word("role", role) for role in profile.roles)
    yield from (_word("instrument", instrument) for instrument in profile.instruments)
    yield from (_word("tag", tag) for tag in profile.tags)
    if profile.region is not None:
        yield _word("region", profile.region)


def _word(kind: str, text: str) -> str:
    return f"{kind}:{query_key(text)}"
