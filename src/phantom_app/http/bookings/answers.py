"""Answering bookings: confirming, cancelling, completing."""

from typing import Final

from litestar import Response, post
from litestar.params import JSONBody

from phantom_app.http.bookings.payloads import BookingPayload, booking_answer
from phantom_app.http.callers import PhantomRequest
from phantom_app.http.etags import TAGGED, IfMatch, expected_version, strictly
from phantom_app.http.payloads import IdInPath, Payload, VersionNumber
from phantom_core.booking import (
    BookingId,
    BookingView,
    CancelBooking,
    ClashOfBookings,
    CompleteBooking,
    ConfirmBooking,
    NotOverYet,
    WrongStatus,
)
from phantom_core.kernel import Command, Forbidden, Id, NotFound, Outdated

__all__ = ["Agreement", "Cancellation", "cancel", "complete", "confirm"]


class Agreement(Payload):
    """What one agrees to: the booking as of which version; as it stands, if that is left out."""

    version: VersionNumber | None = None


class Cancellation(Agreement):
    """Why nothing comes of it, if that is to be told."""

    reason: str | None = None


_AGREED: Final = Agreement()
_CANCELLED: Final = Cancellation()


@post(
    "/{booking_id:str}/confirm",
    status_code=200,
    refuses=[NotFound, Forbidden, Outdated, WrongStatus, ClashOfBookings],
    response_headers=TAGGED,
)
async def confirm(
    request: PhantomRequest,
    booking_id: IdInPath,
    data: JSONBody[Agreement] = _AGREED,
    if_match: IfMatch = None,
) -> Response[BookingPayload]:
    """Agree to a request, as the booked user; or to the time that the other side has proposed."""
    version = expected_version(if_match, data.version)
    command = ConfirmBooking(booking_id=BookingId(Id(booking_id)), version=version)
    return await _moved(request, command, if_match)


@post(
    "/{booking_id:str}/cancel",
    status_code=200,
    refuses=[NotFound, Outdated, WrongStatus],
    response_headers=TAGGED,
)
async def cancel(
    request: PhantomRequest,
    booking_id: IdInPath,
    data: JSONBody[Cancellation] = _CANCELLED,
    if_match: IfMatch = None,
) -> Response[BookingPayload]:
    """Call it off, as either side, and perhaps say why."""
    version = expected_version(if_match, data.version)
    booked = BookingId(Id(booking_id))
    command = CancelBooking(booking_id=booked, reason=data.reason, version=version)
    return await _moved(request, command, if_match)


@post(
    "/{booking_id:str}/complete",
    status_code=200,
    refuses=[NotFound, Outdated, WrongStatus, NotOverYet],
    response_headers=TAGGED,
)
async def complete(
    request: PhantomRequest,
    booking_id: IdInPath,
    data: JSONBody[Agreement] = _AGREED,
    if_match: IfMatch = None,
) -> Response[BookingPayload]:
    """Say that it has taken place, as either side, after its end."""
    version = expected_version(if_match, data.version)
    command = CompleteBooking(booking_id=BookingId(Id(booking_id)), version=version)
    return await _moved(request, command, if_match)


async def _moved(
    request: PhantomRequest, command: Command[BookingView], if_match: str | None
) -> Response[BookingPayload]:
    with strictly(if_match):
        return booking_answer(await request.caller.do(command))
