"""The pages for people: the landing page, the API's documentation, and its document for programs.

Nothing on them is fetched from elsewhere: Swagger UI comes out of an installed package.
"""

import importlib.util
from functools import cache
from html import escape
from pathlib import Path
from typing import Any, Final

import msgspec
from litestar import Litestar, MediaType, Request, Response, Router, get
from litestar.datastructures import ResponseHeader
from litestar.openapi.config import OpenAPIConfig
from litestar.openapi.plugins import JsonRenderPlugin, SwaggerRenderPlugin
from litestar.openapi.spec import Components, SecurityScheme
from litestar.params import FromPath

from phantom_app import VERSION
from phantom_app.http.callers import PhantomRequest
from phantom_app.http.openapi import document
from phantom_app.services import Services
from phantom_core.jobs import NextJobIn
from phantom_core.kernel import SYSTEM, NotFound, PhantomError

__all__ = ["ROUTES", "asset", "landing", "openapi_config"]

_ASSETS: Final = {
    "swagger-ui-bundle.js": "text/javascript",
    "swagger-ui-standalone-preset.js": "text/javascript",
    "swagger-ui.css": "text/css",
}
_PAGE_POLICY: Final = {
    "Content-Security-Policy": "default-src 'none'; style-src 'unsafe-inline'; "
    "frame-ancestors 'none'; base-uri 'none'"
}
_UI_POLICY: Final = (
    "default-src 'self'; script-src 'self' 'unsafe-inline'; style-src 'self' 'unsafe-inline'; "
    "img-src 'self' data:; frame-ancestors 'none'"
)


@cache
def _document_of(app: Litestar) -> dict[str, Any]:
    return document(app)


class _Json(JsonRenderPlugin):
    """The document for programs."""

    def render(
        self,
        request: Request[Any, Any, Any],
        openapi_schema: dict[str, Any],  # noqa: ARG002 - Litestar's is not exact
    ) -> bytes:
        return msgspec.json.encode(_document_of(request.app))


class _Swagger(SwaggerRenderPlugin):
    """The document as pages on which the API can be tried."""

    def render(
        self,
        request: Request[Any, Any, Any],
        openapi_schema: dict[str, Any],  # noqa: ARG002 - Litestar's is not exact
    ) -> bytes:
        return super().render(request, _document_of(request.app))


@get("/assets/{name:str}")
async def asset(name: FromPath[str]) -> Response[bytes]:
    """A file of Swagger UI's."""
    if name not in _ASSETS:
        raise NotFound("file", name)
    headers = {"Cache-Control": "public, max-age=86400"}
    return Response(_asset(name), media_type=_ASSETS[name], headers=headers)


@cache
def _asset(name: str) -> bytes:
    package = importlib.util.find_spec("swagger_ui")
    if package is None or package.origin is None:
        raise NotFound("file", name)
    return (Path(package.origin).parent / "static" / name).read_bytes()


def openapi_config() -> OpenAPIConfig:
    """Where Litestar serves the document, and as what: `/schema` and `/schema/openapi.json`."""
    policy = ResponseHeader(name="Content-Security-Policy", value=_UI_POLICY)
    bearer = SecurityScheme(type="http", scheme="bearer", bearer_format="JWT")
    return OpenAPIConfig(
        title="Phantom",
        version=VERSION,
        description="The back end of music apps where people listen, create and meet.",
        components=Components(security_schemes={"bearer": bearer}),
        openapi_router=Router(
            "/schema",
            route_handlers=[asset],
            include_in_schema=False,
            response_headers=[policy],
            opt={"open": True},
        ),
        render_plugins=[
            _Swagger(
                js_url="/schema/assets/swagger-ui-bundle.js",
                css_url="/schema/assets/swagger-ui.css",
                standalone_preset_js_url="/schema/assets/swagger-ui-standalone-preset.js",
                favicon="",
            ),
            _Json(path="/openapi.json", media_type=MediaType.JSON),
        ],
        use_handler_docstrings=True,
    )


@get("/", open=True, include_in_schema=False)
async def landing(request: PhantomRequest) -> Response[str]:
    """What this is, where its documentation is, and how it is doing."""
    page = _LANDING.format(rows=await _rows(request.caller.services))
    return Response(page, media_type=MediaType.HTML, headers=_PAGE_POLICY)


async def _rows(services: Services) -> str:
    facts = {
        "Version": VERSION,
        "Storage": services.settings.storage_kind,
        "Jobs": await _jobs(services),
        "Up for": str(services.clock() - services.started_at).partition(".")[0],
    }
    return "".join(f"<dt>{name}</dt><dd>{escape(fact)}</dd>" for name, fact in facts.items())


async def _jobs(services: Services) -> str:
    try:
        wait = await services.phantom.ask(NextJobIn(), actor=SYSTEM)
    except PhantomError as error:
        return error.detail
    return "none waiting" if wait is None else "at work"


_LANDING: Final = """<!doctype html>
<html lang="en"><head><meta charset="utf-8"><title>Phantom</title>
<meta name="viewport" content="width=device-width, initial-scale=1">
<style>
:root {{ color-scheme: light dark; --ink: #1c1730; --soft: #6d6785; --glow: #7c5cff; }}
@media (prefers-color-scheme: dark) {{ :root {{ --ink: #efeaff; --soft: #a59fc0; }} }}
body {{ font: 17px/1.6 system-ui, sans-serif; color: var(--ink); max-width: 34rem;
  margin: 14vh auto; padding: 0 1.5rem; }}
h1 {{ font-size: 2.6rem; letter-spacing: -.03em; margin: 0; }}
h1::after {{ content: ""; display: block; width: 4rem; height: 4px; border-radius: 2px;
  margin-top: .6rem; background: linear-gradient(90deg, var(--glow), #ff6ea8); }}
dl {{ display: grid; grid-template-columns: max-content 1fr; gap: .2rem 1.5rem; margin: 2rem 0; }}
dt {{ color: var(--soft); }} dd {{ margin: 0; }}
a {{ color: var(--glow); }}
nav a {{ margin-right: 1.2rem; }}
</style></head><body>
<h1>Phantom</h1>
<p>The back end of music apps where people listen, create and meet. It is running.</p>
<dl>{rows}</dl>
<nav><a href="/schema">API documentation</a><a href="/schema/openapi.json">OpenAPI</a>
<a href="/health/ready">Health</a></nav>
</body></html>
"""

ROUTES = (landing,)
"""What is served here."""
