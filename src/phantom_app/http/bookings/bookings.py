"""Bookings: asking for somebody, finding what was asked, saying it otherwise."""

from datetime import datetime
from typing import Annotated

import msgspec
from litestar import Response, get, patch, post
from litestar.datastructures import ResponseHeader
from litestar.params import JSONBody, QueryParameter
from msgspec import UNSET, UnsetType

from phantom_app.http.bookings.payloads import BookingPayload, booking_answer, booking_of
from phantom_app.http.callers import PhantomRequest
from phantom_app.http.catalog.parameters import changes
from phantom_app.http.etags import TAGGED, IfMatch, expected_version, strictly
from phantom_app.http.moments import moment_of
from phantom_app.http.paging import CursorText, Items, Limit, items_of, page_at
from phantom_app.http.payloads import IdInPath, IdText, Payload, VersionNumber
from phantom_core.booking import (
    BookedProjectOver,
    BookingFilter,
    BookingId,
    BookingStatus,
    ChangeBooking,
    GetBooking,
    ListBookings,
    RequestBooking,
    Side,
    TooManyUnanswered,
    WrongStatus,
)
from phantom_core.kernel import ID_PATTERN, Forbidden, Id, NotFound, Outdated, UserId

__all__ = ["BookingChange", "NewBooking", "change", "list_bookings", "request_booking", "show"]

_Moment = Annotated[
    datetime,
    msgspec.Meta(
        description="A time with its offset; without one, what clocks show in `timeZone`.",
        examples=["2026-03-07T10:00:00Z", "2026-03-07T11:00:00"],
    ),
]
_Zone = Annotated[
    str,
    msgspec.Meta(description="The IANA name of a time zone.", examples=["Europe/Berlin"]),
]
_As = Annotated[
    Side | None,
    QueryParameter(name="as", description="Only where one is booked, or where one has requested."),
]
_Status = Annotated[BookingStatus | None, QueryParameter(description="Only those that are this.")]
_Project = Annotated[
    str | None,
    QueryParameter(name="projectId", pattern=ID_PATTERN, description="Only for this project."),
]
_From = Annotated[
    datetime | None, QueryParameter(name="from", description="Only those that end after this.")
]
_To = Annotated[
    datetime | None, QueryParameter(name="to", description="Only those that begin before this.")
]
_LOCATION = ResponseHeader(
    name="Location", documentation_only=True, required=True, description="Where the booking is."
)


class NewBooking(Payload):
    """Whom one wants for which project, and when: both ends of the time, or neither."""

    project_id: IdText
    user_id: IdText
    role: str | None = None
    note: str | None = None
    start_time: _Moment | None = None
    end_time: _Moment | None = None
    time_zone: _Zone | None = None


class BookingChange(Payload):
    """What shall be otherwise about a booking; what is left out stays."""

    role: str | UnsetType | None = UNSET
    note: str | UnsetType | None = UNSET
    start_time: _Moment | UnsetType | None = UNSET
    end_time: _Moment | UnsetType | None = UNSET
    time_zone: _Zone | UnsetType | None = UNSET
    version: VersionNumber | None = None


@get("/")
async def list_bookings(  # noqa: PLR0913 - each is a parameter of the query
    request: PhantomRequest,
    *,
    side: _As = None,
    status: _Status = None,
    project_id: _Project = None,
    begin: _From = None,
    end: _To = None,
    limit: Limit = 50,
    cursor: CursorText = None,
) -> Items[BookingPayload]:
    """The bookings that concern one, the newest first.

    Those with somebody whom one has blocked, or by whom one is blocked, are left out.
    """
    wanted = BookingFilter(
        side=side,
        statuses=() if status is None else (status,),
        project_id=None if project_id is None else Id(project_id),
        begin=moment_of("from", begin),
        end=moment_of("to", end),
    )
    query = ListBookings(wanted=wanted, page=page_at(limit, cursor))
    return items_of(await request.caller.ask(query), booking_of)


@post(
    "/",
    refuses=[NotFound, BookedProjectOver, Forbidden, TooManyUnanswered],
    response_headers=[*TAGGED, _LOCATION],
)
async def request_booking(
    request: PhantomRequest, data: JSONBody[NewBooking]
) -> Response[BookingPayload]:
    """Ask somebody to take part in a project, as one who may invite people to it."""
    command = RequestBooking(
        project_id=Id(data.project_id),
        user_id=UserId(Id(data.user_id)),
        role=data.role,
        note=data.note,
        start_time=data.start_time,
        end_time=data.end_time,
        time_zone=data.time_zone,
    )
    made = await request.caller.do(command)
    answer = booking_answer(made, status=201)
    answer.headers["Location"] = f"/api/bookings/{made.id}"
    return answer


@get("/{booking_id:str}", refuses=[NotFound], response_headers=TAGGED)
async def show(request: PhantomRequest, booking_id: IdInPath) -> Response[BookingPayload]:
    """A booking that concerns one."""
    query = GetBooking(booking_id=BookingId(Id(booking_id)))
    return booking_answer(await request.caller.ask(query))


@patch(
    "/{booking_id:str}",
    refuses=[NotFound, Forbidden, Outdated, WrongStatus],
    response_headers=TAGGED,
)
async def change(
    request: PhantomRequest,
    booking_id: IdInPath,
    data: JSONBody[BookingChange],
    if_match: IfMatch = None,
) -> Response[BookingPayload]:
    """Say otherwise what is wanted, or when.

    The requester changes a request. The booked user, and either of them once it is confirmed,
    proposes another time, which stands when the other side confirms it. To propose the time that
    stands takes a proposal back.
    """
    command = ChangeBooking(
        booking_id=BookingId(Id(booking_id)),
        version=expected_version(if_match, data.version),
        **changes(data),
    )
    with strictly(if_match):
        return booking_answer(await request.caller.do(command))
