"""What clients send in calls: it is passed on to one participant, and not stored."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Annotated, Any, Final

import msgspec

from phantom_app.http.payloads import IdText, Payload
from phantom_app.socket.frame_parts import DoingFrame, TopicName
from phantom_core.calls import (
    AnswerOffer,
    CallId,
    HangUpCall,
    OfferMedia,
    PartyId,
    SendCandidates,
)
from phantom_core.kernel import Command, Id, Query, UserId, topic
from phantom_core.live import Json, Signal

__all__ = [
    "FRAMES",
    "Answer",
    "CandidatePayload",
    "CandidatesData",
    "DescriptionData",
    "HangUp",
    "HangUpData",
    "Ice",
    "Offer",
]

_LONGEST_SDP: Final = 48_000
_LONGEST_CANDIDATE: Final = 1024
_MOST_CANDIDATES: Final = 32


class CandidatePayload(Payload):
    """A way to somebody: an `RTCIceCandidateInit`, as browsers make it."""

    candidate: Annotated[str, msgspec.Meta(max_length=_LONGEST_CANDIDATE)]
    sdp_mid: Annotated[str, msgspec.Meta(max_length=64)] | None = None
    sdp_m_line_index: Annotated[int, msgspec.Meta(ge=0, le=1024)] | None = msgspec.field(
        default=None, name="sdpMLineIndex"
    )
    username_fragment: Annotated[str, msgspec.Meta(max_length=256)] | None = None


class _Spoken(Payload):
    call_id: IdText
    to: IdText
    party: Annotated[
        IdText | None,
        msgspec.Meta(description="One's own joining, where several devices may be in the call."),
    ] = None

    def whom(self) -> dict[str, Any]:
        """The call, the other, and the joining that speaks."""
        return {
            "call_id": CallId(Id(self.call_id)),
            "to": UserId(Id(self.to)),
            "party": None if self.party is None else PartyId(Id(self.party)),
        }


class DescriptionData(_Spoken):
    """A session description for another participant."""

    sdp: Annotated[str, msgspec.Meta(min_length=1, max_length=_LONGEST_SDP)]


class CandidatesData(_Spoken):
    """Ways to oneself for another participant; `null` says that there will be no more."""

    candidates: Annotated[
        list[CandidatePayload | None], msgspec.Meta(min_length=1, max_length=_MOST_CANDIDATES)
    ]


class HangUpData(Payload):
    """Which call to leave."""

    call_id: IdText
    to: IdText | None = None
    party: IdText | None = None


class Offer(DoingFrame, tag="call.offer"):
    """Offer another participant what shall flow between the two.

    Where both offer at once, the lesser user id's offer stands, and the other is refused.
    """

    topic: TopicName = ""
    data: DescriptionData

    def command(self) -> Command[PartyId]:
        """Whether one may."""
        return OfferMedia(**self.data.whom())

    def signals(self, value: PartyId, by: UserId, at: datetime) -> Sequence[Signal]:
        """What the other is told."""
        return [_passed_on("call.offer", self.data, value, by, at)]


class Answer(DoingFrame, tag="call.answer"):
    """Answer another participant's offer, within a minute."""

    topic: TopicName = ""
    data: DescriptionData

    def command(self) -> Command[PartyId]:
        """Whether one may."""
        return AnswerOffer(**self.data.whom())

    def signals(self, value: PartyId, by: UserId, at: datetime) -> Sequence[Signal]:
        """What the other is told."""
        return [_passed_on("call.answer", self.data, value, by, at)]


class Ice(DoingFrame, tag="call.ice"):
    """Tell another participant of ways to oneself, several at a time."""

    topic: TopicName = ""
    data: CandidatesData

    def command(self) -> Query[PartyId]:
        """Whether one may."""
        return SendCandidates(**self.data.whom())

    def signals(self, value: PartyId, by: UserId, at: datetime) -> Sequence[Signal]:
        """What the other is told."""
        return [_passed_on("call.ice", self.data, value, by, at)]


class HangUp(DoingFrame, tag="call.hangup"):
    """Leave a call; everybody in the room is told."""

    topic: TopicName = ""
    data: HangUpData

    def command(self) -> Command[None]:
        """Leave it."""
        party = None if self.data.party is None else PartyId(Id(self.data.party))
        return HangUpCall(call_id=CallId(Id(self.data.call_id)), party=party)


def _passed_on(
    name: str, data: DescriptionData | CandidatesData, party: PartyId, by: UserId, at: datetime
) -> Signal:
    said: Mapping[str, Json]
    if isinstance(data, DescriptionData):
        said = {"sdp": data.sdp}
    else:
        said = {"candidates": msgspec.to_builtins(data.candidates)}
    return Signal(
        topic=topic("user", UserId(Id(data.to))),
        name=name,
        at=at,
        by=by,
        data={"call_id": data.call_id, "party": party, **said},
    )


FRAMES: Final = (Offer, Answer, Ice, HangUp)
"""All of them."""
