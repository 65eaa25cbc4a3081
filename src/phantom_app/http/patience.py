"""How long a body is waited for: a client that falls silent in the middle of one holds nothing."""

import asyncio

from litestar.types import HTTPReceiveMessage, Receive, WebSocketReceiveMessage

from phantom_app.http.problems import TooSlow

__all__ = ["patient"]


def patient(receive: Receive, seconds: float) -> Receive:
    """Receive a request's body, each piece of it within so many seconds.

    What may come when the body is whole, that the client has gone, is waited for without limit.
    What is answered raises TooSlow.
    """
    awaited = True

    async def receive_in_time() -> HTTPReceiveMessage | WebSocketReceiveMessage:
        nonlocal awaited
        if not awaited:
            return await receive()
        try:
            async with asyncio.timeout(seconds):
                message = await receive()
        except TimeoutError:
            raise TooSlow(seconds) from None
        awaited = bool(message.get("more_body"))
        return message

    return receive_in_time
