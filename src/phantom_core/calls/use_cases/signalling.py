"""What two participants of a call tell each other to find a way: offers, answers, candidates.

The server does not read what they say. It knows who may say it, to whom, and when.
"""

import attrs

from phantom_core.calls.call import CallId, CallLeaveReason, PartyId
from phantom_core.calls.errors import Glare, NoOffer
from phantom_core.calls.ports import CallsWork
from phantom_core.calls.use_cases._finding import call_of, myself
from phantom_core.calls.use_cases._leaving import hang_up
from phantom_core.kernel.access import Access
from phantom_core.kernel.actor import UserId
from phantom_core.kernel.commands import Command, Query
from phantom_core.kernel.errors import NotFound

__all__ = ["AnswerOffer", "HangUpCall", "OfferMedia", "SendCandidates"]


@attrs.frozen(kw_only=True)
class OfferMedia(Command[PartyId]):
    """Offer another participant what shall flow between the two.

    An offer may be answered for a minute. Where both offer at once, the one of the lesser user id
    stands, and takes the place of the other.

    Attributes:
        party: the joining that one speaks for, if more than one device may be in the call.

    Raises: NotFound, also for who is not in the call, or where one has blocked the other;
        OutsideRoom, CallOver, NotInCall, TakenOver; Glare, if the other's offer stands.
    """

    access = Access.PERSON
    call_id: CallId
    to: UserId
    party: PartyId | None = None

    def run(self, work: CallsWork) -> PartyId:
        """Note the offer, and answer who speaks."""
        party = _speaker(work, self.call_id, self.to, self.party)
        me = work.actor.person
        known = work.call_participants.negotiation(self.call_id, me, self.to)
        if known.gives_way(me, work.now):
            raise Glare
        work.call_participants.negotiate(known.offered(me, work.now))
        return party


@attrs.frozen(kw_only=True)
class AnswerOffer(Command[PartyId]):
    """Answer another participant's offer.

    Raises: as `OfferMedia`; NoOffer, if none of theirs is under way.
    """

    access = Access.PERSON
    call_id: CallId
    to: UserId
    party: PartyId | None = None

    def run(self, work: CallsWork) -> PartyId:
        """Note the answer, and answer who speaks."""
        party = _speaker(work, self.call_id, self.to, self.party)
        known = work.call_participants.negotiation(self.call_id, work.actor.person, self.to)
        if known.under_way(work.now) != self.to:
            raise NoOffer
        work.call_participants.negotiate(known.answered())
        return party


@attrs.frozen(kw_only=True)
class SendCandidates(Query[PartyId]):
    """Tell another participant of ways to oneself. Raises: as `OfferMedia`, but for Glare."""

    access = Access.PERSON
    call_id: CallId
    to: UserId
    party: PartyId | None = None

    def run(self, work: CallsWork) -> PartyId:
        """Answer who speaks."""
        return _speaker(work, self.call_id, self.to, self.party)


@attrs.frozen(kw_only=True)
class HangUpCall(Command[None]):
    """Leave a call. Doing it again changes nothing.

    Raises: NotFound, OutsideRoom, CallOver; TakenOver, if another device goes on with it.
    """

    access = Access.PERSON
    call_id: CallId
    party: PartyId | None = None

    def run(self, work: CallsWork) -> None:
        """Hang up."""
        call = call_of(work, self.call_id)
        me = work.actor.person
        if work.call_participants.find(call.id, me) is not None:
            myself(work, call, self.party)
            hang_up(work, call, me, CallLeaveReason.LEFT)


def _speaker(work: CallsWork, call_id: CallId, to: UserId, party: PartyId | None) -> PartyId:
    """Who speaks, if they may speak to another participant."""
    call = call_of(work, call_id)
    mine = myself(work, call, party)
    me = work.actor.person
    other = work.call_participants.find(call.id, to)
    if other is None or to == me or work.blocks.between(me, to):
        raise NotFound("participant", to)
    return mine.party
