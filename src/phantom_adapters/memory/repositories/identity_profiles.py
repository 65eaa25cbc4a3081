"""Profiles in memory."""

from phantom_adapters.memory.repositories.identity_tables import IdentityTables
from phantom_core.identity.ports import Profiles
from phantom_core.identity.profile import Profile
from phantom_core.kernel import UserId

__all__ = ["MemoryProfiles"]


class MemoryProfiles(Profiles):
    """Profiles in a table."""

    def __init__(self, tables: IdentityTables) -> None:
        self._table = tables.profiles

    def add(self, profile: Profile) -> None:
        """Store a user's first profile."""
        self._table.add(profile)

    def get(self, user_id: UserId) -> Profile:
        """Find a user's profile."""
        return self._table.get(user_id)

    def put(self, profile: Profile) -> None:
        """Store a profile's new state."""
        self._table.put(profile)
