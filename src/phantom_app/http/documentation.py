"""The API's documentation: as pages for people, and as a document for programs.

Nothing on them is fetched from elsewhere: Swagger UI comes out of an installed package.
"""

import importlib.util
import re
from functools import cache
from pathlib import Path
from typing import Any, Final

import msgspec
from litestar import Litestar, MediaType, Request, Response, Router, get
from litestar.exceptions import NotFoundException
from litestar.openapi.config import OpenAPIConfig
from litestar.openapi.plugins import JsonRenderPlugin, SwaggerRenderPlugin
from litestar.openapi.spec import Components, SecurityScheme
from litestar.params import FromPath
from litestar.status_codes import HTTP_404_NOT_FOUND

from phantom_app import VERSION
from phantom_app.http.browser_guards import PAGE_GUARDS, hash_source
from phantom_app.http.openapi import document
from phantom_core.kernel import NotFound

__all__ = ["asset", "openapi_config"]

_ASSETS: Final = {
    "swagger-ui-bundle.js": "text/javascript",
    "swagger-ui-standalone-preset.js": "text/javascript",
    "swagger-ui.css": "text/css",
}
_INLINE: Final = re.compile(rb"<script(?![^>]*\ssrc=)[^>]*>(.*?)</script>", re.DOTALL)


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


def _finish(response: Response[Any]) -> Response[Any]:
    """Tell what is missing as a problem, where Litestar has a page of its own; guard a page."""
    if response.status_code == HTTP_404_NOT_FOUND:
        raise NotFoundException
    if response.media_type == MediaType.HTML:
        response.headers.update({"Content-Security-Policy": _policy(response.content)})
        response.headers.update(PAGE_GUARDS)
    return response


def _policy(page: bytes) -> str:
    """What a page of Swagger UI may do: it sets styles itself, and runs what is written in it."""
    scripts = " ".join(hash_source(script) for script in _INLINE.findall(page))
    return (
        f"default-src 'self'; script-src 'self' {scripts}; style-src 'self' 'unsafe-inline'; "
        "img-src 'self' data:; object-src 'none'; frame-ancestors 'none'; base-uri 'none'"
    )


def openapi_config() -> OpenAPIConfig:
    """Where Litestar serves the document, and as what: `/schema` and `/schema/openapi.json`."""
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
            after_request=_finish,
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
