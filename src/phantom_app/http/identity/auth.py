"""Coming in and going out."""

from typing import Annotated, Final

import msgspec
from litestar import MediaType, Response, Router, delete, get, post
from litestar.params import JSONBody

from phantom_app.http.callers import PhantomRequest
from phantom_app.http.etags import TAGGED, versioned
from phantom_app.http.gate import spend
from phantom_app.http.identity.payloads import (
    DevicePayload,
    DisplayNameText,
    EmailText,
    NewPasswordText,
    SignedInPayload,
    TokensPayload,
    UsernameText,
    UserPayload,
    device_of,
    signed_in_of,
    tokens_of,
    user_of,
)
from phantom_app.http.paging import CursorText, Items, Limit, items_of, page_at
from phantom_app.http.payloads import IdInPath, Payload
from phantom_app.http.security_log import came_in
from phantom_core.identity import (
    AskForVerification,
    EmailTaken,
    EndSession,
    Gender,
    GetUser,
    ListSessions,
    NotVerified,
    Registration,
    Session,
    SessionId,
    SessionOver,
    Suspended,
    TokenRefused,
    UsernameTaken,
    WrongCredentials,
    WrongPassword,
    flows,
)
from phantom_core.identity.user import folded
from phantom_core.kernel import Id, NotAuthenticated, NotFound

__all__ = [
    "ROUTES",
    "Forgotten",
    "LogIn",
    "MailedToken",
    "NewEmail",
    "NewPassword",
    "NewUser",
    "Refresh",
    "Reset",
    "SessionPayload",
    "change_email",
    "change_password",
    "end_session",
    "forgot",
    "log_in",
    "log_out",
    "refresh",
    "register",
    "reset",
    "sessions",
    "verify",
    "verify_again",
    "who_am_i",
]

_LONGEST_NAME: Final = 320


class NewUser(Payload):
    """Who wants to come in."""

    email: EmailText
    username: UsernameText
    password: NewPasswordText
    display_name: DisplayNameText | None = None
    gender: Gender | None = None


class LogIn(Payload):
    """Who comes back."""

    login: Annotated[str, msgspec.Meta(description="An e-mail address or a user name.")]
    password: str


class Refresh(Payload):
    """A refresh token, to be spent."""

    refresh_token: str


class NewPassword(Payload):
    """Another password, confirmed by the present one."""

    current: str
    new: NewPasswordText


class NewEmail(Payload):
    """Another address, confirmed by the password."""

    email: EmailText
    password: str


class MailedToken(Payload):
    """A token out of a mail."""

    token: str


class Forgotten(Payload):
    """Whose password is forgotten."""

    email: EmailText


class Reset(Payload):
    """Another password, by the token of a mail."""

    token: str
    new: NewPasswordText


class SessionPayload(DevicePayload):
    """A device that is signed in, as one of its owner's sees it."""

    current: Annotated[bool, msgspec.Meta(description="Whether this request came in it.")]


@post("/register", open=True, allowance="log-in", refuses=[EmailTaken, UsernameTaken])
async def register(request: PhantomRequest, data: JSONBody[NewUser]) -> SignedInPayload:
    """Make an account, and sign in with it."""
    registration = Registration(
        email=data.email,
        username=data.username,
        password=data.password,
        display_name=data.display_name,
        gender=data.gender,
    )
    desk = request.caller.services.desk
    device = request.headers.get("user-agent", "")
    signed_in = await flows.register(desk, registration, device=device)
    came_in(request.scope, signed_in.user.id)
    return signed_in_of(signed_in)


@post(
    "/login",
    status_code=200,
    open=True,
    allowance="log-in",
    refuses=[WrongCredentials, Suspended, NotVerified],
)
async def log_in(request: PhantomRequest, data: JSONBody[LogIn]) -> SignedInPayload:
    """Sign in by e-mail address or user name, and password."""
    await _spend_of_account(request, data.login)
    signed_in = await flows.log_in(
        request.caller.services.desk,
        login=data.login,
        password=data.password,
        device=request.headers.get("user-agent", ""),
    )
    came_in(request.scope, signed_in.user.id)
    return signed_in_of(signed_in)


@post("/refresh", status_code=200, open=True, refuses=[SessionOver])
async def refresh(request: PhantomRequest, data: JSONBody[Refresh]) -> TokensPayload:
    """Spend a refresh token for new tokens; one that was spent before ends the whole session."""
    return tokens_of(await flows.refresh(request.caller.services.desk, data.refresh_token))


