"""What people say to each other's suggestions, and what is recommended to them, drawn by chance."""

from typing import Any, Final

from hypothesis import strategies as st

from phantom_core import matching as m
from phantom_core.kernel import Command, Cursor, PageRequest, Query
from tests.agreement.identity_operations import Known, one_of

__all__ = ["commands", "queries"]

_LIMITS: Final = st.sampled_from([1, 3, 50])


def commands(known: Known) -> st.SearchStrategy[Command[Any]]:
    """Any command about matches and feeds; tastes are gathered often, as jobs would."""
    users = one_of(known.users)
    refreshing = st.builds(m.RefreshTaste, user_id=users)
    return st.one_of(
        *[refreshing, refreshing],
        st.builds(m.LikePerson, user_id=users),
        st.builds(m.DismissPerson, user_id=users),
        st.builds(m.MakePeopleFeed, limit=_LIMITS),
    )


def queries(known: Known) -> st.SearchStrategy[Query[Any]]:
    """Any query about matches and feeds."""
    cursors = st.none() | st.sampled_from([*known.cursors, Cursor("bm8")])
    pages = st.builds(PageRequest, limit=st.integers(1, 3), cursor=cursors)
    return st.one_of(
        st.builds(m.ListMatches, status=st.none() | st.sampled_from(m.MatchStatus), page=pages),
        st.builds(m.GetCompatibility, user_id=one_of(known.users)),
        *[
            st.builds(kind, limit=_LIMITS)
            for kind in (m.GetPeopleFeed, m.RecommendRooms, m.RecommendArtists)
        ],
        st.just(m.GetExposure()),
    )
