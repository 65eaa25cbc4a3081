"""Many at once, on every storage: of what may happen once, nothing happens twice."""

import os
from collections.abc import Awaitable, Callable, Sequence
from functools import partial
from typing import Any, Final

import anyio
import attrs
import pytest

from phantom_core.identity import (
    BlockUser,
    ChangeUser,
    ConsentGranted,
    Desk,
    EmailPurpose,
    EmailTaken,
    FileReport,
    FollowUser,
    GetCredential,
    GetMe,
    IssueEmailToken,
    ListConsents,
    ListReports,
    PasswordHasher,
    Purpose,
    RefreshPasswordHash,
    RegisterUser,
    ReportKind,
    SessionOver,
    SetConsent,
    SetUserStatus,
    SignedIn,
    Suspended,
    TokenRefused,
    Tokens,
    UserStatus,
    WrongCredentials,
    WrongPassword,
    flows,
)
from phantom_core.identity.password import PasswordHash
from phantom_core.identity.tokens import email_token_hash
from phantom_core.kernel import (
    ANONYMOUS,
    SYSTEM,
    Invocation,
    NotFound,
    Outdated,
    PhantomError,
    Storage,
    person,
    topic,
)
from tests.use_cases.identity.town import PASSWORD, Town

ROUNDS: Final = 200 if os.environ.get("PHANTOM_TEST_PROFILE") == "long" else 5
AT_ONCE: Final = 32


@pytest.fixture
def town(storage: Storage) -> Town:
    return Town.open(storage)


async def at_once(*calls: Callable[[], Awaitable[Any]]) -> Sequence[Any]:
    """Begin all at the same time; answer what each answers, or refuses with."""
    outcomes: list[Any] = [None] * len(calls)

    async def run(place: int, call: Callable[[], Awaitable[Any]]) -> None:
        try:
            outcomes[place] = await call()
        except PhantomError as error:
            outcomes[place] = error

    async with anyio.create_task_group() as tasks:
        for place, call in enumerate(calls):
            tasks.start_soon(run, place, call)
    return outcomes


async def sessions_of(town: Town, signed_in: SignedIn) -> int:
    def body(work: Any) -> int:
        return len(work.sessions.of_user(signed_in.user.id))

    return await town.storage.read(Invocation(SYSTEM, 0), body)


async def test_parallel_uses_of_one_refresh_token_leave_one_live_family_or_none(
    town: Town,
) -> None:
    signed_in = await town.register("ada")
    for _ in range(ROUNDS):
        here = await town.log_in("ada")

        async def use(token: str = here.tokens.refresh_token) -> Tokens:
            return await flows.refresh(town.desk, token)

        outcomes = await at_once(*[use] * AT_ONCE)
        children = [outcome for outcome in outcomes if isinstance(outcome, Tokens)]
        alive = [
            child
            for child in await at_once(*[partial(use, child.refresh_token) for child in children])
            if isinstance(child, Tokens)
        ]

        assert len(children) <= 1
        assert alive == []
        assert all(isinstance(each, Tokens | SessionOver) for each in outcomes)
        assert await sessions_of(town, signed_in) == 1


async def test_a_thief_and_an_owner_who_refresh_at_the_same_time_end_the_family(
    town: Town,
) -> None:
    signed_in = await town.register("ada")
    for _ in range(ROUNDS):
        stolen = (await town.log_in("ada")).tokens.refresh_token
        owners = (await flows.refresh(town.desk, stolen)).refresh_token

        async def go_on(token: str = owners) -> None:
            for _ in range(5):
                token = (await flows.refresh(town.desk, token)).refresh_token

        async def steal(token: str = stolen) -> None:
            await flows.refresh(town.desk, token)

        owner, *thieves = await at_once(go_on, steal, steal)

        assert all(isinstance(thief, SessionOver) for thief in thieves)
        assert owner is None or isinstance(owner, SessionOver)
        assert await sessions_of(town, signed_in) == 1


async def test_of_many_who_want_one_name_one_gets_it(town: Town) -> None:
    def register(number: int) -> RegisterUser:
        return RegisterUser(
            email="ada@example.org" if number % 2 else "Ada@Example.org",
            username=f"ada{number}",
            password_hash=PasswordHash("-"),
        )

    outcomes = await at_once(
        *[partial(town.do, register(number), ANONYMOUS) for number in range(AT_ONCE)]
    )
    refused = [outcome for outcome in outcomes if isinstance(outcome, PhantomError)]

    assert len(refused) == AT_ONCE - 1
    assert {type(refusal) for refusal in refused} == {EmailTaken}


async def test_a_token_from_a_mail_works_once(town: Town) -> None:
    ada = (await town.register("ada")).user
    issue = IssueEmailToken(
        user_id=ada.id,
        purpose=EmailPurpose.VERIFY,
        token_hash=email_token_hash("secret"),
        life=town.desk.lives.verification,
    )
    await town.do(issue, SYSTEM)
    outcomes = await at_once(*[lambda: flows.verify_email(town.desk, "secret")] * 8)

    assert sum(not isinstance(outcome, PhantomError) for outcome in outcomes) == 1
    assert all(
        isinstance(outcome, TokenRefused)
        for outcome in outcomes
        if isinstance(outcome, PhantomError)
    )


