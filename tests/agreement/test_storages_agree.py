"""Memory, SQLite and PostgreSQL, asked the same by chance, answer, refuse and tell the same."""

import asyncio
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Final

import pytest
from hypothesis import Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, rule, run_state_machine_as_test

from phantom_adapters.memory import ManualClock, MemoryStorage
from phantom_adapters.sql import open_storage
from phantom_adapters.sql.opening import database_at
from phantom_adapters.sql.tables import METADATA
from phantom_core.kernel import ANONYMOUS, SYSTEM, Access, Actor, Storage, person, topic
from tests.agreement import (
    arrangement_operations,
    audio_operations,
    booking_operations,
    catalog_operations,
    chat_operations,
    identity_operations,
    matching_operations,
    rooms_operations,
    set_operations,
    studio_operations,
)
from tests.agreement.identity_operations import Known
from tests.agreement.log import ReadLog
from tests.agreement.worlds import Worlds

KEYS: Final = st.sampled_from([None, None, None, "a", "b"])


CONTEXTS: Final = (
    identity_operations,
    audio_operations,
    catalog_operations,
    rooms_operations,
    chat_operations,
    arrangement_operations,
    studio_operations,
    set_operations,
    booking_operations,
    matching_operations,
)


class Databases:
    """A database of each kind, opened once, as opening costs more than emptying."""

    def __init__(self, urls: Sequence[str], clock: ManualClock) -> None:
        self._clock = clock
        self._engines = [database_at(url).engine() for url in urls]
        self._opened = {url.partition(":")[0]: open_storage(url, clock=clock) for url in urls}

    def storages(self) -> dict[str, Storage]:
        """A storage of each kind, empty; memory first, which is the model."""
        for engine in self._engines:
            with engine.begin() as connection:
                for table in reversed(METADATA.sorted_tables):
                    if table.name != "meta":
                        connection.execute(table.delete())
        return {"memory": MemoryStorage(clock=self._clock), **self._opened}


class Agreement(RuleBasedStateMachine):
    """Does by chance what may be done, on every storage, and compares as it goes."""

    databases: Databases
    clock: ManualClock

    def __init__(self) -> None:
        super().__init__()
        self.runner = asyncio.Runner()
        self.worlds = Worlds(self.databases.storages(), self.runner)
        self.known = Known()

    @initialize()
    def begin(self) -> None:
        """A few people are here already, so that most of what follows means somebody."""
        for command in identity_operations.BEGINNING:
            self.learn(self.worlds.do(command, ANONYMOUS))
        for made in catalog_operations.BEGINNING:
            self.learn(self.worlds.do(made(self.known), SYSTEM))
        rooms_operations.begin(self.worlds, self.known)
        studio_operations.begin(self.worlds, self.known)
        arrangement_operations.begin(self.worlds, self.known)

    def learn(self, answer: object) -> None:
        """Remember what an answer names; who is in which session is known before."""
        if isinstance(answer, Mapping):
            return
        self.known.learn(answer)
        audio_operations.learn(self.known, answer)
        catalog_operations.learn(self.known, answer)
        rooms_operations.learn(self.known, answer)
        chat_operations.learn(self.known, answer)
        studio_operations.learn(self.known, answer)
        arrangement_operations.learn(self.known, answer)
        set_operations.learn(self.known, answer)
        booking_operations.learn(self.known, answer)

    def actor(self, data: st.DataObject, access: Access) -> Actor:
        """Somebody: mostly one who may, now and then anybody else."""
        people = [person(user_id) for user_id in self.known.users]
        admins = [person(user_id, is_admin=True) for user_id in self.known.users[:2]]
        fitting = {Access.SYSTEM: [SYSTEM], Access.ADMIN: admins}.get(access, people)
        anybody = [*people[:2], *admins[:1], SYSTEM, ANONYMOUS]
        likely = st.sampled_from(fitting)
        return data.draw(st.one_of(likely, likely, likely, st.sampled_from(anybody)))

    @rule(data=st.data(), key=KEYS)
    def do(self, data: st.DataObject, key: str | None) -> None:
        """Some command, by someone."""
        command = data.draw(st.one_of([kind.commands(self.known) for kind in CONTEXTS]))
        actor = self.actor(data, command.access)
        kept = key if actor.user_id is not None else None
        self.learn(self.worlds.do(command, actor, kept))

    @rule(data=st.data())
    def ask(self, data: st.DataObject) -> None:
        """Some query, by someone."""
        query = data.draw(st.one_of([kind.queries(self.known) for kind in CONTEXTS]))
        self.learn(self.worlds.ask(query, self.actor(data, query.access)))

    @rule(milliseconds=st.sampled_from([1, 999, 20_000, 61_000, 400_000, 86_400_000]))
    def wait(self, milliseconds: int) -> None:
        """Time goes by, for all alike."""
        self.clock.advance(milliseconds=milliseconds)

    def teardown(self) -> None:
        """Compare all that was told."""
        for user_id in self.known.users:
            self.worlds.ask(ReadLog(topic=topic("user", user_id)), SYSTEM)
        for room_id in self.known.rooms:
            self.worlds.ask(ReadLog(topic=topic("room", room_id)), SYSTEM)
        for project_id in self.known.projects:
            self.worlds.ask(ReadLog(topic=topic("project", project_id)), SYSTEM)
        for chat_room_id in self.known.chats:
            self.worlds.ask(ReadLog(topic=topic("chat", chat_room_id)), SYSTEM)
        self.runner.close()


@pytest.mark.timeout(900)
def test_storages_agree_on_whatever_is_done(postgres_url: str, tmp_path: Path) -> None:
    clock = ManualClock()
    databases = Databases([f"sqlite:///{tmp_path}/agreement.db", postgres_url], clock)
    machine = type("Agreement", (Agreement,), {"databases": databases, "clock": clock})
    examples = 75 if settings.get_current_profile_name() == "long" else 10

    run_state_machine_as_test(
        machine,
        settings=settings(max_examples=examples, stateful_step_count=60, phases=[Phase.generate]),
    )
