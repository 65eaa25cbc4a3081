"""Finding people, and naming them."""

from collections.abc import Mapping
from typing import Final

import attrs

from phantom_core.identity.people_filter import PeopleFilter
from phantom_core.identity.people_search import query_key
from phantom_core.identity.ports import IdentityWork
from phantom_core.identity.use_cases._sight import viewer
from phantom_core.identity.user import Person
from phantom_core.kernel.access import Access
from phantom_core.kernel.actor import UserId
from phantom_core.kernel.commands import Query
from phantom_core.kernel.paging import Page, PageRequest
from phantom_core.kernel.rules import Checked, line, ruled

__all__ = ["FindUsers", "GetPeople"]

_WORD: Final = line(1, 40)


@attrs.frozen(kw_only=True)
class FindUsers(Checked, Query[Page[Person]]):
    """Find people by the beginning of a name or of a word in it, and by what their profiles say.

    Case and accents are nothing. An empty query lists everybody who lets themself be found.

    Attributes:
        role: one of the roles that they name, as a whole; so `instrument`, `tag` and `region`.

    Raises: Invalid.
    """

    access = Access.PERSON
    query: str = ruled(line(0, 100), default="")
    role: str | None = ruled(_WORD, default=None)
    instrument: str | None = ruled(_WORD, default=None)
    tag: str | None = ruled(_WORD, default=None)
    region: str | None = ruled(line(1, 80), default=None)
    page: PageRequest = PageRequest()

    def run(self, work: IdentityWork) -> Page[Person]:
        """Answer those who fit best first."""
        wanted = PeopleFilter(
            role=self.role, instrument=self.instrument, tag=self.tag, region=self.region
        )
        return work.people.search(
            query_key(self.query), seen_by=viewer(work), page=self.page, wanted=wanted
        )


@attrs.frozen(kw_only=True)
class GetPeople(Query[Mapping[UserId, Person]]):
    """Name the users who stand behind ids, where a list of those in office speaks of them."""

    access = Access.ADMIN
    user_ids: tuple[UserId, ...]

    def run(self, work: IdentityWork) -> Mapping[UserId, Person]:
        """Answer those that there are."""
        return work.people.of(self.user_ids)
