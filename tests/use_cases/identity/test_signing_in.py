"""Signing in, staying so, and being signed out."""

from datetime import timedelta
from typing import Any

import attrs
import pytest

from phantom_adapters.security import ScryptPasswords
from phantom_core.identity import (
    EndReason,
    EndSession,
    GrantAdmin,
    ListSessions,
    Lives,
    NotVerified,
    PasswordHash,
    PasswordHasher,
    RevokeAdmin,
    Session,
    SessionId,
    SessionOver,
    SessionsEnded,
    SignedIn,
    StartSession,
    Suspended,
    UserStatus,
    WrongCredentials,
    flows,
)
from phantom_core.identity.session import MAX_SESSIONS
from phantom_core.identity.tokens import RefreshToken, TokenHash
from phantom_core.identity.use_cases import GetCredential, SetUserStatus
from phantom_core.kernel import (
    SYSTEM,
    Invalid,
    Invocation,
    NotAuthenticated,
    NotFound,
    PageRequest,
    Unavailable,
    UserId,
    uuid7,
)
from phantom_core.privacy import ApplyRetention
from tests.use_cases.identity.town import PASSWORD, Town


class CountingHasher(PasswordHasher):
    """Counts how much work was done."""

    def __init__(self) -> None:
        self.inner = ScryptPasswords(work=2)
        self.verified: list[PasswordHash | None] = []

    async def hash(self, password: str) -> PasswordHash:
        return await self.inner.hash(password)

    async def verify(self, known: PasswordHash | None, password: str) -> bool:
        self.verified.append(known)
        return await self.inner.verify(known, password)

    def is_stale(self, known: PasswordHash) -> bool:
        return self.inner.is_stale(known)


class BusyHasher(CountingHasher):
    """Knows better hashes, and has no time to make them."""

    async def hash(self, password: str) -> PasswordHash:  # noqa: ARG002 - whatever it is
        raise Unavailable("Too many passwords are being hashed.")

    def is_stale(self, known: PasswordHash) -> bool:  # noqa: ARG002 - whatever it is
        return True


@pytest.mark.parametrize("login", ["ada", "ADA", "ada@example.org", "Ada@Example.ORG"])
async def test_one_logs_in_by_name_or_address(town: Town, login: str) -> None:
    ada = (await town.register("ada")).user
    signed_in = await town.log_in(login)

    assert signed_in.user == ada
    assert (await town.identify(signed_in)).actor.person == ada.id


@pytest.mark.parametrize(
    ("login", "password"),
    [("ada", "wrong password"), ("ada", ""), ("nobody", PASSWORD), ("a b", PASSWORD)],
)
async def test_a_wrong_name_and_a_wrong_password_are_told_alike(
    town: Town, login: str, password: str
) -> None:
    await town.register("ada")

    with pytest.raises(WrongCredentials, match="The name or the password is wrong"):
        await town.log_in(login, password)


@pytest.mark.parametrize("login", ["", " ", "a\0b", "x" * 255, "\ud800"])
async def test_what_cannot_be_a_name_is_told_so(town: Town, login: str) -> None:
    with pytest.raises(Invalid, match="login"):
        await town.log_in(login)


async def test_a_log_in_is_as_much_work_when_nobody_has_the_name(town: Town) -> None:
    hasher = CountingHasher()
    town.desk = attrs.evolve(town.desk, hasher=hasher)
    await town.register("ada")
    for login in ("ada", "nobody"):
        with pytest.raises(WrongCredentials):
            await town.log_in(login, "wrong password")

    assert [known is not None for known in hasher.verified] == [True, False]


@pytest.mark.parametrize("password", ["x" * 129, "lone \ud800 surrogate"])
async def test_what_cannot_be_a_password_costs_no_work(town: Town, password: str) -> None:
    hasher = CountingHasher()
    town.desk = attrs.evolve(town.desk, hasher=hasher)

    with pytest.raises(Invalid, match="password"):
        await town.log_in("ada", password)
    assert hasher.verified == []


