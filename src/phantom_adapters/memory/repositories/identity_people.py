"""Users as others see them, in memory."""

from collections.abc import Collection, Iterator, Mapping

import attrs

from phantom_adapters.memory.repositories.identity_tables import IdentityTables
from phantom_core.identity.listing import after_name, name_cursor
from phantom_core.identity.people_filter import ANYBODY, PeopleFilter, profile_words
from phantom_core.identity.people_search import NameRank, name_key, rank
from phantom_core.identity.ports import People
from phantom_core.identity.user import Person, UserStatus
from phantom_core.kernel import Page, PageRequest, UserId

__all__ = ["MemoryPeople"]


@attrs.frozen
class _Found:
    rank: NameRank
    key: str
    person: Person

    @property
    def place(self) -> tuple[int, str, str]:
        return self.rank, self.key, self.person.id


class MemoryPeople(People):
    """All users, looked through one by one."""

    def __init__(self, tables: IdentityTables) -> None:
        self._tables = tables

    def of(self, user_ids: Collection[UserId]) -> Mapping[UserId, Person]:
        """Those of the users named that there are."""
        found = [user for user_id in user_ids if (user := self._tables.users.find(user_id))]
        return {user.id: user.person for user in found}

    def active(self, user_id: UserId) -> bool:
        """Whether there is such a user, and their account is active."""
        user = self._tables.users.find(user_id)
        return user is not None and user.active

    def erased(self, user_id: UserId) -> bool:
        """Whether there was such a user, who has been erased."""
        user = self._tables.users.find(user_id)
        return user is not None and user.status is UserStatus.ERASED

    def search(
        self,
        key: str,
        *,
        seen_by: UserId | None,
        page: PageRequest,
        wanted: PeopleFilter = ANYBODY,
    ) -> Page[Person]:
        """People who fit a key, the best first."""
        begin = after_name(page)
        rows = sorted(self._fitting(key, seen_by, wanted), key=lambda found: found.place)
        rest = [found for found in rows if begin is None or found.place > begin]
        cut = Page.of(
            rest, page.limit, lambda found: name_cursor(found.rank, found.key, found.person.id)
        )
        return cut.map(lambda found: found.person)

    def _fitting(self, key: str, seen_by: UserId | None, wanted: PeopleFilter) -> Iterator[_Found]:
        asked = frozenset(wanted.words)
        for user in self._tables.users:
            profile = self._tables.profiles.find(user.id)
            person = self._tables.shown(user.id, seen_by=seen_by)
            fit = rank(key, user.username, user.display_name)
            if person is None or fit is None or profile is None:
                continue
            if profile.discoverable and asked <= profile_words(profile):
                yield _Found(fit, name_key(user.username, user.display_name), person)