async def test_nobody_follows_whom_they_block(town: Town) -> None:
    for number in range(ROUNDS):
        ada, eve = await town.somebody(f"ada{number}"), await town.somebody(f"eve{number}")
        outcomes = await at_once(
            partial(town.do, FollowUser(user_id=ada.person), eve),
            partial(town.do, BlockUser(user_id=eve.person), ada),
            partial(town.do, FollowUser(user_id=eve.person), ada),
        )

        def follows(work: Any, one: Any = ada.person, other: Any = eve.person) -> bool:
            there: bool = work.follows.exists(one, other)
            return there or work.follows.exists(other, one)

        assert not await town.storage.read(Invocation(SYSTEM, 0), follows)
        assert {type(outcome) for outcome in outcomes} <= {type(None), NotFound}


async def test_who_is_suspended_while_logging_in_is_not_signed_in(town: Town) -> None:
    admin = await town.admin()
    for number in range(ROUNDS):
        signed_in = await town.register(f"ada{number}")
        suspend = SetUserStatus(user_id=signed_in.user.id, status=UserStatus.SUSPENDED)
        outcomes = await at_once(
            partial(town.log_in, f"ada{number}"),
            partial(town.do, suspend, admin),
            partial(flows.refresh, town.desk, signed_in.tokens.refresh_token),
        )

        assert await sessions_of(town, signed_in) == 0
        refused = [type(each) for each in outcomes if isinstance(each, PhantomError)]
        assert set(refused) <= {Suspended, SessionOver}


@attrs.define
class Interrupted(PasswordHasher):
    """Hashes as another does; something else happens whenever a password has been verified."""

    inner: PasswordHasher
    meanwhile: Callable[[], Awaitable[Any]]

    async def hash(self, password: str) -> PasswordHash:
        """Hash a password."""
        return await self.inner.hash(password)

    async def verify(self, known: PasswordHash | None, password: str) -> bool:
        """Verify it; before the answer is heard, the other thing has happened."""
        good = await self.inner.verify(known, password)
        await self.meanwhile()
        return good

    def is_stale(self, known: PasswordHash) -> bool:
        """Whether it would hash so today."""
        return self.inner.is_stale(known)


async def interrupted_by_reset(town: Town) -> Desk:
    """A desk at which the password is reset between its verification and what follows."""
    await flows.forgot_password(town.desk, "ada@example.org")
    token = await town.mailed_token("reset")
    reset = partial(flows.reset_password, town.desk, token=token, new="a much better password")
    return attrs.evolve(town.desk, hasher=Interrupted(town.desk.hasher, reset))


async def test_who_logs_in_while_the_password_is_reset_is_not_signed_in(town: Town) -> None:
    ada = await town.register("ada")
    desk = await interrupted_by_reset(town)

    with pytest.raises(WrongCredentials):
        await flows.log_in(desk, login="ada", password=PASSWORD)
    assert await sessions_of(town, ada) == 0


async def test_a_password_that_is_reset_meanwhile_changes_no_password(town: Town) -> None:
    here = await town.identify(await town.register("ada"))
    desk = await interrupted_by_reset(town)

    with pytest.raises(WrongPassword, match="current"):
        await flows.change_password(
            desk,
            actor=here.actor,
            session_id=here.session_id,
            current=PASSWORD,
            new="what a thief would like",
        )
    await town.log_in("ada", "a much better password")


async def test_a_password_that_is_reset_meanwhile_changes_no_address(town: Town) -> None:
    ada = await town.somebody("ada")
    desk = await interrupted_by_reset(town)

    with pytest.raises(WrongPassword, match="password"):
        await flows.change_email(desk, actor=ada, email="eve@example.org", password=PASSWORD)
    assert (await town.ask(GetMe(), ada)).user.email == "ada@example.org"


async def test_a_better_hash_of_the_same_password_keeps_nobody_out(town: Town) -> None:
    ada = (await town.register("ada")).user
    known = await town.ask(GetCredential(user_id=ada.id), SYSTEM)
    fresh = await town.desk.hasher.hash(PASSWORD)
    rehash = RefreshPasswordHash(user_id=ada.id, stale=known.password_hash, fresh=fresh)
    hasher = Interrupted(town.desk.hasher, partial(town.do, rehash, SYSTEM))
    signed_in = await flows.log_in(
        attrs.evolve(town.desk, hasher=hasher), login="ada", password=PASSWORD
    )

    assert signed_in.user == ada


async def test_a_consent_that_is_given_often_at_once_is_one(town: Town) -> None:
    ada = await town.somebody("ada")
    grant = SetConsent(purpose=Purpose.MATCHING, granted=True)
    outcomes = await at_once(*[lambda: town.do(grant, ada)] * 8)

    def heard(work: Any) -> list[Any]:
        return [each.event for each in work.log.after(topic("user", ada.person), 0, 99)]

    events = await town.storage.read(Invocation(SYSTEM, 0), heard)

    assert list(outcomes) == [None] * 8
    assert [each.stands for each in (await town.ask(ListConsents(), ada)).items] == [True]
    assert sum(isinstance(event, ConsentGranted) for event in events) == 1


async def test_a_report_that_is_filed_often_at_once_is_one(town: Town) -> None:
    admin, ada, eve = await town.admin(), await town.somebody("ada"), await town.somebody("eve")
    file = FileReport(kind=ReportKind.USER, target_id=eve.person, reason="Rude.")
    filed = await at_once(*[lambda: town.do(file, ada)] * 8)

    assert [*filed] == [*(await town.ask(ListReports(), admin)).items] * 8


async def test_of_changes_to_one_version_one_is_made(town: Town) -> None:
    ada = person((await town.register("ada")).user.id)
    outcomes = await at_once(
        *[
            partial(town.do, ChangeUser(display_name=f"Ada {number}", version=1), ada)
            for number in range(8)
        ]
    )

    assert sum(isinstance(outcome, Outdated) for outcome in outcomes) == 7
