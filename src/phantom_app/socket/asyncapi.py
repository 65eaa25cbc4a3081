"""The AsyncAPI document: what goes over the socket, made from the tables that do it."""

import inspect
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from types import UnionType
from typing import Any, Final, get_args, get_type_hints

import msgspec
from litestar import Response, get

from phantom_app import VERSION
from phantom_app.http.payloads import IdText, InstantText, Payload
from phantom_app.socket.answers import (
    AuthRequired,
    JoinAnswer,
    PingAnswer,
    SocketProblem,
    WelcomeAnswer,
)
from phantom_app.socket.closing import CloseCode
from phantom_app.socket.frame_parts import DoingFrame, Nothing, TellingFrame
from phantom_app.socket.frames import FRAMES
from phantom_app.socket.payloads import EVENT_PAYLOADS, NOTICES, SIGNAL_PAYLOADS
from phantom_app.socket.states import STATES

__all__ = ["ANSWERS", "asyncapi", "asyncapi_document"]

_Document = dict[str, Any]

ANSWERS: Final[Mapping[str, type[Payload] | UnionType]] = {
    "auth": WelcomeAnswer,
    "session.join": JoinAnswer,
    "session.leave": Nothing,
    "user.presence": Nothing,
    "user.cursor": Nothing,
    "ping": PingAnswer,
    **{name: kind.answer for name, kind in FRAMES.items() if issubclass(kind, DoingFrame)},
    **{name: Nothing for name, kind in FRAMES.items() if issubclass(kind, TellingFrame)},
}
"""What the answer to each frame carries, by the frame's type."""

_SCHEMA: Final = "#/components/schemas/{name}"
_MESSAGE: Final = "#/channels/socket/messages/"
_REPLY: Final[_Document] = {"type": ["string", "null"], "description": "The frame's `id`."}

_ABOUT: Final = """\
One connection carries any number of topics. The first frame is `auth`, unless the token comes as
the subprotocol `phantom.bearer.<token>`; every frame is answered, in the order in which they come.
Events have a `seq` that counts without gaps in their topic; signals have none. Where several
messages are due at once, they may come as a JSON array.

An event's `by` is the person who caused it. In a topic `user:<id>` that is the user, or `null`:
whoever else has a part in it is named in its `data`, and who in office acted is not named at all.
In a room it is `null` where the time has brought something, such as the next song, and where votes
are told: nobody learns who has voted for what.

A topic's `state` and the events after it say what a fresh `state` would: each event carries what
has changed, as the REST resource that it is. Only what runs out by itself is not told, such as a
log-in session at its `expiresAt`.

The right to listen to a topic may end. The event that ends it is told, and then `removed`.

In topics where people talk, one hears nothing of whom one has blocked: in place of their words come
`withheld` events, their presence and other signals do not come, and they are not named among those
who are there. They are counted all the same. They learn nothing of that.

Presence is told to people in the same topic, and to mutual followers, each in their own topic
`user:<id>`: to those among the thousand people whom somebody has followed last who follow them
back, where neither has blocked the other. What somebody shows in their own topic is what their
mutual followers see. In a project people say that they are `editing`, `listening` or `idle`, and
point by `user.cursor`; who joins later finds both in the answer's `presence`.
"""


_LEADS: Final = """\
The same socket. After the answer to the token come two more, without a `reply`, as if the topics of
the room and of its chat had been joined; `topic` in their `data` says which is which. Who may not
listen there is told why, and closed with 4403.
"""


@get("/schema/asyncapi.json", open=True, include_in_schema=False, sync_to_thread=False)
def asyncapi() -> Response[bytes]:
    """Serve the AsyncAPI document."""
    return Response(msgspec.json.encode(asyncapi_document()), media_type="application/json")


@cache
def asyncapi_document() -> _Document:
    """The AsyncAPI 3 document of the socket, as plain data."""
    messages = {message["name"]: message for message in _messages()}
    return {
        "asyncapi": "3.0.0",
        "info": {"title": "Phantom, live", "version": VERSION, "description": _about()},
        "defaultContentType": "application/json",
        "channels": {
            "socket": _channel("/ws", messages),
            "roomChat": _channel("/ws/rooms/{roomId}/chat", messages)
            | {"description": _LEADS, "parameters": {"roomId": {"description": "A room's id."}}},
        },
        "operations": dict(_operations(messages)),
        "components": {"messages": messages, "schemas": _components()},
    }


