"""The OpenAPI document: what Litestar knows of the routes, made exact.

Litestar writes down paths, parameters and descriptions. What it cannot know is added here: the
schemas of payloads exactly as msgspec enforces them, the problems that each route may answer with,
the headers of its answers, and which routes need an access token.

A route says the rest itself: `refuses=[NotFound]` names its own refusals, and a body that it
reads from the stream is described by `request_body={...}`, as what it answers besides JSON, to
those who accept it, by `answers_too={...}`.
"""

from collections.abc import Iterable, Iterator, Mapping
from types import UnionType
from typing import Any, Final, get_args

import attrs
import msgspec
from litestar import Litestar
from litestar.handlers import HTTPRouteHandler
from litestar.openapi.spec import Schema
from litestar.plugins import OpenAPISchemaPlugin
from litestar.response import Response
from litestar.routes import HTTPRoute
from litestar.types import Empty
from litestar.typing import FieldDefinition

from phantom_app.http.openapi_headers import IDEMPOTENCY_KEY, IF_NONE_MATCH, headers_of_answer
from phantom_app.http.problems import (
    MEDIA_TYPE,
    PreconditionFailed,
    Problem,
    TooSlow,
    camel,
    status_of,
)
from phantom_core.kernel import (
    Conflict,
    Forbidden,
    Invalid,
    NotAuthenticated,
    PhantomError,
    RateLimited,
    TooLarge,
    Unavailable,
    UnsupportedMedia,
)

__all__ = ["StructSchemas", "document"]

_REFERENCE: Final = "#/components/schemas/{name}"
_JSON: Final = "application/json"

_Document = dict[str, Any]


class StructSchemas(OpenAPISchemaPlugin):
    """Keeps Litestar from describing structs; that is done here, by msgspec."""

    def is_plugin_supported_field(self, field_definition: FieldDefinition) -> bool:
        """Whether this is a payload."""
        return _is_payload(field_definition)

    def to_openapi_schema(
        self,
        field_definition: FieldDefinition,  # noqa: ARG002 - the plugin's signature
        schema_creator: Any,  # noqa: ARG002 - as above
    ) -> Schema:
        """Leave a blank."""
        return Schema()


@attrs.frozen
class _Operation:
    """One route for one method."""

    path: str
    method: str
    handler: HTTPRouteHandler

    @property
    def is_open(self) -> bool:
        return bool(self.handler.opt.get("open"))

    @property
    def is_limited(self) -> bool:
        return not self.handler.opt.get("unlimited")

    @property
    def is_conditional(self) -> bool:
        headers = self.handler.resolve_response_headers()
        return self.method == "get" and any(header.name == "ETag" for header in headers)

    @property
    def takes_body(self) -> bool:
        return self.handler.parsed_data_field is not None or "request_body" in self.handler.opt

    @property
    def needs_body(self) -> bool:
        field = self.handler.parsed_data_field
        return field is not None and field.default is Empty

    @property
    def takes_key(self) -> bool:
        return self.method == "post" and not self.is_open and not self.path.startswith("/api/auth/")

    @property
    def body(self) -> Any:
        field = self.handler.parsed_data_field
        return None if field is None or not _is_payload(field) else field.annotation

    @property
    def answers(self) -> dict[int, Any]:
        """The payload of each status that is no refusal, or the union of several."""
        field = self.handler.parsed_fn_signature.return_type
        if field.is_subclass_of(Response) and field.inner_types:
            field = field.inner_types[0]
        known = all(map(_is_payload, field.inner_types if field.is_union else [field]))
        told = {self.handler.status_code: field.annotation} if known else {}
        others = self.handler.responses or {}
        return told | {status: spec.data_container for status, spec in others.items()}

    def refusals(self) -> Iterator[type[PhantomError]]:
        """Everything it may be refused with, by kind."""
        yield from (Invalid, Unavailable, *self.handler.opt.get("refuses", ()))
        if self.is_limited:
            yield RateLimited
        if not self.is_open:
            yield from (NotAuthenticated, Forbidden)
        if self.method != "get":
            yield from (PreconditionFailed, TooLarge, TooSlow)
        if self.takes_body:
            yield UnsupportedMedia
        if self.takes_key:
            yield Conflict


