"""People block, hide, allow, are suspended and go, in any order; nobody is seen who must not be.

After each step every surface is asked by everybody. Whoever must not be seen there is in no answer,
by id, name or word; and what is asked or tried about them is answered exactly as it is for an id
that nobody ever had.
"""

import asyncio
import logging
import re
from collections.abc import Awaitable, Callable, Iterator
from contextlib import AbstractAsyncContextManager, AsyncExitStack
from typing import Any, ClassVar, Final

import anyio
import attrs
import httpx
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from tests.http.world import PASSWORD, Someone
from tests.leaks.society import NAMES, Society, mark, word
from tests.leaks.surfaces import SURFACES, Kind, Standing, Surface

__all__ = ["NoLeak", "Server"]

_LOG: Final = logging.getLogger(__name__)
# Who has brought somebody into a project stands in that one's row, whoever sees the row.
_INVITED_BY: Final = re.compile(r'"invitedBy":\{[^{}]*\}')
_PATIENCE: Final = 60.0
_NOBODY: Final = "01ARZ3NDEKTSV4RRFFQ69G5FAV"
_SOMEBODY: Final = st.sampled_from(NAMES)

_Attempt = Callable[[Society, str, str], tuple[str, str, Any]]


def _booking(society: Society, viewer: str, user_id: str) -> tuple[str, str, Any]:
    project = society.places[f"project of {viewer}"]
    return "POST", "/api/bookings", {"projectId": project, "userId": user_id}


def _collaborating(society: Society, viewer: str, user_id: str) -> tuple[str, str, Any]:
    project = society.places[f"project of {viewer}"]
    return "POST", f"/api/projects/{project}/collaborators", {"userId": user_id}


def _direct(_society: Society, _viewer: str, user_id: str) -> tuple[str, str, Any]:
    return "POST", "/api/messages/rooms", {"kind": "direct", "memberIds": [user_id]}


def _to(method: str, path: str) -> _Attempt:
    def attempt(_society: Society, _viewer: str, user_id: str) -> tuple[str, str, Any]:
        return method, path.format(user_id=user_id), None

    return attempt


_ATTEMPTS: Final[tuple[tuple[Kind, _Attempt], ...]] = (
    (Kind.TIE, _to("GET", "/api/users/{user_id}")),
    (Kind.TIE, _to("GET", "/api/users/{user_id}/followers")),
    (Kind.TIE, _to("GET", "/api/users/{user_id}/following")),
    (Kind.TIE, _to("GET", "/api/projects?userId={user_id}")),
    (Kind.TIE, _to("GET", "/api/playlists?userId={user_id}")),
    (Kind.TIE, _to("PUT", "/api/users/{user_id}/follow")),
    (Kind.TIE, _direct),
    (Kind.TIE, _booking),
    (Kind.TIE, _collaborating),
    (Kind.MATCHING, _to("GET", "/api/users/{user_id}/compatibility")),
    (Kind.MATCHING, _to("POST", "/api/matches/{user_id}/like")),
    (Kind.MATCHING, _to("POST", "/api/matches/{user_id}/dismiss")),
)
"""What may be asked or tried about somebody, and from whom it must not tell them apart: nobody."""


@attrs.frozen
class Server:
    """A server of the machine's own.

    Attributes:
        root: somebody in office.
        work: sees to it that jobs are done which somebody has set going.
    """

    http: httpx.AsyncClient
    root: Someone
    work: Callable[[], Awaitable[None]]


