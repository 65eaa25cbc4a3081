"""What feeds of all kinds begin with."""

from collections.abc import Collection, Mapping, Sequence
from typing import Final, TypeVar

from phantom_core.kernel import Id, PageRequest, Person, UserId
from phantom_core.matching.feeds import listening_taste
from phantom_core.matching.match import MatchStatus
from phantom_core.matching.ports import FeedsWork
from phantom_core.matching.profile import TasteProfile

FRIENDS: Final = 50
"""Of so many whom one has followed last, and of so many matches, a feed takes notice."""

_Item = TypeVar("_Item", bound=Id)


def own_taste(work: FeedsWork) -> TasteProfile:
    """What the actor likes to hear, as they have chosen; no consent is needed for that."""
    me = work.actor.person
    return listening_taste(me, work.feed_catalogue.favourites(me))


def followed(work: FeedsWork, user_id: UserId, limit: int = FRIENDS) -> Sequence[Person]:
    """Whom somebody has followed last, as far as the actor sees them."""
    page = PageRequest(limit=limit)
    return work.follows.following(user_id, seen_by=work.actor.person, page=page).items


def friends_of(work: FeedsWork) -> Mapping[UserId, Person]:
    """Who follows the actor back, and whom they are matched with, as far as they see them.

    These may know of each other where they are; who is only followed is not looked for.
    """
    me = work.actor.person
    known = {person.id: person for person in followed(work, me)}
    back = work.follows.among(known, [me])
    people = {user_id: known[user_id] for user_id, _ in sorted(back)}
    page = PageRequest(limit=FRIENDS)
    matched = work.matches.of(me, (MatchStatus.MATCHED,), page, work.now.date())
    return {**people, **work.people.of([match.peer_of(me) for match in matched.items])}


def named(
    names: Mapping[Id, str], ids: Collection[_Item], limit: int = 3
) -> Sequence[tuple[_Item, str]]:
    """The first of some artists or genres, with what they are called."""
    return [(each, names[each]) for each in ids if each in names][:limit]
