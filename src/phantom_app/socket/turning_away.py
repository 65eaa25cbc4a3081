"""Refusing a connection before it is one."""

from collections.abc import Sequence

from phantom_app.http.handshakes import answers_handshakes, deny
from phantom_app.http.problems import headers_of, problem_of
from phantom_app.limiting import limit_headers
from phantom_app.socket.asgi_wire import Scope, Send
from phantom_app.socket.closing import CloseCode
from phantom_core.kernel import PhantomError
from phantom_core.limits import Verdict

__all__ = ["turn_away"]


async def turn_away(
    scope: Scope, send: Send, refused: PhantomError, verdicts: Sequence[Verdict] = ()
) -> None:
    """Answer the request for a connection as any other, or by a code where a server cannot."""
    if not answers_handshakes(scope):
        await send({"type": "websocket.close", "code": int(CloseCode.TRY_LATER)})
        return
    problem, headers = problem_of(refused, scope["path"]), headers_of(refused)
    await deny(send, problem, headers, limit_headers(verdicts))