def _channel(address: str, messages: Mapping[str, _Document]) -> _Document:
    return {
        "address": address,
        "bindings": {"ws": {"method": "GET"}},
        "messages": {name: {"$ref": f"#/components/messages/{name}"} for name in messages},
    }


def _about() -> str:
    codes = "\n".join(f"- {code.value}: {code.name.lower()}" for code in CloseCode)
    return f"{_ABOUT}\nA connection may be closed with these codes:\n\n{codes}\n"


def _components() -> _Document:
    kinds = [
        *FRAMES.values(),
        *(kind for told in ANSWERS.values() for kind in _kinds(told)),
        *EVENT_PAYLOADS.values(),
        *SIGNAL_PAYLOADS.values(),
        *NOTICES.values(),
        *(SocketProblem, AuthRequired),
    ]
    kinds += _states()
    _, components = msgspec.json.schema_components(dict.fromkeys(kinds), ref_template=_SCHEMA)
    state = components["JoinAnswer"]["properties"]["state"]
    state |= {"anyOf": [_reference(kind) for kind in _states()]}
    return dict(sorted(components.items()))


def _states() -> list[type]:
    return [get_type_hints(told)["return"] for told in STATES.values()]


def _messages() -> Iterator[_Document]:
    for name, frame in FRAMES.items():
        yield _message(f"{name}.frame", frame, _reference(frame))
        told = _kinds(ANSWERS[name])
        yield _message(f"{name}.answer", told[0], _answer(told))
    yield _message("refusal", SocketProblem, _refusal())
    for event, payload in EVENT_PAYLOADS.items():
        yield _message(event.name, event, _told(event.name, payload, seq=True))
    for name, payload in SIGNAL_PAYLOADS.items():
        yield _message(name, payload, _told(name, payload, seq=False))
    for name, notice in NOTICES.items():
        yield _message(name, notice, _reference(notice))
    yield _message("auth.required", AuthRequired, _reference(AuthRequired))


def _message(name: str, said_by: type, payload: _Document) -> _Document:
    summary, _, rest = inspect.cleandoc(said_by.__doc__ or "").partition("\n\n")
    described = {"description": rest} if rest else {}
    return {"name": name, "summary": " ".join(summary.split()), **described, "payload": payload}


def _operations(messages: Mapping[str, _Document]) -> Iterator[tuple[str, _Document]]:
    for name in FRAMES:
        replies = [f"{name}.answer", "refusal"]
        yield (
            f"on.{name}",
            {
                "action": "receive",
                "channel": {"$ref": "#/channels/socket"},
                "messages": [{"$ref": f"{_MESSAGE}{name}.frame"}],
                "reply": {
                    "channel": {"$ref": "#/channels/socket"},
                    "messages": [{"$ref": _MESSAGE + reply} for reply in replies],
                },
            },
        )
    told = [name for name in messages if not name.endswith((".frame", ".answer", "refusal"))]
    yield (
        "tell",
        {
            "action": "send",
            "channel": {"$ref": "#/channels/socket"},
            "messages": [{"$ref": _MESSAGE + name} for name in told],
        },
    )


def _reference(kind: type) -> _Document:
    return {"$ref": _SCHEMA.format(name=kind.__name__)}


def _kinds(told: type | UnionType) -> Sequence[type]:
    """What an answer may carry."""
    return get_args(told) if isinstance(told, UnionType) else (told,)


def _answer(kinds: Sequence[type]) -> _Document:
    told = [_reference(kind) for kind in kinds]
    data = told[0] if len(told) == 1 else {"anyOf": told}
    return _object(reply=_REPLY, ok={"const": True}, data=data)


def _refusal() -> _Document:
    return _object(reply=_REPLY, ok={"const": False}, problem=_reference(SocketProblem))


def _told(name: str, payload: type, *, seq: bool) -> _Document:
    person = msgspec.json.schema(IdText)
    numbered: _Document = {"seq": {"type": "integer", "minimum": 1}} if seq else {}
    return _object(
        type={"const": name},
        topic={"type": "string"},
        **numbered,
        at=msgspec.json.schema(InstantText),
        by={"anyOf": [person, {"type": "null"}]},
        data=_reference(payload),
    )


def _object(**properties: _Document) -> _Document:
    return {
        "type": "object",
        "properties": properties,
        "required": [*properties],
        "additionalProperties": False,
    }
