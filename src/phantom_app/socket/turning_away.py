"""Refusing a connection before it is one."""

from collections.abc import Sequence
from typing import Final

from phantom_app.http.problems import MEDIA_TYPE, headers_of, problem_of
from phantom_app.limiting import limit_headers
from phantom_app.socket.answers import encode
from phantom_app.socket.asgi_wire import Scope, Send
from phantom_app.socket.closing import CloseCode
from phantom_core.kernel import PhantomError
from phantom_core.limits import Verdict

__all__ = ["turn_away"]

_ANSWERS: Final = "websocket.http.response"


async def turn_away(
    scope: Scope, send: Send, refused: PhantomError, verdicts: Sequence[Verdict] = ()
) -> None:
    """Answer the request for a connection as any other, or by a code where a server cannot."""
    if _ANSWERS not in (scope.get("extensions") or {}):
        await send({"type": "websocket.close", "code": int(CloseCode.TRY_LATER)})
        return
    problem = problem_of(refused, scope["path"])
    told = {"Content-Type": MEDIA_TYPE, **headers_of(refused)}
    headers = [(name.lower().encode(), value.encode()) for name, value in told.items()]
    headers += limit_headers(verdicts)
    await send({"type": f"{_ANSWERS}.start", "status": problem.status, "headers": headers})
    await send({"type": f"{_ANSWERS}.body", "body": encode(problem), "more_body": False})
