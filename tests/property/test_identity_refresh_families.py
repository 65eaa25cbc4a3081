"""Laws of log-in sessions.

- The newest refresh token of a live family is good, once.
- Any other token of it, however old, ends the family, and no token of it is good any more.
- An access token is good exactly while its session lives and it has not expired.
- What one sees of one's sessions is what lives.
"""

import asyncio
from collections.abc import Coroutine
from datetime import datetime, timedelta
from typing import Any, TypeVar

import attrs
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from phantom_core.identity import ChangePassword, ListSessions, Lives, SessionId, Tokens, flows
from phantom_core.identity.password import PasswordHash
from phantom_core.kernel import MAX_PAGE, NotAuthenticated, NotFound, PageRequest, person
from tests.use_cases.identity.town import Town

T = TypeVar("T")

LIVES = Lives(access=timedelta(minutes=10), session=timedelta(hours=1))


@attrs.define
class Family:
    """What should be true of one log-in session."""

    session_id: SessionId
    tokens: list[str]
    access_tokens: list[tuple[str, datetime]]
    ends_at: datetime
    ended: bool = False


class RefreshFamilies(RuleBasedStateMachine):
    """One user, some devices, a thief or two."""

    def __init__(self) -> None:
        super().__init__()
        self.runner = asyncio.Runner()
        self.town = Town.open(lives=LIVES)
        self.families: list[Family] = []

    def teardown(self) -> None:
        """Close the loop."""
        self.runner.close()

    def run(self, call: Coroutine[Any, Any, T]) -> T:
        """Wait for a call."""
        return self.runner.run(call)

    def alive(self, family: Family) -> bool:
        """Whether a session should live."""
        return not family.ended and self.town.clock.now < family.ends_at

    def keep(self, family: Family, tokens: Tokens) -> None:
        """Note what a client was given."""
        family.tokens.append(tokens.refresh_token)
        until = self.town.clock.now + tokens.expires_in
        family.access_tokens.append((tokens.access_token, until))

    @initialize()
    def register(self) -> None:
        """Somebody comes in."""
        signed_in = self.run(self.town.register("ada"))
        self.ada = person(signed_in.user.id)
        self.begin(signed_in.tokens)

    def begin(self, tokens: Tokens) -> None:
        """Note a new session."""
        ends_at = self.town.clock.now + LIVES.session
        family = Family(tokens.session_id, [], [], ends_at)
        self.keep(family, tokens)
        self.families.append(family)

    @precondition(lambda self: len(self.families) < 6)
    @rule()
    def log_in(self) -> None:
        """Another device signs in."""
        self.begin(self.run(self.town.log_in("ada")).tokens)

    @rule(data=st.data())
    def refresh(self, data: st.DataObject) -> None:
        """Somebody uses a refresh token: most often the newest of its family."""
        family = data.draw(st.sampled_from(self.families))
        newest = len(family.tokens) - 1
        place = data.draw(st.sampled_from([newest, newest, *range(newest)]))
        try:
            tokens = self.run(flows.refresh(self.town.desk, family.tokens[place]))
        except NotAuthenticated:
            assert place != newest or not self.alive(family)
            family.ended = True
        else:
            assert place == newest
            assert self.alive(family)
            self.keep(family, tokens)

    @rule(data=st.data())
    def log_out(self, data: st.DataObject) -> None:
        """A device signs out, perhaps for the second time."""
        family = data.draw(st.sampled_from(self.families))
        try:
            self.run(flows.log_out(self.town.desk, actor=self.ada, session_id=family.session_id))
        except NotFound:
            assert not self.alive(family)
        family.ended = True

    @rule(data=st.data())
    def change_password(self, data: st.DataObject) -> None:
        """All sessions end but one."""
        here = data.draw(st.sampled_from(self.families))
        known = self.run(self.town.desk.hasher.hash("correct horse battery staple"))
        command = ChangePassword(
            proven_at=self.run(self.town.proven_at(self.ada.person)),
            password_hash=PasswordHash(known),
            session_id=here.session_id,
        )
        self.run(self.town.do(command, self.ada))
        for family in self.families:
            family.ended = family.ended or family is not here

    @rule(minutes=st.sampled_from([1, 5, 10, 40]))
    def wait(self, minutes: int) -> None:
        """Time goes by."""
        self.town.clock.advance(minutes=minutes)

    @invariant()
    def access_tokens_are_good_while_their_session_lives(self) -> None:
        """Ask all of them."""
        for family in self.families:
            for token, until in family.access_tokens:
                expected = self.alive(family) and self.town.clock.now < until

                assert self.is_good(token) is expected

    def is_good(self, token: str) -> bool:
        """Whether a request with this token is answered."""
        try:
            self.run(flows.identify(self.town.desk, token, self.town.clock.now))
        except NotAuthenticated:
            return False
        return True

    @invariant()
    def one_sees_what_lives(self) -> None:
        """Compare the list with the model."""
        if self.families:
            page = PageRequest(limit=MAX_PAGE)
            shown = self.run(self.town.ask(ListSessions(page=page), self.ada)).items
            living = {family.session_id for family in self.families if self.alive(family)}

            assert {session.id for session in shown} == living


TestRefreshFamilies = RefreshFamilies.TestCase