@post("/logout", status_code=204, refuses=[NotFound])
async def log_out(request: PhantomRequest) -> None:
    """End the session that this request came in, with all its tokens."""
    caller = request.caller
    await flows.log_out(caller.services.desk, actor=caller.actor, session_id=_session_of(request))


@get("/me", response_headers=TAGGED)
async def who_am_i(request: PhantomRequest) -> Response[UserPayload]:
    """The account that is signed in."""
    user = await request.caller.ask(GetUser())
    return versioned(user_of(user), user.version)


@post("/password", status_code=204, allowance="log-in", refuses=[WrongPassword])
async def change_password(request: PhantomRequest, data: JSONBody[NewPassword]) -> None:
    """Choose another password; all other sessions end."""
    caller = request.caller
    await flows.change_password(
        caller.services.desk,
        actor=caller.actor,
        session_id=_session_of(request),
        current=data.current,
        new=data.new,
    )


@post(
    "/email",
    status_code=200,
    allowance="log-in",
    refuses=[WrongPassword, EmailTaken],
    response_headers=TAGGED,
)
async def change_email(request: PhantomRequest, data: JSONBody[NewEmail]) -> Response[UserPayload]:
    """Give oneself another address, which must then be verified."""
    caller = request.caller
    user = await flows.change_email(
        caller.services.desk, actor=caller.actor, email=data.email, password=data.password
    )
    return versioned(user_of(user), user.version)


@get("/sessions")
async def sessions(
    request: PhantomRequest, limit: Limit = 50, cursor: CursorText = None
) -> Items[SessionPayload]:
    """Where one is signed in, the place used last first."""
    found = await request.caller.ask(ListSessions(page=page_at(limit, cursor)))
    current = request.caller.session_id
    return items_of(found, lambda session: _session(session, current))


@delete("/sessions/{session_id:str}", refuses=[NotFound])
async def end_session(request: PhantomRequest, session_id: IdInPath) -> None:
    """Sign one of one's own devices out."""
    await request.caller.do(EndSession(session_id=SessionId(Id(session_id))))


@post("/verify", status_code=204, open=True, allowance="log-in", refuses=[TokenRefused])
async def verify(request: PhantomRequest, data: JSONBody[MailedToken]) -> None:
    """Prove an address with the token that was sent there."""
    await flows.verify_email(request.caller.services.desk, data.token)


@post("/verify/again", status_code=202, allowance="log-in", media_type=MediaType.TEXT)
async def verify_again(request: PhantomRequest) -> None:
    """Have the mail that proves one's address sent once more."""
    await request.caller.do(AskForVerification())


@post("/forgot", status_code=202, open=True, allowance="log-in", media_type=MediaType.TEXT)
async def forgot(request: PhantomRequest, data: JSONBody[Forgotten]) -> None:
    """Have a mail sent by which to choose a new password; the answer is always the same."""
    await _spend_of_account(request, data.email)
    await flows.forgot_password(request.caller.services.desk, data.email)


@post("/reset", status_code=204, open=True, allowance="log-in", refuses=[TokenRefused])
async def reset(request: PhantomRequest, data: JSONBody[Reset]) -> None:
    """Choose a new password with the token of a mail; all sessions end."""
    await flows.reset_password(request.caller.services.desk, token=data.token, new=data.new)


def _session(session: Session, current: SessionId | None) -> SessionPayload:
    device = msgspec.structs.asdict(device_of(session.shown))
    return SessionPayload(**device, current=session.id == current)


def _session_of(request: PhantomRequest) -> SessionId:
    if request.caller.session_id is None:
        raise NotAuthenticated
    return request.caller.session_id


async def _spend_of_account(request: PhantomRequest, name: str) -> None:
    """Limit what is tried on one account from many addresses; names that nobody has count too."""
    await spend(request, request.caller.services, "account", folded(name[:_LONGEST_NAME]))


ROUTES = (
    Router(
        "/api/auth",
        tags=["Auth"],
        route_handlers=[
            register,
            log_in,
            refresh,
            log_out,
            who_am_i,
            change_password,
            change_email,
            sessions,
            end_session,
            verify,
            verify_again,
            forgot,
            reset,
        ],
    ),
)
"""What is served here."""
