"""Recommending people: a feed for each day, made once and shown as the present allows."""

import zlib
from collections.abc import Collection, Iterator, Mapping, Sequence
from datetime import date
from itertools import islice
from typing import Final

import attrs

from phantom_core.kernel import Access, Checked, Command, Id, Query, UserId, between, ruled
from phantom_core.matching.bands import band_of, shown_score
from phantom_core.matching.daily_feed import FEED_LENGTH, DailyFeed, lot_of_day
from phantom_core.matching.errors import HiddenOneself
from phantom_core.matching.feed_order import feed_order
from phantom_core.matching.feed_reasons import (
    FeedReason,
    because_alike,
    because_explored,
    because_friends,
    because_new,
)
from phantom_core.matching.feeds import MOST_RECOMMENDED, RecommendedPerson
from phantom_core.matching.gathering import gathered
from phantom_core.matching.kept_taste import KeptTaste
from phantom_core.matching.ports import FeedsWork
from phantom_core.matching.reasons import reasons_for, told_items
from phantom_core.matching.use_cases._meeting import Meeting, Meetings
from phantom_core.matching.use_cases._sight import taking_part

__all__ = ["GetPeopleFeed", "MakePeopleFeed"]

_LIMIT: Final = between(1, MOST_RECOMMENDED)


@attrs.frozen(kw_only=True)
class GetPeopleFeed(Checked, Query[Sequence[RecommendedPerson] | None]):
    """Look at the people recommended today; `None` if the feed is to be made first.

    Raises: NoMatching, HiddenOneself; Invalid.
    """

    access = Access.PERSON
    limit: int = ruled(_LIMIT, default=20)

    def run(self, work: FeedsWork) -> Sequence[RecommendedPerson] | None:
        """Answer those who may be shown now, in the order of the day."""
        mine = _own(work)
        feed = _current(work, mine)
        if feed is None:
            return None
        shown = _still_shown(Meetings(work, mine), feed.shown, self.limit)
        return _told(work, shown, feed.explored) if len(shown) == self.limit else None


@attrs.frozen(kw_only=True)
class MakePeopleFeed(Checked, Command[Sequence[RecommendedPerson]]):
    """Make the feed of the day, or go on with it where it has run out, and look at it.

    Whom it has already shown today stays, in the same order, as far as they may be shown.

    Raises: NoMatching, HiddenOneself; Invalid.
    """

    access = Access.PERSON
    limit: int = ruled(_LIMIT, default=20)

    def run(self, work: FeedsWork) -> Sequence[RecommendedPerson]:
        """Answer those who may be shown now, in the order of the day."""
        mine = _own(work)
        meetings = Meetings(work, mine)
        before = work.daily_feeds.find(mine.user_id)
        current = _current(work, mine)
        shown = {} if current is None else _still_shown(meetings, current.shown, FEED_LENGTH)
        more, explored = _chosen(work, meetings, before, tuple(shown))
        feed = DailyFeed(
            user_id=mine.user_id,
            day=work.now.date(),
            basis=_basis(mine),
            shown=(*shown, *more),
            explored=(*(current.explored if current else ()), *explored),
            before=_seen(before, work.now.date()),
        )
        _keep(work, before, feed)
        found = {**shown, **more}
        first = {user_id: found[user_id] for user_id in feed.shown[: self.limit]}
        return _told(work, first, feed.explored)


def _own(work: FeedsWork) -> KeptTaste:
    """The actor's taste as others' scores see it; as it is, if they have just come."""
    me = work.actor.person
    mine = work.taste_profiles.find(me)
    if mine is not None and work.matching_facts.matchable(me, work.now.date()):
        return mine
    facts = taking_part(work)
    if not facts.discoverable:
        raise HiddenOneself("You are hidden: be discoverable to meet people.")
    return KeptTaste.begun(gathered(facts), work.now)


def _current(work: FeedsWork, mine: KeptTaste) -> DailyFeed | None:
    """Today's feed, if it was made for the taste of now."""
    feed = work.daily_feeds.find(mine.user_id)
    stands = feed is not None and feed.day == work.now.date() and feed.basis == _basis(mine)
    return feed if stands else None


def _basis(mine: KeptTaste) -> str:
    return f"{zlib.crc32(repr(mine.profile).encode()):08x}"


def _seen(feed: DailyFeed | None, today: date) -> tuple[UserId, ...]:
    """Who was shown before today."""
    if feed is None:
        return ()
    return feed.before if feed.day == today else feed.remembered


def _keep(work: FeedsWork, before: DailyFeed | None, feed: DailyFeed) -> None:
    """Store a feed; everybody counts once for each day and feed, however often that is made."""
    counted = before.shown if before is not None and before.day == feed.day else ()
    if feed != before:
        work.daily_feeds.put(feed)
        work.exposures.note(set(feed.shown) - set(counted), feed.day)


def _still_shown(
    meetings: Meetings, user_ids: Sequence[UserId], limit: int
) -> dict[UserId, Meeting]:
    """Those who may be shown now, up to so many, in their order; the others are not looked at."""
    shown: dict[UserId, Meeting] = {}
    rest = list(user_ids)
    while rest and len(shown) < limit:
        some, rest = rest[: limit - len(shown)], rest[limit - len(shown) :]
        found = meetings.of(some)
        shown |= {
            each: found[each] for each in some if each in found and meetings.may_be_shown(each)
        }
    return shown


def _chosen(
    work: FeedsWork, meetings: Meetings, feed: DailyFeed | None, kept: Sequence[UserId]
) -> tuple[dict[UserId, Meeting], tuple[UserId, ...]]:
    """Whom to show besides those who are shown already, and who of them is to be tried."""
    today, me = work.now.date(), work.actor.person
    found = meetings.of([each for each in meetings.candidates() if each not in set(kept)])
    ranked = feed_order(
        {user_id: meetings.value(meeting) for user_id, meeting in found.items()},
        exposures=work.exposures.of(found, today),
        seen=_seen(feed, today),
        lot=lot_of_day(me, today),
    )
    allowed = ((each, found[each]) for each in ranked.order if meetings.may_be_shown(each))
    chosen = dict(islice(allowed, FEED_LENGTH - len(kept)))
    return chosen, tuple(each for each in ranked.explored if each in chosen)


def _told(
    work: FeedsWork, shown: Mapping[UserId, Meeting], explored: Collection[UserId]
) -> Sequence[RecommendedPerson]:
    people = work.people.of(shown)
    items = told_items(meeting.similarity for meeting in shown.values())
    names = work.feed_catalogue.names([Id(item) for item in items])
    told = []
    for user_id, meeting in shown.items():
        score = shown_score(meeting.closeness)
        reasons = [*_reasons(meeting, work.actor.person, names)]
        if user_id in explored:
            reasons.append(because_explored())
        told.append(
            RecommendedPerson(
                person=people[user_id], score=score, band=band_of(score), reasons=tuple(reasons)
            )
        )
    return told


def _reasons(meeting: Meeting, me: UserId, names: Mapping[Id, str]) -> Iterator[FeedReason]:
    alike = reasons_for(meeting.similarity, me, {str(key): name for key, name in names.items()})
    yield from map(because_alike, alike)
    if meeting.friends:
        yield because_friends(meeting.friends)
    elif not alike:
        yield because_new()
