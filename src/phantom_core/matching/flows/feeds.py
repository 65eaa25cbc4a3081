"""Recommending people, in two steps: most of the time the feed of the day is there already."""

from collections.abc import Sequence

from phantom_core.kernel import Actor, Doer
from phantom_core.matching.feeds import RecommendedPerson
from phantom_core.matching.use_cases.feed_people import GetPeopleFeed, MakePeopleFeed

__all__ = ["recommended_people"]


async def recommended_people(
    phantom: Doer, *, actor: Actor, limit: int = 20
) -> Sequence[RecommendedPerson]:
    """Find people whom an actor may like to meet, the same all day; answered ones make room.

    Raises: NoMatching, HiddenOneself; Invalid.
    """
    found = await phantom.ask(GetPeopleFeed(limit=limit), actor=actor)
    if found is not None:
        return found
    return (await phantom.do(MakePeopleFeed(limit=limit), actor=actor)).value
