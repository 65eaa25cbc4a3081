"""Erasures as they are told: to whoever knows their id, and naming nobody."""

from collections.abc import Sequence

from litestar import Response

from phantom_app.http.payloads import IdText, InstantText, Payload, instant
from phantom_core.privacy import Erasure, ErasureReport

__all__ = ["ErasurePayload", "ReceiptPayload", "begun", "reported"]


class ReceiptPayload(Payload):
    """What was done about one kind of data."""

    kind: str
    count: int
    at: InstantText


class ErasurePayload(Payload):
    """An erasure: it is over when there is a `doneAt`. Its `id` is all that one can ask by."""

    id: IdText
    asked_at: InstantText
    done_at: InstantText | None = None
    receipts: Sequence[ReceiptPayload] = ()


def begun(erasure: Erasure) -> Response[ErasurePayload]:
    """The answer to who has one begin, with where it can be followed."""
    told = reported(ErasureReport(erasure=erasure, receipts=()))
    return Response(told, headers={"Location": f"/api/erasures/{erasure.id}"})


def reported(told: ErasureReport) -> ErasurePayload:
    """An erasure and its receipts."""
    erasure = told.erasure
    return ErasurePayload(
        id=erasure.id,
        asked_at=instant(erasure.asked_at),
        done_at=None if erasure.done_at is None else instant(erasure.done_at),
        receipts=[
            ReceiptPayload(kind=each.kind, count=each.count, at=instant(each.at))
            for each in told.receipts
        ],
    )
