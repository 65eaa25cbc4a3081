"""A socket as it is described: frames to send over it, and what may come back."""

import json
from collections.abc import Mapping
from functools import cache
from typing import Any, Final

import jsonschema_rs
import schemathesis
from schemathesis.core.result import Ok
from websockets.exceptions import ConnectionClosed
from websockets.sync.client import ClientConnection, connect

__all__ = ["Conversation", "Described"]

_PATIENCE: Final = 60.0
_PARTINGS: Final = {1007, 1009, 4400, 4401}
"""A connection ends for bytes that are no text, too many bytes, bad frames, and a bad token."""


class Described:
    """The AsyncAPI document of a server.

    Attributes:
        kinds: the types of all frames that clients send, in the order in which they are told.
    """

    def __init__(self, document: Any) -> None:
        self._components = document["components"]
        sent = [name for name in self._components["messages"] if name.endswith(".frame")]
        self.kinds = [name.removesuffix(".frame") for name in sent]
        self._validator = cache(self._validator_of)

    def as_operations(self) -> Mapping[str, Any]:
        """The frames, each as the body of a request: what makes requests of chance makes them."""
        paths = {f"/{kind}": {"post": self._operation(kind)} for kind in self.kinds}
        schema = schemathesis.openapi.from_dict(
            {
                "openapi": "3.1.0",
                "info": {"title": "Frames", "version": "1"},
                "paths": paths,
                "components": {"schemas": self._components["schemas"]},
            }
        )
        found = [each.ok() for each in schema.get_all_operations() if isinstance(each, Ok)]
        return {operation.path.removeprefix("/"): operation for operation in found}

    def expect(self, told: Any, kind: str = "") -> None:
        """Hold what a server has said to what it may say: to a frame of a kind, or by itself.

        Of a frame whose kind is not known the answer may be anything.
        """
        if "ok" not in told:
            self._validator(told["type"]).validate(told)
        elif not told["ok"]:
            self._validator("refusal").validate(told)
        elif kind:
            self._validator(f"{kind}.answer").validate(told)

    def _operation(self, kind: str) -> Any:
        payload = self._components["messages"][f"{kind}.frame"]["payload"]
        body = {"required": True, "content": {"application/json": {"schema": payload}}}
        return {"requestBody": body, "responses": {"200": {"description": "An answer."}}}

    def _validator_of(self, name: str) -> Any:
        payload = self._components["messages"][name]["payload"]
        schema = {**payload, "components": {"schemas": self._components["schemas"]}}
        return jsonschema_rs.validator_for(schema)


class Conversation:
    """What somebody sends, and is answered; over a new connection, where the last has ended."""

    def __init__(self, address: str, token: str) -> None:
        self._address = address.replace("http", "ws", 1) + "/ws"
        self._hello = json.dumps({"type": "auth", "token": token})
        self._connection: ClientConnection | None = None

    def close(self) -> None:
        """Go."""
        if self._connection is not None:
            self._connection.close()
        self._connection = None

    def ask(self, frame: bytes) -> list[Any]:
        """What is said until a frame of text is answered, or the connection ends for it."""
        told = list[Any]()
        try:
            connection = self._open()
            connection.send(frame, text=True)
            while not any("ok" in each for each in told):
                told += self._next(connection)
        except ConnectionClosed as end:
            self._part(end, frame)
        return told

    def _part(self, end: ConnectionClosed, frame: bytes) -> None:
        self._connection = None
        assert end.rcvd is not None, (frame, "the connection was cut off")
        assert end.rcvd.code in _PARTINGS, (frame, end.rcvd)

    def _open(self) -> ClientConnection:
        if self._connection is None:
            self._connection = connect(self._address, proxy=None, max_size=None)
            self._connection.send(self._hello)
            assert self._next(self._connection)[0]["ok"]
        return self._connection

    def _next(self, connection: ClientConnection) -> list[Any]:
        said = json.loads(connection.recv(_PATIENCE))
        return said if isinstance(said, list) else [said]
