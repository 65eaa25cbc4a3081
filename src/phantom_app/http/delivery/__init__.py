"""Serving blobs by signed URL, with everything that HTTP knows of ranges and conditions."""

from phantom_app.http.delivery.acceleration import WebServerInFront
from phantom_app.http.delivery.answer import Answer, Asked, answer
from phantom_app.http.delivery.response import BlobResponse
from phantom_app.http.delivery.router import Delivery, Permit, create_delivery_router

__all__ = [
    "Answer",
    "Asked",
    "BlobResponse",
    "Delivery",
    "Permit",
    "WebServerInFront",
    "answer",
    "create_delivery_router",
]
