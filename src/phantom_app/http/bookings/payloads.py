"""Bookings, on the wire."""

from typing import Annotated

import msgspec
from litestar import Response

from phantom_app.http.etags import versioned
from phantom_app.http.identity.payloads import PersonPayload, person_of
from phantom_app.http.payloads import IdText, InstantText, Payload, VersionNumber, instant
from phantom_core.booking import BookingStatus, BookingView, Proposal

__all__ = ["BookingPayload", "ProposalPayload", "booking_answer", "booking_of"]

_ZoneText = Annotated[
    str,
    msgspec.Meta(
        description="The IANA name of the time zone that was meant.", examples=["Europe/Berlin"]
    ),
]


class ProposalPayload(Payload):
    """Another time, which stands once the other side confirms it; without one, it is left open."""

    start_time: InstantText | None = None
    end_time: InstantText | None = None
    time_zone: _ZoneText | None = None
    proposed_by: IdText


class BookingPayload(Payload):
    """A booking."""

    id: IdText
    project_id: IdText
    project_name: str
    user_id: IdText
    user: Annotated[PersonPayload, msgspec.Meta(description="Who is booked.")]
    requested_by: IdText
    requester: Annotated[PersonPayload, msgspec.Meta(description="Who wants them.")]
    role: str | None = None
    note: str | None = None
    status: BookingStatus
    start_time: InstantText | None = None
    end_time: InstantText | None = None
    time_zone: _ZoneText | None = None
    proposal: Annotated[
        ProposalPayload | None,
        msgspec.Meta(description="Another time that one side has proposed, if one has."),
    ] = None
    cancelled_by: Annotated[
        IdText | None,
        msgspec.Meta(description="Who cancelled it; absent also where nobody in particular did."),
    ] = None
    reason: Annotated[str | None, msgspec.Meta(description="Why it was cancelled.")] = None
    created_at: InstantText
    updated_at: InstantText
    version: VersionNumber


def booking_answer(view: BookingView, *, status: int = 200) -> Response[BookingPayload]:
    """Answer with a booking; its tag is its version."""
    return versioned(booking_of(view), view.version, status=status)


def booking_of(view: BookingView) -> BookingPayload:
    """A booking."""
    slot = view.slot
    return BookingPayload(
        id=view.id,
        project_id=view.project.id,
        project_name=view.project.name,
        user_id=view.user.id,
        user=person_of(view.user),
        requested_by=view.requested_by.id,
        requester=person_of(view.requested_by),
        role=view.role,
        note=view.note,
        status=view.status,
        start_time=None if slot is None else instant(slot.start_time),
        end_time=None if slot is None else instant(slot.end_time),
        time_zone=None if slot is None else slot.time_zone,
        proposal=None if view.proposal is None else _proposal_of(view.proposal),
        cancelled_by=view.cancelled_by,
        reason=view.reason,
        created_at=instant(view.created_at),
        updated_at=instant(view.updated_at),
        version=view.version,
    )


def _proposal_of(proposal: Proposal) -> ProposalPayload:
    slot = proposal.slot
    return ProposalPayload(
        start_time=None if slot is None else instant(slot.start_time),
        end_time=None if slot is None else instant(slot.end_time),
        time_zone=None if slot is None else slot.time_zone,
        proposed_by=proposal.proposed_by,
    )
