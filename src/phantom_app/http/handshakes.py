"""Answering the request for a socket as any other request is answered, before there is a socket."""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from typing import Any, Final

import msgspec

from phantom_app.http.problems import MEDIA_TYPE, Problem
from phantom_app.http.refusals import no_such_address

__all__ = ["answers_handshakes", "deny", "no_sockets_elsewhere"]

_ANSWERS: Final = "websocket.http.response"
"""The extension of ASGI by which a server lets a handshake be answered."""

_Send = Callable[[Any], Awaitable[None]]


def answers_handshakes(scope: Mapping[str, Any]) -> bool:
    """Whether the server that was asked can tell why there will be no socket."""
    return _ANSWERS in (scope.get("extensions") or {})


async def deny(
    send: _Send,
    problem: Problem,
    headers: Mapping[str, str],
    more: Sequence[tuple[bytes, bytes]] = (),
) -> None:
    """Tell why there is no socket, where the server `answers_handshakes`."""
    told = {"Content-Type": MEDIA_TYPE, **headers}
    encoded = [(name.lower().encode(), value.encode()) for name, value in told.items()]
    start = {"status": problem.status, "headers": [*encoded, *more]}
    await send({"type": f"{_ANSWERS}.start", **start})
    body = msgspec.json.encode(problem)
    await send({"type": f"{_ANSWERS}.body", "body": body, "more_body": False})


def no_sockets_elsewhere(scope: Mapping[str, Any], send: _Send) -> _Send:
    """Have whoever asks for a socket where there is none be told so: Litestar only hangs up."""

    async def answer(message: Any) -> None:
        routed = "route_handler" in scope or not answers_handshakes(scope)
        if routed or message["type"] != "websocket.close":
            await send(message)
        else:
            await deny(send, no_such_address(scope["path"]), {})

    return answer