def document(app: Litestar) -> _Document:
    """The OpenAPI 3.1 document of an application, as plain data."""
    described: _Document = app.openapi_schema.to_schema()
    operations = list(_operations(app))
    bodies = {each.body for each in operations} - {None}
    answers = [told for each in operations for told in each.answers.values()]
    kinds = list(bodies.union(*map(_kinds, answers)))
    found, components = msgspec.json.schema_components([Problem, *kinds], ref_template=_REFERENCE)
    # Litestar's are of parameters only: what no payload has stays as it says.
    components = described["components"]["schemas"] | components
    described["components"]["schemas"] = dict(sorted(components.items()))
    schemas = dict(zip([Problem, *kinds], found, strict=True))
    for each in operations:
        _complete(described["paths"][each.path][each.method], each, schemas)
    described["paths"] = {camel(path): methods for path, methods in described["paths"].items()}
    return described


def _operations(app: Litestar) -> Iterator[_Operation]:
    for route in app.routes:
        if isinstance(route, HTTPRoute):
            for method, (handler, _) in route.route_handler_map.items():
                if handler.resolve_include_in_schema():
                    yield _Operation(route.path_format or "/", method.lower(), handler)


def _complete(
    described: _Document, operation: _Operation, schemas: Mapping[Any, _Document]
) -> None:
    described["parameters"] = list(_parameters(described.get("parameters", ()), operation))
    if operation.body is not None:
        described["requestBody"]["content"][_JSON]["schema"] = schemas[operation.body]
        described["requestBody"]["required"] = operation.needs_body
    if "request_body" in operation.handler.opt:
        described["requestBody"] = operation.handler.opt["request_body"]
    responses = described["responses"]
    for status, told in operation.answers.items():
        choices = [schemas[kind] for kind in _kinds(told)]
        schema = choices[0] if len(choices) == 1 else {"oneOf": choices}
        responses[str(status)]["content"][_JSON]["schema"] = schema
    if more := operation.handler.opt.get("answers_too"):
        responses[str(operation.handler.status_code)]["content"] |= more
    if operation.is_conditional:
        tagged = responses[str(operation.handler.status_code)]["headers"]
        responses["304"] = {"description": "The client has it already.", "headers": tagged}
    responses |= _problems(operation.refusals())
    for status, response in responses.items():
        named = response.get("headers", {})
        response["headers"] = headers_of_answer(int(status), named, limited=operation.is_limited)
    described["security"] = [] if operation.is_open else [{"bearer": []}]


def _parameters(described: Iterable[_Document], operation: _Operation) -> Iterator[_Document]:
    for each in described:
        yield {**each, "name": camel(each["name"])} if each["in"] == "path" else each
    if operation.takes_key:
        yield IDEMPOTENCY_KEY
    if operation.is_conditional:
        yield IF_NONE_MATCH


def _problems(refusals: Iterable[type[PhantomError]]) -> _Document:
    rules: dict[int, set[str]] = {}
    for kind in refusals:
        rules.setdefault(status_of(kind)[0], set()).add(kind.rule)
    return {
        str(status): {
            "description": "Refused: " + ", ".join(f"`{rule}`" for rule in sorted(named)) + ".",
            "content": {MEDIA_TYPE: {"schema": {"$ref": _REFERENCE.format(name="Problem")}}},
        }
        for status, named in sorted(rules.items())
    }


def _kinds(told: Any) -> tuple[Any, ...]:
    """The payloads that an answer may be."""
    return get_args(told) if isinstance(told, UnionType) else (told,)


def _is_payload(field: FieldDefinition) -> bool:
    kind = field.origin if field.origin not in {None, Empty} else field.annotation
    return isinstance(kind, type) and issubclass(kind, msgspec.Struct)