async def test_a_hash_made_at_another_cost_is_made_anew(town: Town) -> None:
    ada = (await town.register("ada")).user
    town.desk = attrs.evolve(town.desk, hasher=ScryptPasswords(work=4))
    before = await town.ask(GetCredential(user_id=ada.id), SYSTEM)
    await town.log_in("ada")
    after = await town.ask(GetCredential(user_id=ada.id), SYSTEM)

    assert before.password_hash != after.password_hash
    assert not town.desk.hasher.is_stale(after.password_hash)
    assert before.changed_at == after.changed_at
    await town.log_in("ada")
    assert await town.ask(GetCredential(user_id=ada.id), SYSTEM) == after


async def test_who_cannot_be_given_a_better_hash_comes_in_all_the_same(town: Town) -> None:
    ada = (await town.register("ada")).user
    town.desk = attrs.evolve(town.desk, hasher=BusyHasher())
    before = await town.ask(GetCredential(user_id=ada.id), SYSTEM)

    assert (await town.log_in("ada")).user == ada
    assert await town.ask(GetCredential(user_id=ada.id), SYSTEM) == before


async def test_a_suspension_is_told_only_to_who_knows_the_password(town: Town) -> None:
    admin = await town.admin()
    ada = await town.somebody("ada")
    await town.do(SetUserStatus(user_id=ada.person, status=UserStatus.SUSPENDED), admin)

    with pytest.raises(WrongCredentials):
        await town.log_in("ada", "wrong password")
    with pytest.raises(Suspended):
        await town.log_in("ada")


async def test_where_addresses_must_be_verified_the_first_session_is_for_doing_so() -> None:
    town = Town.open(verified_only=True)
    await town.register("ada")
    with pytest.raises(NotVerified):
        await town.log_in("ada")
    await flows.verify_email(town.desk, await town.mailed_token())

    assert (await town.log_in("ada")).user.email_verified_at == town.clock.now


async def test_a_refresh_gives_new_tokens_of_the_same_session(town: Town) -> None:
    first = (await town.register("ada")).tokens
    town.clock.advance(minutes=14)
    second = await flows.refresh(town.desk, first.refresh_token)
    town.clock.advance(minutes=14)
    identified = await flows.identify(town.desk, second.access_token, town.clock.now)

    assert second.session_id == first.session_id == identified.session_id
    assert second.refresh_token != first.refresh_token
    with pytest.raises(NotAuthenticated):
        await flows.identify(town.desk, first.access_token, town.clock.now)


async def test_a_token_used_twice_ends_its_family_with_the_newest_token(town: Town) -> None:
    signed_in = await town.register("ada")
    ada = (await town.identify(signed_in)).actor
    first = signed_in.tokens.refresh_token
    second = (await flows.refresh(town.desk, first)).refresh_token
    third = (await flows.refresh(town.desk, second)).refresh_token

    for token in (first, third, second):
        with pytest.raises(SessionOver):
            await flows.refresh(town.desk, token)
    with pytest.raises(SessionOver):
        await town.identify(signed_in)
    assert (await town.heard_by(ada))[-1] == SessionsEnded(
        user_id=ada.person,
        session_ids=(signed_in.tokens.session_id,),
        reason=EndReason.TOKEN_REUSED,
    )


async def test_another_session_of_the_user_outlives_a_stolen_token(town: Town) -> None:
    stolen = await town.register("ada")
    other = await town.log_in("ada")
    for _ in range(2):
        try:
            await flows.refresh(town.desk, stolen.tokens.refresh_token)
        except SessionOver:
            continue

    assert (await town.identify(other)).session_id == other.tokens.session_id
    await flows.refresh(town.desk, other.tokens.refresh_token)


