"""Looking at one's matches."""

import attrs

from phantom_core.kernel import Access, Page, PageRequest, Query
from phantom_core.matching.match import MatchStatus
from phantom_core.matching.ports import MatchingWork
from phantom_core.matching.use_cases._comparing import compared
from phantom_core.matching.use_cases._sight import taking_part
from phantom_core.matching.views import ShownMatch, shown

__all__ = ["ListMatches"]

_STANDING = (MatchStatus.SUGGESTED, MatchStatus.LIKED, MatchStatus.MATCHED)


@attrs.frozen(kw_only=True)
class ListMatches(Query[Page[ShownMatch]]):
    """List one's matches, the highest score first; the dismissed ones only where asked for.

    Attributes:
        status: which of them; all but the dismissed ones, if it is not said.

    Raises: NoMatching; Invalid, for a foreign cursor.
    """

    access = Access.PERSON
    status: MatchStatus | None = None
    page: PageRequest = PageRequest()

    def run(self, work: MatchingWork) -> Page[ShownMatch]:
        """Answer a page of them."""
        me = taking_part(work).user_id
        statuses = _STANDING if self.status is None else (self.status,)
        found = work.matches.of(me, statuses, self.page, work.now.date())
        others = [match.peer_of(me) for match in found.items]
        people, alike = work.people.of(others), compared(work, me, others)
        seen = [
            shown(match, me, people[other], alike[other])
            for match, other in zip(found.items, others, strict=True)
        ]
        return Page([each for each in seen if each is not None], found.next)
