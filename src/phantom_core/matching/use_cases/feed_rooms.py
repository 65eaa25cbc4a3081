"""Recommending rooms."""

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from typing import Final

import attrs

from phantom_core.kernel import (
    Access,
    ArtistId,
    Checked,
    GenreId,
    Id,
    Query,
    UserId,
    between,
    ruled,
)
from phantom_core.kernel.people import Person
from phantom_core.matching.company import room_score, room_similarity
from phantom_core.matching.feed_ports import OpenRoom
from phantom_core.matching.feed_reasons import (
    FeedReason,
    because_company,
    because_crowd,
    because_genre,
    because_played,
)
from phantom_core.matching.feeds import (
    MOST_RECOMMENDED,
    RecommendedRoom,
    local_statistics,
    shown_liking,
)
from phantom_core.matching.ports import FeedsWork
from phantom_core.matching.profile import TasteProfile
from phantom_core.matching.reasons import told_items
from phantom_core.matching.scorer import Facet, Scorer, Similarity
from phantom_core.matching.use_cases._feeding import friends_of, named, own_taste

__all__ = ["RecommendRooms"]

_CANDIDATES: Final = 60
_LISTENED_TO: Final = 30
_HEARD: Final = 12


@attrs.frozen(kw_only=True)
class _Candidate:
    room: OpenRoom
    similarity: Similarity
    friends: tuple[Person, ...]

    @property
    def value(self) -> float:
        """What it is ranked by."""
        return room_score(self.similarity.score, len(self.friends))

    @property
    def place(self) -> tuple[float, int, Id]:
        """Where it stands; the greatest first."""
        return self.value, self.room.people_present, self.room.id


@attrs.frozen(kw_only=True)
class RecommendRooms(Checked, Query[Sequence[RecommendedRoom]]):
    """Find public rooms that suit one: for what they play, and for who is in them.

    One's own taste is enough: no consent is needed, and without a taste the fullest rooms come
    first. Rooms that one is in are left out, and those of somebody whom one does not see.

    Raises: Invalid.
    """

    access = Access.PERSON
    limit: int = ruled(between(1, MOST_RECOMMENDED), default=20)

    def run(self, work: FeedsWork) -> Sequence[RecommendedRoom]:
        """Answer them, the best first."""
        taste = own_taste(work)
        scorer = Scorer(local_statistics(work.taste_census.current(), taste))
        there = _company(work, friends_of(work))
        rooms = _candidates(work, taste, [room for room, _ in there.values()])
        ranked = [
            _Candidate(
                room=room,
                similarity=_similarity(work, scorer, taste, room, heard=place < _LISTENED_TO),
                friends=tuple(there[room.id][1]) if room.id in there else (),
            )
            for place, room in enumerate(rooms)
        ]
        ranked.sort(key=lambda each: each.place, reverse=True)
        return _told(work, ranked[: self.limit])


def _company(
    work: FeedsWork, friends: Mapping[UserId, Person]
) -> Mapping[Id, tuple[OpenRoom, list[Person]]]:
    found: dict[Id, tuple[OpenRoom, list[Person]]] = {}
    for friend in friends.values():
        for room in work.open_rooms.around(friend.id):
            found.setdefault(room.id, (room, []))[1].append(friend)
    return found


def _candidates(
    work: FeedsWork, taste: TasteProfile, others: Sequence[OpenRoom]
) -> Sequence[OpenRoom]:
    """Rooms near to a taste, and others, without those that are not for the actor."""
    me = work.actor.person
    artists = [ArtistId(artist) for artist, _ in taste.artists]
    genres = [GenreId(genre) for genre, _ in taste.genres]
    near = work.open_rooms.near(artists, genres, _CANDIDATES)
    rooms = {room.id: room for room in (*others, *near)}
    for room in work.open_rooms.around(me):
        rooms.pop(room.id, None)
    hosts = {host for room in rooms.values() for host in room.hosts} - {me}
    unseen = set(work.blocks.among(me, hosts))
    return [room for room in rooms.values() if unseen.isdisjoint(room.hosts)]


def _similarity(
    work: FeedsWork, scorer: Scorer, taste: TasteProfile, room: OpenRoom, *, heard: bool
) -> Similarity:
    plays: Counter[Id] = Counter(work.open_rooms.heard(room.id, _HEARD) if heard else ())
    if room.artist_id is not None:
        plays[room.artist_id] += 1
    genres = [] if room.genre_id is None else [(room.genre_id, 1.0)]
    return room_similarity(scorer, taste, list(plays.items()), genres)


def _told(work: FeedsWork, rooms: Sequence[_Candidate]) -> Sequence[RecommendedRoom]:
    items = told_items(each.similarity for each in rooms)
    names = work.feed_catalogue.names([Id(item) for item in items])
    return [
        RecommendedRoom(
            room_id=each.room.id,
            score=shown_liking(each.value),
            reasons=tuple(_reasons(each, names)),
        )
        for each in rooms
    ]


def _reasons(each: _Candidate, names: Mapping[Id, str]) -> Iterator[FeedReason]:
    items: defaultdict[Facet, list[Id]] = defaultdict(list)
    for part in sorted(each.similarity.parts, key=lambda part: -part.value):
        if part.item:
            items[part.facet].append(Id(part.item))
    artists = named(names, items[Facet.ARTISTS])
    genres = named(names, items[Facet.GENRES], 1)
    if artists:
        yield because_played(artists)
    if genres:
        yield because_genre(genres[0])
    if each.friends:
        yield because_company(each.friends)
    elif not artists and not genres:
        yield because_crowd(each.room.people_present)
