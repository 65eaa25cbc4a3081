"""Profiles over SQL."""

from typing import Final

from phantom_adapters.sql.rows import Rows
from phantom_adapters.sql.tables.identity import profile_words, profiles
from phantom_adapters.sql.transaction import Transaction
from phantom_adapters.sql.word_index import WordIndex
from phantom_core.identity.people_filter import profile_words as words_of
from phantom_core.identity.ports import Profiles
from phantom_core.identity.profile import Profile
from phantom_core.kernel import UserId

__all__ = ["SqlProfiles"]

_PROFILES: Final = Rows(profiles, Profile, noun="profile")
_WORDS: Final = WordIndex(profile_words)


class SqlProfiles(Profiles):
    """Profiles in a table, and beside it the words that they are found by."""

    def __init__(self, tx: Transaction) -> None:
        self._tx = tx

    def add(self, profile: Profile) -> None:
        """Store a user's first profile."""
        _PROFILES.add(self._tx, profile)
        _WORDS.add(self._tx, profile.user_id, words_of(profile))

    def get(self, user_id: UserId) -> Profile:
        """Find a user's profile, and hold it."""
        return _PROFILES.get(self._tx, user_id)

    def put(self, profile: Profile) -> None:
        """Store a profile's new state."""
        _PROFILES.put(self._tx, profile)
        _WORDS.put(self._tx, profile.user_id, words_of(profile))
