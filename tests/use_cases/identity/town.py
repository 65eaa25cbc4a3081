"""A small world for identity's use cases: people, their mail, and a worker that sends it."""

import re
from collections.abc import Sequence
from datetime import datetime
from typing import Any, TypeVar

import attrs

from phantom_adapters.jobs import Handler, Worker
from phantom_adapters.memory import ManualClock, MemoryStorage
from phantom_adapters.memory.access_tokens import MemoryAccessTokens
from phantom_adapters.memory.mail import MemoryMailer
from phantom_adapters.security import ScryptPasswords
from phantom_core.identity import (
    Desk,
    GetCredential,
    GrantAdmin,
    Identified,
    ListSessions,
    Registration,
    SendNotice,
    SendReset,
    SendVerification,
    SessionId,
    SignedIn,
    flows,
)
from phantom_core.kernel import (
    SYSTEM,
    Actor,
    Command,
    Event,
    Invocation,
    Job,
    Query,
    Storage,
    Task,
    UserId,
    person,
    topic,
)
from phantom_core.phantom import Phantom
from tests.use_cases.notified import apart_from_notifications

T = TypeVar("T")

PASSWORD = "correct horse battery staple"


@attrs.define
class Town:
    """The world, and what is done in it again and again."""

    clock: ManualClock
    storage: Storage
    phantom: Phantom
    mailer: MemoryMailer
    desk: Desk

    @classmethod
    def open(cls, storage: Storage | None = None, **options: Any) -> "Town":
        """A new one, empty unless its storage is not."""
        clock = ManualClock()
        kept = storage or MemoryStorage(clock=clock)
        phantom, mailer = Phantom(kept), MemoryMailer()
        desk = Desk(
            phantom=phantom,
            hasher=ScryptPasswords(work=2),
            access_tokens=MemoryAccessTokens(),
            mailer=mailer,
            site="https://phantom.example",
            **options,
        )
        return cls(clock, kept, phantom, mailer, desk)

    async def register(self, name: str, **fields: Any) -> SignedIn:
        """Somebody comes in."""
        given = {"email": f"{name}@example.org", "username": name, "password": PASSWORD}
        return await flows.register(self.desk, Registration(**{**given, **fields}))

    async def somebody(self, name: str) -> Actor:
        """Somebody comes in, and acts."""
        return person((await self.register(name)).user.id)

    async def admin(self, name: str = "root") -> Actor:
        """Somebody comes in, and is put in office."""
        user = (await self.register(name)).user
        await self.phantom.do(GrantAdmin(username=name), actor=SYSTEM)
        return person(user.id, is_admin=True)

    async def log_in(self, login: str, password: str = PASSWORD, device: str = "") -> SignedIn:
        """Somebody signs in."""
        return await flows.log_in(self.desk, login=login, password=password, device=device)

    async def proven_at(self, user_id: UserId) -> datetime:
        """Since when somebody has had the password they have."""
        return (await self.ask(GetCredential(user_id=user_id), SYSTEM)).changed_at

    async def identify(self, signed_in: SignedIn) -> Identified:
        """Somebody sends a request."""
        return await flows.identify(self.desk, signed_in.tokens.access_token, self.clock.now)

    async def devices(self, signed_in: SignedIn) -> list[SessionId]:
        """Where somebody is signed in, the place used last first."""
        actor = (await self.identify(signed_in)).actor
        return [each.id for each in (await self.ask(ListSessions(), actor)).items]

    async def do(self, command: Command[T], actor: Actor) -> T:
        """Do a command."""
        return (await self.phantom.do(command, actor=actor)).value

    async def told(self, command: Command[Any], actor: Actor) -> list[Event]:
        """Do a command, and answer what happened, save who is notified of it."""
        told = await self.phantom.do(command, actor=actor)
        return apart_from_notifications(stored.event for stored in told.events)

    async def ask(self, query: Query[T], actor: Actor) -> T:
        """Ask a query."""
        return await self.phantom.ask(query, actor=actor)

    async def heard_by(self, actor: Actor) -> list[Event]:
        """All that a user has been told, save notifications."""
        own = topic("user", actor.person)

        def body(work: Any) -> list[Event]:
            return [stored.event for stored in work.log.after(own, 0, 1000)]

        return apart_from_notifications(await self.storage.read(Invocation(SYSTEM, 0), body))

    async def jobs(self) -> Sequence[Job]:
        """All jobs that are due, as the queue keeps them."""

        def body(work: Any) -> Sequence[Job]:
            due: Sequence[Job] = work.jobs.due(work.now, 1000)
            return due

        return await self.storage.read(Invocation(SYSTEM, 0), body)

    async def post(self) -> None:
        """Have all mails sent that wait."""

        async def verification(_: object, task: SendVerification) -> None:
            await flows.send_verification(self.desk, task)

        async def reset(_: object, task: SendReset) -> None:
            await flows.send_reset(self.desk, task)

        async def notice(_: object, task: SendNotice) -> None:
            await flows.send_notice(self.desk, task)

        handlers: dict[type[Task], Handler] = {
            SendVerification: verification,
            SendReset: reset,
            SendNotice: notice,
        }
        await Worker(self.phantom, handlers, owner="post").drain()

    async def mailed_token(self, purpose: str = "verify") -> str:
        """Have all mails sent, and answer the secret in the last one of a kind."""
        await self.post()
        texts = "".join(mail.text for mail in self.mailer.sent)
        return str(re.findall(rf"/{purpose}\?token=(\S+)", texts)[-1])