async def test_a_made_up_token_of_a_known_family_is_a_reused_one(town: Town) -> None:
    tokens = (await town.register("ada")).tokens
    read = RefreshToken.read(tokens.refresh_token)
    assert read is not None

    with pytest.raises(SessionOver):
        await flows.refresh(town.desk, read.next(bytes(32)).text)
    with pytest.raises(SessionOver):
        await flows.refresh(town.desk, tokens.refresh_token)


@pytest.mark.parametrize(
    "token", ["", "x", "A" * 86, "A" * 85 + "B", "A" * 85 + "\n", "é" * 86, "\ud800" * 86]
)
async def test_what_is_no_refresh_token_does_nothing(town: Town, token: str) -> None:
    tokens = (await town.register("ada")).tokens

    with pytest.raises(SessionOver):
        await flows.refresh(town.desk, token)
    await flows.refresh(town.desk, tokens.refresh_token)


async def test_a_session_ends_for_good_however_much_it_is_used() -> None:
    town = Town.open(lives=Lives(session=timedelta(hours=1)))
    signed_in = await town.register("ada")
    tokens = signed_in.tokens
    for _ in range(5):
        town.clock.advance(minutes=10)
        tokens = await flows.refresh(town.desk, tokens.refresh_token)

    assert tokens.expires_in == timedelta(minutes=10)
    town.clock.advance(minutes=10)
    with pytest.raises(SessionOver):
        await flows.refresh(town.desk, tokens.refresh_token)
    assert len(await town.devices(await town.log_in("ada"))) == 1


async def test_a_session_that_lies_unused_for_too_long_is_over() -> None:
    town = Town.open(lives=Lives(idle=timedelta(hours=1)))
    tokens = (await town.register("ada")).tokens
    for _ in range(3):
        town.clock.advance(minutes=59)
        tokens = await flows.refresh(town.desk, tokens.refresh_token)

    town.clock.advance(hours=1)
    with pytest.raises(SessionOver):
        await flows.refresh(town.desk, tokens.refresh_token)
    with pytest.raises(NotAuthenticated):
        await flows.identify(town.desk, tokens.access_token, town.clock.now)
    assert len(await town.devices(await town.log_in("ada"))) == 1


async def test_other_lives_hold_for_a_session_from_its_next_use() -> None:
    town = Town.open(lives=Lives(session=timedelta(days=9)))
    before = await town.register("ada")
    town.desk = attrs.evolve(town.desk, lives=Lives(session=timedelta(days=2)))
    town.clock.advance(days=1)
    tokens = await flows.refresh(town.desk, before.tokens.refresh_token)
    town.clock.advance(days=1)

    with pytest.raises(SessionOver):
        await flows.refresh(town.desk, tokens.refresh_token)


async def test_an_access_token_is_good_for_whole_seconds_until_it_expires(town: Town) -> None:
    town.clock.advance(milliseconds=999)
    tokens = (await town.register("ada")).tokens
    assert tokens.expires_in == timedelta(minutes=15)
    town.clock.advance(minutes=14, seconds=59)
    await flows.identify(town.desk, tokens.access_token, town.clock.now)
    town.clock.advance(milliseconds=1)

    with pytest.raises(NotAuthenticated):
        await flows.identify(town.desk, tokens.access_token, town.clock.now)


async def test_an_access_token_dies_with_its_session(town: Town) -> None:
    signed_in = await town.register("ada")
    identified = await town.identify(signed_in)
    await flows.log_out(town.desk, actor=identified.actor, session_id=identified.session_id)

    with pytest.raises(SessionOver):
        await town.identify(signed_in)
    with pytest.raises(SessionOver):
        await flows.refresh(town.desk, signed_in.tokens.refresh_token)


