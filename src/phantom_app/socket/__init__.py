"""The socket: what is live, over one connection for each client."""

from phantom_app.socket.asyncapi import asyncapi, asyncapi_document
from phantom_app.socket.bearers import Authenticate, Bearer, authenticator
from phantom_app.socket.closing import CloseCode
from phantom_app.socket.conversation import States
from phantom_app.socket.payloads import encode_message
from phantom_app.socket.route import PATH, Sockets, create_entrance, create_socket_route
from phantom_app.socket.settings import SocketSettings

__all__ = [
    "PATH",
    "Authenticate",
    "Bearer",
    "CloseCode",
    "SocketSettings",
    "Sockets",
    "States",
    "asyncapi",
    "asyncapi_document",
    "authenticator",
    "create_entrance",
    "create_socket_route",
    "encode_message",
]
