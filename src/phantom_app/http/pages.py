"""The pages for people: what this is, a room to listen in, and where mailed links lead.

They fetch nothing but this server's own answers, and run nothing but what their policy names by
its hash. Their links are relative, so that they hold where a proxy serves them under a path.
"""

from datetime import timedelta
from html import escape
from importlib import resources
from typing import Final

from litestar import MediaType, Response, get
from litestar.params import FromPath

from phantom_app import VERSION
from phantom_app.http.browser_guards import PAGE_GUARDS, hash_source
from phantom_app.http.callers import PhantomRequest
from phantom_app.services import Services
from phantom_core.identity import LONGEST_PASSWORD, SHORTEST_PASSWORD
from phantom_core.jobs import NextJobIn
from phantom_core.kernel import SYSTEM, NotFound, PhantomError

__all__ = ["ROUTES", "landing", "listen", "module", "reset", "verify"]


def _text(name: str) -> str:
    return resources.files("phantom_app").joinpath("web", name).read_text("utf-8")


_LOOK: Final = _text("look.css")
_SCRIPT: Final = _text("mailed.js")
_A_MOMENT: Final = timedelta(seconds=1)
_LISTEN_LOOK: Final = _LOOK + _text("listen.css")
_MODULES: Final = {name: _text(name) for name in ("listen.js", "phantom.js")}


def _policy(look: str, **allowed: str) -> str:
    """Allow nothing but a style sheet, calls of this server, and what is named."""
    more = "".join(f"{name}-src {source}; " for name, source in allowed.items())
    return (
        f"default-src 'none'; style-src {hash_source(look.encode())}; {more}"
        "connect-src 'self'; form-action 'none'; frame-ancestors 'none'; base-uri 'none'"
    )


_POLICY: Final = _policy(_LOOK, script=hash_source(_SCRIPT.encode()))
_LISTEN_POLICY: Final = _policy(_LISTEN_LOOK, script="'self'", media="'self'")


@get("/", open=True, include_in_schema=False)
async def landing(request: PhantomRequest) -> Response[str]:
    """What this is, where its documentation is, and how it is doing."""
    return _page(_LANDING.format(rows=await _rows(request.caller.services)))


@get("/verify", open=True, own_query=True, include_in_schema=False)
async def verify() -> Response[str]:
    """Where a mail leads that asks to prove an address."""
    return _page(_VERIFY + _MAILED)


@get("/reset", open=True, own_query=True, include_in_schema=False)
async def reset() -> Response[str]:
    """Where a mail leads that lets one choose a new password."""
    return _page(_RESET + _MAILED)


@get("/listen", open=True, include_in_schema=False)
async def listen() -> Response[str]:
    """A room: who is there, what plays, the vote, the chat."""
    return _page(_text("listen.html"), look=_LISTEN_LOOK, policy=_LISTEN_POLICY)


@get("/listen/{name:str}", open=True, include_in_schema=False)
async def module(name: FromPath[str]) -> Response[str]:
    """What runs in it: a client that anybody may use, and the page's own script."""
    if name not in _MODULES:
        raise NotFound("page", name)
    return Response(_MODULES[name], media_type="text/javascript")


def _page(body: str, *, look: str = _LOOK, policy: str = _POLICY) -> Response[str]:
    page = f"{_HEAD}<style>{look}</style></head><body>\n<h1>Phantom</h1>\n{body}</body></html>\n"
    headers = {"Content-Security-Policy": policy, **PAGE_GUARDS}
    return Response(page, media_type=MediaType.HTML, headers=headers)


async def _rows(services: Services) -> str:
    facts = {
        "Version": VERSION,
        "Storage": services.settings.storage_kind,
        "Jobs": await _jobs(services),
        "Up for": _in_seconds(services.clock() - services.started_at),
    }
    return "".join(f"<dt>{name}</dt><dd>{escape(fact)}</dd>" for name, fact in facts.items())


async def _jobs(services: Services) -> str:
    try:
        wait = await services.phantom.ask(NextJobIn(), actor=SYSTEM)
    except PhantomError as error:
        return error.detail
    if wait is None or -wait < _A_MOMENT:
        return "none late"
    return f"late by {_in_seconds(-wait)}: all workers are busy, or none runs"


def _in_seconds(time: timedelta) -> str:
    return str(time).partition(".")[0]


_HEAD: Final = """<!doctype html>
<html lang="en"><head><meta charset="utf-8"><title>Phantom</title>
<meta name="viewport" content="width=device-width, initial-scale=1">
"""

_LANDING: Final = """\
<p>The back end of music apps where people listen, create and meet. It is running.</p>
<dl>{rows}</dl>
<nav><a href="listen">Listen</a><a href="schema">API documentation</a>
<a href="schema/openapi.json">OpenAPI</a>
<a href="schema/asyncapi.json">AsyncAPI</a><a href="health/ready">Health</a></nav>
"""

_MAILED: Final = f"""\
<p role="status"></p>
<noscript><p>This page needs JavaScript.</p></noscript>
<script>{_SCRIPT}</script>
"""

_VERIFY: Final = """\
<p>Is this e-mail address yours? Then confirm it.</p>
<form data-to="api/auth/verify" data-done="Thank you: the address is confirmed.">
<button>It is mine</button></form>
"""

_RESET: Final = f"""\
<p>Choose a new password, of {SHORTEST_PASSWORD} to {LONGEST_PASSWORD} characters.
All your devices will be signed out.</p>
<form data-to="api/auth/reset" data-done="Your password is changed: sign in with the new one.">
<label>New password
<input name="new" type="password" autocomplete="new-password" required></label>
<label>The same once more
<input name="again" type="password" autocomplete="new-password" required></label>
<button>Change it</button></form>
"""

ROUTES = (landing, listen, module, verify, reset)
"""What is served here."""