async def test_one_sees_where_one_is_signed_in_and_signs_a_device_out(town: Town) -> None:
    here = await town.register("ada")
    town.clock.advance(minutes=10)
    phone = await town.log_in("ada", device="Phone\n\x07 3")
    ada = (await town.identify(here)).actor
    sessions = (await town.ask(ListSessions(), ada)).items

    assert [session.device for session in sessions] == ["Phone 3", ""]
    await town.do(EndSession(session_id=phone.tokens.session_id), ada)
    with pytest.raises(SessionOver):
        await town.identify(phone)
    assert await town.devices(here) == [here.tokens.session_id]


async def test_nobody_ends_anothers_session_or_learns_of_it(town: Town) -> None:
    ada, eve = await town.register("ada"), await town.somebody("eve")
    sessions: list[Any] = [ada.tokens.session_id, eve.person]

    for session_id in sessions:
        with pytest.raises(NotFound, match=f"There is no session {session_id}"):
            await town.do(EndSession(session_id=session_id), eve)
    await town.identify(ada)


async def test_a_token_says_nothing_about_anothers_session(town: Town) -> None:
    ada, eve = await town.register("ada"), await town.register("eve")
    claims = town.desk.access_tokens.read(ada.tokens.access_token, town.clock.now)
    forged = town.desk.access_tokens.issue(attrs.evolve(claims, user_id=eve.user.id))

    with pytest.raises(SessionOver):
        await flows.identify(town.desk, forged, town.clock.now)


async def test_the_device_unused_for_longest_makes_room(town: Town) -> None:
    ada = (await town.register("ada")).user

    async def start(number: int) -> Any:
        town.clock.advance(seconds=1)
        command = StartSession(
            user_id=ada.id,
            proven_at=ada.created_at,
            family_hash=TokenHash(f"family {number}"),
            token_hash=TokenHash(f"token {number}"),
            device=str(number),
            life=timedelta(days=1),
            idle=timedelta(days=1),
        )
        return await town.do(command, SYSTEM)

    entries = [await start(number) for number in range(MAX_SESSIONS)]
    actor = (await town.identify(await town.log_in("ada"))).actor
    first = await town.ask(ListSessions(page=PageRequest(limit=60)), actor)
    rest = await town.ask(ListSessions(page=PageRequest(limit=60, cursor=first.next)), actor)
    sessions = [*first.items, *rest.items]

    assert rest.next is None
    assert len({session.id for session in sessions}) == len(sessions) == MAX_SESSIONS
    assert sessions[-1].id == entries[1].session.id


async def test_whether_one_is_in_office_is_asked_at_each_request(town: Town) -> None:
    signed_in: SignedIn = await town.register("ada")
    assert not (await town.identify(signed_in)).actor.is_admin
    await town.do(GrantAdmin(username="ADA"), SYSTEM)
    assert (await town.identify(signed_in)).actor.is_admin
    await town.do(RevokeAdmin(username="ada@example.org"), SYSTEM)
    assert not (await town.identify(signed_in)).actor.is_admin


async def test_sessions_that_have_run_out_are_forgotten_however_many(town: Town) -> None:
    ada = (await town.register("ada")).user

    def open_many(work: Any) -> None:
        for number in range(1100):
            work.sessions.add(
                Session(
                    id=SessionId(uuid7(work.now, number)),
                    user_id=UserId(uuid7(work.now, number)),
                    family_hash=TokenHash(f"family {number}"),
                    token_hash=TokenHash(f"token {number}"),
                    device="",
                    created_at=work.now,
                    last_used_at=work.now,
                    expires_at=work.now + timedelta(days=30),
                )
            )

    await town.storage.write(Invocation(SYSTEM, 1), open_many)
    town.clock.advance(days=30)
    young = await town.log_in("ada")
    await town.do(ApplyRetention(), SYSTEM)
    await town.post()

    def left(work: Any) -> list[UserId]:
        return [session.user_id for session in work.sessions._table]

    assert await town.storage.read(Invocation(SYSTEM, 1), left) == [ada.id]
    assert (await town.identify(young)).actor.person == ada.id