class NoLeak(RuleBasedStateMachine):
    """A society, and what is known of how everybody in it stands.

    A test makes a class of it that knows how to open a server of its own.
    """

    opened: ClassVar[Callable[[], AbstractAsyncContextManager[Server]]]
    server: Server
    society: Society

    def __init__(self) -> None:
        super().__init__()
        self.runner, self.stack = asyncio.Runner(), AsyncExitStack()
        self.standings = {name: Standing() for name in NAMES}

    def teardown(self) -> None:
        """Leave the server."""
        self.runner.run(self.stack.aclose())
        self.runner.close()

    @initialize()
    def begin(self) -> None:
        """At first everybody is seen on every surface: there is something to hide."""
        self.runner.run(self._begin())

    async def _begin(self) -> None:
        self.server = await self.stack.enter_async_context(type(self).opened())
        self.society = await Society.form(self.server.http, self.server.root)
        with anyio.fail_after(_PATIENCE):
            for surface in SURFACES:
                while (shown := await self._shown_by(surface)) != set(NAMES):
                    await self.server.work()
                    _LOG.info("%s shows %s", surface.name, shown)

    async def _shown_by(self, surface: Surface) -> set[str]:
        """Who is seen there by somebody."""
        return {
            subject
            for viewer, subject in self.society.pairs()
            for path in surface.paths(self.society, viewer)
            if self._seen(await self._asked(viewer, path), subject)
        }

    @rule(one=_SOMEBODY, other=_SOMEBODY)
    def block(self, one: str, other: str) -> None:
        """Somebody blocks another, or tries; one who is away or gone cannot be met."""
        if one == other or self._away(one):
            return
        answer = self._do(one, "PUT", f"/api/users/{self.society.id_of(other)}/block")
        if answer.status_code == 204:
            self.standings[one].blocked.add(other)

    @rule(one=_SOMEBODY, other=_SOMEBODY)
    def unblock(self, one: str, other: str) -> None:
        """Somebody takes a block back."""
        if one != other and not self._away(one):
            self._do(one, "DELETE", f"/api/users/{self.society.id_of(other)}/block")
            self.standings[one].blocked.discard(other)

    @rule(name=_SOMEBODY, discoverable=st.booleans())
    def hide(self, name: str, discoverable: bool) -> None:  # noqa: FBT001 - drawn by name
        """Somebody hides, or shows themself again."""
        if not self._away(name):
            profile = {"bio": f"I am {mark(name)}.", "roles": ["drummer"]}
            said = {**profile, "discoverable": discoverable}
            assert self._do(name, "PUT", "/api/users/me/profile", said).is_success
            self.standings[name].discoverable = discoverable

    @rule(name=_SOMEBODY, granted=st.booleans())
    def consent(self, name: str, granted: bool) -> None:  # noqa: FBT001 - drawn by name
        """Somebody lets themself be matched, or no more."""
        if not self._away(name):
            said = {"purpose": "matching", "granted": granted}
            assert self._do(name, "PUT", "/api/users/me/consents", said).is_success
            self.standings[name].consents = granted

    @rule(name=_SOMEBODY)
    def suspend_or_reinstate(self, name: str) -> None:
        """Somebody in office shuts an account, or opens it again; its owner signs in anew."""
        standing = self.standings[name]
        if standing.erased:
            return
        standing.suspended = not standing.suspended
        status = {"status": "suspended" if standing.suspended else "active"}
        path = f"/api/admin/users/{self.society.id_of(name)}/status"
        answer = self.runner.run(self.society.root.send("PUT", path, status))
        assert answer.is_success, answer.text
        if not standing.suspended:
            self.runner.run(self._sign_in(name))

    @precondition(lambda self: not any(each.erased for each in self.standings.values()))
    @rule(name=_SOMEBODY)
    def erase(self, name: str) -> None:
        """Somebody has themself erased; one at most, so that there are two who look for them."""
        if not self._away(name):
            answer = self._do(name, "DELETE", "/api/users/me", {"password": PASSWORD})
            assert answer.is_success, answer.text
            self.standings[name].erased = True
            self.runner.run(self._end_of(answer.json()["id"]))

    async def _end_of(self, erasure_id: str) -> None:
        """Wait until the last of it is done: until then, what others were told may name them."""
        path = f"/api/erasures/{erasure_id}"
        with anyio.fail_after(_PATIENCE):
            while "doneAt" not in (await self.server.http.get(path)).json():
                await self.server.work()

    @invariant()
    def nobody_is_seen_who_must_not_be(self) -> None:
        """Ask everything, as everybody who can ask."""
        self.runner.run(self._look())

    async def _look(self) -> None:
        for viewer in NAMES:
            if not self._away(viewer):
                for surface in SURFACES:
                    for path in surface.paths(self.society, viewer):
                        self._judge(surface.kind, viewer, path, await self._asked(viewer, path))
                for subject in self._others(viewer):
                    await self._try(viewer, subject)

    def _judge(self, kind: Kind, viewer: str, path: str, text: str) -> None:
        for subject in self._others(viewer):
            if kind.hides(viewer, subject, self.standings):
                about_them = self.society.id_of(subject) in path or mark(subject) in path
                seen = mark(subject) in text if about_them else self._seen(text, subject)
                assert not seen, f"{viewer} sees {subject} at {path}: {text}"
            if self.standings[subject].erased:
                assert mark(subject) not in text, f"{subject}, who is erased, is named at {path}"

    async def _try(self, viewer: str, subject: str) -> None:
        for kind, attempt in _ATTEMPTS:
            if kind.hides(viewer, subject, self.standings):
                theirs = await self._tried(viewer, attempt, self.society.id_of(subject))
                nobodys = await self._tried(viewer, attempt, _NOBODY)
                assert theirs == nobodys, f"{viewer} can tell {subject} from nobody: {theirs}"

    async def _tried(self, viewer: str, attempt: _Attempt, user_id: str) -> tuple[int, str]:
        method, path, body = attempt(self.society, viewer, user_id)
        answer = await self.society.people[viewer].send(method, path, body)
        return answer.status_code, answer.text.replace(user_id, "somebody")

    async def _asked(self, viewer: str, path: str) -> str:
        answer = await self.society.people[viewer].send("GET", path)
        assert answer.status_code < 500, answer.text
        return _INVITED_BY.sub("", answer.text)

    def _seen(self, text: str, subject: str) -> bool:
        signs = (self.society.id_of(subject), mark(subject), word(subject))
        return any(sign in text for sign in signs)

    def _do(self, name: str, method: str, path: str, body: Any = None) -> httpx.Response:
        return self.runner.run(self.society.people[name].send(method, path, body))

    async def _sign_in(self, name: str) -> None:
        known, http = self.society.people[name], self.society.people[name].http
        login = {"login": mark(name), "password": PASSWORD}
        answer = await http.post("/api/auth/login", json=login)
        assert answer.is_success, answer.text
        self.society.people[name] = Someone(http, {**known.signed_in, **answer.json()})

    def _away(self, name: str) -> bool:
        return self.standings[name].gone

    def _others(self, viewer: str) -> Iterator[str]:
        return (name for name in NAMES if name != viewer)
