"""Every surface on which people are shown to people, and whom it must not show to whom."""

from collections.abc import Callable, Iterator
from enum import Enum, auto
from typing import Final

import attrs

from tests.leaks.society import NAMES, Society, mark

__all__ = ["SURFACES", "Kind", "Standing", "Surface"]


@attrs.define
class Standing:
    """How somebody stands: what the machine knows of it, told apart from what the server does.

    Attributes:
        blocked: whom they have blocked.
    """

    blocked: set[str] = attrs.field(factory=set)
    discoverable: bool = True
    consents: bool = True
    suspended: bool = False
    erased: bool = False

    @property
    def gone(self) -> bool:
        """Whether there is no such person any more, as far as others see."""
        return self.suspended or self.erased


class Kind(Enum):
    """Which people a surface leaves out.

    DISCOVERY: where people are found who are not looked for by name or tie.
    MATCHING: where people are found who suit each other.
    TIE: what one is to another: profiles and follows.
    HISTORY: what two have had with each other: direct chats, bookings, invites. Whoever has gone
        since is in it still, but not by name if they are erased.
    TOGETHER: where several are, who did not choose each other: rooms, groups, projects.
    """

    DISCOVERY = auto()
    MATCHING = auto()
    TIE = auto()
    HISTORY = auto()
    TOGETHER = auto()

    def hides(self, viewer: str, subject: str, standings: dict[str, Standing]) -> bool:
        """Whether a subject must not be seen there by a viewer."""
        mine, theirs = standings[viewer], standings[subject]
        if self is Kind.TOGETHER:
            return subject in mine.blocked
        apart = subject in mine.blocked or viewer in theirs.blocked
        hidden = not theirs.discoverable
        return {
            Kind.HISTORY: apart,
            Kind.TIE: apart or theirs.gone,
            Kind.DISCOVERY: apart or theirs.gone or hidden,
            Kind.MATCHING: apart or theirs.gone or hidden or not theirs.consents,
        }[self]


@attrs.frozen
class Surface:
    """A place where people are shown.

    Attributes:
        paths: what is asked for there, in the name of a viewer.
    """

    name: str
    kind: Kind
    paths: Callable[[Society, str], Iterator[str]]


def _at(path: str) -> Callable[[Society, str], Iterator[str]]:
    def paths(society: Society, _: str) -> Iterator[str]:
        yield path.format(**society.places)

    return paths


def _search(_: Society, viewer: str) -> Iterator[str]:
    yield "/api/users?limit=200"
    yield from (f"/api/users?q={mark(name)}" for name in NAMES if name != viewer)
    yield "/api/users?role=drummer"


def _of_others(path: str) -> Callable[[Society, str], Iterator[str]]:
    """What is asked about each of the others; what is found there is never their own name alone."""

    def paths(society: Society, viewer: str) -> Iterator[str]:
        yield from (path.format(user_id=society.id_of(name)) for name in NAMES if name != viewer)

    return paths


def _projects(society: Society, viewer: str) -> Iterator[str]:
    yield "/api/projects"
    yield from (
        f"/api/projects/{society.places[f'project of {name}']}" for name in NAMES if name != viewer
    )


SURFACES: Final = (
    Surface("search", Kind.DISCOVERY, _search),
    Surface("rooms that are found", Kind.HISTORY, _at("/api/rooms?artistId={artist}")),
    Surface("recommended rooms", Kind.HISTORY, _at("/api/recommendations/rooms")),
    Surface("recommended people", Kind.MATCHING, _at("/api/recommendations/users")),
    Surface("matches", Kind.MATCHING, _at("/api/matches?limit=200")),
    Surface("public profiles", Kind.TIE, _of_others("/api/users/{user_id}")),
    Surface("followers", Kind.TIE, _of_others("/api/users/{user_id}/followers")),
    Surface("following", Kind.TIE, _of_others("/api/users/{user_id}/following")),
    Surface("chats", Kind.HISTORY, _at("/api/messages/rooms")),
    Surface("bookings", Kind.HISTORY, _at("/api/bookings")),
    Surface("notifications", Kind.HISTORY, _at("/api/notifications?limit=200")),
    Surface("project invites", Kind.HISTORY, _at("/api/projects/invites")),
    Surface("members of a room", Kind.TOGETHER, _at("/api/rooms/{room}/members")),
    Surface("messages of a room", Kind.TOGETHER, _at("/api/rooms/{room}/messages")),
    Surface("messages of a group", Kind.TOGETHER, _at("/api/messages/rooms/{group}/messages")),
    Surface("search in a group", Kind.TOGETHER, _at("/api/messages/rooms/{group}/search?q=hello")),
    Surface("collaborators", Kind.TOGETHER, _at("/api/projects/{project of ada}/collaborators")),
)
"""All of them."""
