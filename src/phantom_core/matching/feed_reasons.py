"""Why something is recommended, in sentences for the one who looks.

A sentence names only what that one may know: artists and genres that are in the catalogue, and
people whom they see.
"""

from collections.abc import Sequence
from enum import StrEnum

import attrs

from phantom_core.kernel import Id, Person
from phantom_core.matching.reasons import Reason

__all__ = [
    "FeedReason",
    "FeedReasonKind",
    "because_alike",
    "because_company",
    "because_crowd",
    "because_explored",
    "because_friends",
    "because_genre",
    "because_liked_beside",
    "because_new",
    "because_played",
    "because_popular",
]


class FeedReasonKind(StrEnum):
    """What speaks for something: what two people share, or else where it comes from."""

    ARTISTS = "artists"
    GENRES = "genres"
    SOUND = "sound"
    TAGS = "tags"
    ROLES = "roles"
    SOUGHT = "sought"
    FRIENDS = "friends"
    COMPANY = "company"
    CROWD = "crowd"
    POPULAR = "popular"
    NEW = "new"
    EXPLORED = "explored"


@attrs.frozen(kw_only=True)
class FeedReason:
    """One thing that speaks for a recommendation.

    Attributes:
        text: a sentence for the one who looks.
        items: ids of artists, genres or people, or words; what counted most comes first.
    """

    kind: FeedReasonKind
    text: str
    items: tuple[str, ...] = ()


def because_alike(reason: Reason) -> FeedReason:
    """A person, for what both have in common."""
    kind = FeedReasonKind(reason.kind.value)
    return FeedReason(kind=kind, text=reason.text, items=reason.items)


def because_friends(friends: Sequence[Person]) -> FeedReason:
    """A person, for those whom one follows and who follow them."""
    return _of_people(FeedReasonKind.FRIENDS, "Followed by {}, whom you follow.", friends)


def because_new() -> FeedReason:
    """A person of whom too little is known yet."""
    return FeedReason(kind=FeedReasonKind.NEW, text="New here: be among the first to say hello.")


def because_explored() -> FeedReason:
    """A person who would not have come so far by taste alone."""
    return FeedReason(kind=FeedReasonKind.EXPLORED, text="A look beyond your usual taste.")


def because_played(artists: Sequence[tuple[Id, str]]) -> FeedReason:
    """A room, for the favourites that it plays."""
    return _of_things(FeedReasonKind.ARTISTS, "It plays {}, whom you like.", artists)


def because_company(people: Sequence[Person]) -> FeedReason:
    """A room, for those who are in it."""
    verb = "is" if len(people) == 1 else "are"
    return _of_people(FeedReasonKind.COMPANY, "{} " + verb + " in it now.", people)


def because_crowd(people_present: int) -> FeedReason:
    """A room, for how many are in it."""
    text = "It is open: be the first in it."
    if people_present:
        text = f"{_counted(people_present, 'person is', 'people are')} in it now."
    return FeedReason(kind=FeedReasonKind.CROWD, text=text)


def because_liked_beside(artists: Sequence[tuple[Id, str]]) -> FeedReason:
    """An artist, for what those like beside them who have one's taste."""
    return _of_things(
        FeedReasonKind.ARTISTS, "People who like {} as you do like them too.", artists
    )


def because_genre(genre: tuple[Id, str]) -> FeedReason:
    """A room or an artist, for a genre that one likes."""
    return _of_things(FeedReasonKind.GENRES, "It is {}, which you like.", [genre])


def because_popular(genre: tuple[Id, str] | None) -> FeedReason:
    """An artist whom many like."""
    if genre is None:
        return FeedReason(kind=FeedReasonKind.POPULAR, text="Many people here like them.")
    return _of_things(
        FeedReasonKind.POPULAR, "Much liked by those who like {}, as you do.", [genre]
    )


def _of_things(kind: FeedReasonKind, text: str, things: Sequence[tuple[Id, str]]) -> FeedReason:
    names = _listed([name for _, name in things])
    return FeedReason(kind=kind, text=text.format(names), items=tuple(each for each, _ in things))


def _of_people(kind: FeedReasonKind, text: str, people: Sequence[Person]) -> FeedReason:
    first, rest = people[0], len(people) - 1
    names = first.display_name
    if rest == 1:
        names = f"{names} and {people[1].display_name}"
    elif rest > 1:
        names = f"{names} and {rest} others"
    return FeedReason(
        kind=kind, text=text.replace("{}", names), items=tuple(person.id for person in people)
    )


def _listed(words: Sequence[str]) -> str:
    return " and ".join([", ".join(words[:-1]), words[-1]] if words[1:] else words)


def _counted(number: int, one: str, many: str) -> str:
    return f"{number} {one if number == 1 else many}"
