"""Recommending artists."""

from collections.abc import Iterator, Mapping, Sequence
from heapq import nlargest
from itertools import islice
from typing import Final

import attrs

from phantom_core.kernel import Access, ArtistId, Checked, GenreId, Id, Query, between, ruled
from phantom_core.matching.artist_votes import Neighbour, vote_for_artists
from phantom_core.matching.daily_feed import lot_of_day
from phantom_core.matching.feed_reasons import (
    FeedReason,
    because_genre,
    because_liked_beside,
    because_popular,
)
from phantom_core.matching.feeds import MOST_RECOMMENDED, RecommendedArtist, shown_liking
from phantom_core.matching.ports import FeedsWork
from phantom_core.matching.profile import TasteProfile
from phantom_core.matching.scorer import Scorer
from phantom_core.matching.statistics import TasteStatistics
from phantom_core.matching.use_cases._feeding import named, own_taste

__all__ = ["RecommendArtists"]

_MOST_LIKED: Final = 300
_GENRES: Final = 5
_SCALE: Final = 0.5


@attrs.frozen(kw_only=True)
class _Found:
    """An artist, what they are ranked by, and where they come from."""

    artist_id: ArtistId
    value: float
    because: tuple[ArtistId, ...] = ()
    genre: GenreId | None = None
    many: bool = False


@attrs.frozen(kw_only=True)
class RecommendArtists(Checked, Query[Sequence[RecommendedArtist]]):
    """Find artists whom one may like, and has not chosen yet.

    Those come first whom people of a like taste have chosen, if one lets oneself be matched; then
    those of one's own genres whom many have chosen, others of these genres, and who is liked by
    most. No person is named as a reason.

    Raises: Invalid.
    """

    access = Access.PERSON
    limit: int = ruled(between(1, MOST_RECOMMENDED), default=20)

    def run(self, work: FeedsWork) -> Sequence[RecommendedArtist]:
        """Answer them, the best first."""
        taste = own_taste(work)
        statistics = work.taste_census.current()
        known = {artist for artist, _ in taste.artists}
        found: dict[ArtistId, _Found] = {}
        for each in _all(work, taste, statistics):
            if each.artist_id not in known:
                found.setdefault(each.artist_id, each)
            if len(found) >= 2 * self.limit:
                break
        return list(islice(_told(work, list(found.values())), self.limit))


def _all(work: FeedsWork, taste: TasteProfile, statistics: TasteStatistics) -> Iterator[_Found]:
    yield from _voted(work, statistics)
    liked = list(_most_liked(work, statistics))
    genres = [GenreId(genre) for genre, _ in taste.genres[:_GENRES]]
    yield from (each for each in liked if each.genre in genres)
    yield from _drawn(work, genres)
    yield from (attrs.evolve(each, genre=None) for each in liked)
    if not genres:
        yield from _drawn(work, work.feed_catalogue.genres(_GENRES))


def _voted(work: FeedsWork, statistics: TasteStatistics) -> Iterator[_Found]:
    """Whom those vote for whom the actor resembles; for whom takes part in matching only."""
    me = work.actor.person
    kept = work.taste_profiles.find(me)
    if kept is None:
        return
    ties = {tie.other_id: tie for tie in work.neighbourhoods.lists_of([me])[me]}
    apart = set(work.blocks.among(me, ties))
    profiles = work.taste_profiles.of([other for other in ties if other not in apart])
    reaches = work.neighbourhoods.standings({me, *profiles})
    scorer = Scorer(statistics)
    neighbours = [
        Neighbour(
            profile=theirs.profile,
            closeness=scorer.reciprocal(ties[other].score, reaches[me].reach, reaches[other].reach),
            similarity=scorer.similarity(kept.profile, theirs.profile),
        )
        for other, theirs in profiles.items()
    ]
    whole = sum(neighbour.closeness for neighbour in neighbours) or 1.0
    for vote in vote_for_artists(kept.profile, neighbours, statistics, 2 * MOST_RECOMMENDED):
        because = tuple(ArtistId(artist) for artist in vote.because)
        yield _Found(artist_id=ArtistId(vote.artist_id), value=vote.score / whole, because=because)


def _most_liked(work: FeedsWork, statistics: TasteStatistics) -> Iterator[_Found]:
    counts = statistics.artists
    best = nlargest(_MOST_LIKED, counts, key=lambda artist: (counts[artist], artist))
    ids = [ArtistId(artist) for artist in best]
    genres = work.feed_catalogue.genres_of(ids)
    for artist in ids:
        if artist in genres:
            share = counts[artist] / max(statistics.people, 1)
            yield _Found(artist_id=artist, value=share * _SCALE, genre=genres[artist], many=True)


def _drawn(work: FeedsWork, genres: Sequence[GenreId]) -> Iterator[_Found]:
    """Some of each genre in turn, others every day."""
    lot = lot_of_day(work.actor.person, work.now.date())
    drawn = [
        [(artist, genre) for artist in work.feed_catalogue.artists_in(genre, lot, MOST_RECOMMENDED)]
        for genre in genres
    ]
    for place in range(max(map(len, drawn), default=0)):
        for each in drawn:
            if place < len(each):
                yield _Found(artist_id=each[place][0], value=0.0, genre=each[place][1])


def _told(work: FeedsWork, found: Sequence[_Found]) -> Iterator[RecommendedArtist]:
    things = {each.artist_id for each in found} | {each.genre for each in found if each.genre}
    things |= {artist for each in found for artist in each.because}
    names = work.feed_catalogue.names(things)
    best = shown_liking(max((each.value for each in found), default=0.0))
    for each in found:
        if each.artist_id in names:
            # Who was found in another way comes later, so is shown as no better.
            best = min(best, shown_liking(each.value))
            yield RecommendedArtist(
                artist_id=each.artist_id, score=best, reasons=tuple(_reasons(each, names))
            )


def _reasons(each: _Found, names: Mapping[Id, str]) -> Iterator[FeedReason]:
    liked = named(names, each.because)
    genres = named(names, [each.genre] if each.genre else [])
    if liked:
        yield because_liked_beside(liked)
    elif each.many:
        yield because_popular(genres[0] if genres else None)
    elif genres:
        yield because_genre(genres[0])
    else:
        yield because_popular(None)
