"""Being signed in: beginning, carrying on, ending."""

from collections.abc import Mapping
from datetime import datetime, timedelta

import attrs

from phantom_core.identity import policy
from phantom_core.identity.errors import SessionOver, WrongCredentials
from phantom_core.identity.events import SessionRefreshed, SessionStarted
from phantom_core.identity.listing import SESSIONS
from phantom_core.identity.ports import IdentityWork
from phantom_core.identity.session import MAX_SESSIONS, EndReason, Entry, Session, SessionId
from phantom_core.identity.tokens import TokenHash
from phantom_core.identity.use_cases._ending import end
from phantom_core.identity.use_cases._replacing import still_proven
from phantom_core.identity.user import UserStatus
from phantom_core.kernel.access import Access
from phantom_core.kernel.actor import Actor, UserId, person
from phantom_core.kernel.commands import Command, Query
from phantom_core.kernel.errors import NotFound
from phantom_core.kernel.paging import Page, PageRequest, after_moment, moment_cursor

__all__ = ["EndSession", "IdentifyActors", "ListSessions", "RotateRefreshToken", "StartSession"]


@attrs.frozen(kw_only=True)
class StartSession(Command[Entry]):
    """Sign a user in who has proven who they are.

    Attributes:
        proven_at: `changed_at` of the credential that was verified; another password since then
            keeps them out.
        device: what the client calls itself.
        life: how long the session lasts, however much it is used.
        idle: how long it lasts if it is not used.
        verified_only: whether an address that is not verified keeps them out.

    Raises: NotFound, WrongCredentials, Suspended, NotVerified.
    """

    access = Access.SYSTEM
    user_id: UserId
    proven_at: datetime
    family_hash: TokenHash = attrs.field(repr=False)
    token_hash: TokenHash = attrs.field(repr=False)
    device: str
    life: timedelta
    idle: timedelta
    verified_only: bool = False

    def run(self, work: IdentityWork) -> Entry:
        """Answer the user and their new session."""
        user = work.users.get(self.user_id)
        if not still_proven(work, user.id, self.proven_at):
            raise WrongCredentials
        policy.may_sign_in(user, verified_only=self.verified_only).enforce()
        self._make_room(work)
        session = Session(
            id=SessionId(work.new_id()),
            user_id=user.id,
            family_hash=self.family_hash,
            token_hash=self.token_hash,
            device=self.device,
            created_at=work.now,
            last_used_at=work.now,
            expires_at=work.now + min(self.life, self.idle),
        )
        work.sessions.add(session)
        work.record(SessionStarted(user_id=user.id, session=session.shown))
        return Entry(user=user, session=session)

    def _make_room(self, work: IdentityWork) -> None:
        known = work.sessions.of_user(self.user_id)
        live = [session for session in known if session.live(work.now)]
        work.sessions.remove([session.id for session in known if not session.live(work.now)])
        end(work, live[MAX_SESSIONS - 1 :], EndReason.REPLACED)


@attrs.frozen(kw_only=True)
class RotateRefreshToken(Command[Session | None]):
    """Use a refresh token: it is spent, and another takes its place.

    A token that was spent before is in two hands. Then the whole family ends, the newest token
    with it; that must be kept although the caller is refused, so it is answered, not raised.

    Attributes:
        family_hash: tells which family the token is of.
        used_hash: tells which token it is.
        next_hash: of the token that takes its place.
        life: how long the session lasts from its beginning, however much it is used.
        idle: how long it lasts from now on if it is not used again.

    Raises: SessionOver, if the family has ended, or there never was one.
    """

    access = Access.SYSTEM
    family_hash: TokenHash = attrs.field(repr=False)
    used_hash: TokenHash = attrs.field(repr=False)
    next_hash: TokenHash = attrs.field(repr=False)
    life: timedelta
    idle: timedelta

    def run(self, work: IdentityWork) -> Session | None:
        """Answer the session, or `None` if the token was spent before."""
        session = work.sessions.of_family(self.family_hash)
        if session is None or not session.live(work.now):
            raise SessionOver
        if session.token_hash != self.used_hash:
            end(work, [session], EndReason.TOKEN_REUSED)
            return None
        ends_at = min(session.created_at + self.life, work.now + self.idle)
        rotated = session.rotate(self.next_hash, work.now, ends_at)
        work.sessions.put(rotated)
        work.record(SessionRefreshed(user_id=rotated.user_id, session=rotated.shown))
        return rotated


@attrs.frozen(kw_only=True)
class EndSession(Command[None]):
    """Sign one of one's own devices out. Raises: NotFound."""

    access = Access.PERSON
    session_id: SessionId

    def run(self, work: IdentityWork) -> None:
        """End it."""
        session = work.sessions.get(self.session_id)
        if session.user_id != work.actor.person:
            raise NotFound("session", self.session_id)
        end(work, [session], EndReason.LOGGED_OUT)


@attrs.frozen(kw_only=True)
class ListSessions(Query[Page[Session]]):
    """Look at where one is signed in, the place used last first.

    Raises: Invalid, for a foreign cursor.
    """

    access = Access.PERSON
    page: PageRequest = attrs.field(factory=PageRequest)

    def run(self, work: IdentityWork) -> Page[Session]:
        """Answer a page of the sessions that have not run out."""
        begin = after_moment(self.page, SESSIONS)
        # There are few: `MAX_SESSIONS`, and perhaps some that have run out.
        rows = [
            session
            for session in work.sessions.of_user(work.actor.person)
            if session.live(work.now)
            and (begin is None or (session.last_used_at, session.id) < begin)
        ]
        return Page.of(
            rows,
            self.page.limit,
            lambda session: moment_cursor(SESSIONS, session.last_used_at, session.id),
        )


@attrs.frozen(kw_only=True)
class IdentifyActors(Query[Mapping[SessionId, Actor]]):
    """Tell who acts in sessions, as access tokens name them; asked for every request."""

    access = Access.SYSTEM
    session_ids: tuple[SessionId, ...]

    def run(self, work: IdentityWork) -> Mapping[SessionId, Actor]:
        """Answer the actors, as they stand now, of those sessions that are not over."""
        standings = work.sessions.standings(self.session_ids)
        return {
            session_id: person(standing.user_id, is_admin=standing.is_admin)
            for session_id, standing in standings.items()
            if standing.status is UserStatus.ACTIVE and work.now < standing.expires_at
        }
