"""Memory, SQLite and PostgreSQL, asked the same by chance, answer, refuse and tell the same."""

import asyncio
import shutil
from pathlib import Path
from typing import Final

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, rule, run_state_machine_as_test

from phantom_adapters.memory import ManualClock, MemoryStorage
from phantom_adapters.sql import migrate, open_storage
from phantom_core.kernel import ANONYMOUS, SYSTEM, Access, Actor, Storage, person, topic
from tests.agreement import identity_operations
from tests.agreement.identity_operations import Known
from tests.agreement.log import ReadLog
from tests.agreement.worlds import Worlds
from tests.postgres_server import PostgresServer

KEYS: Final = st.sampled_from([None, None, None, "a", "b"])


class Databases:
    """New databases, one after the other."""

    def __init__(self, server: PostgresServer, folder: Path) -> None:
        self._server = server
        self._folder = folder
        self._sqlite = folder / "template.db"
        self._postgres = server.create_database()
        migrate(f"sqlite:///{self._sqlite}")
        migrate(server.url(self._postgres))
        self._made = 0

    def storages(self, clock: ManualClock) -> dict[str, Storage]:
        """A storage of each kind, new and empty; memory first, which is the model."""
        self._made += 1
        file = shutil.copy(self._sqlite, self._folder / f"{self._made}.db")
        name = self._server.create_database(self._postgres)
        return {
            "memory": MemoryStorage(clock=clock),
            "sqlite": open_storage(f"sqlite:///{file}?synchronous=OFF", clock=clock),
            "postgres": open_storage(self._server.url(name), clock=clock),
        }


class Agreement(RuleBasedStateMachine):
    """Does by chance what may be done, on every storage, and compares as it goes."""

    databases: Databases

    def __init__(self) -> None:
        super().__init__()
        self.runner = asyncio.Runner()
        self.clock = ManualClock()
        self.storages = self.databases.storages(self.clock)
        self.worlds = Worlds(self.storages, self.clock, self.runner)
        self.known = Known()

    @initialize()
    def begin(self) -> None:
        """A few people are here already, so that most of what follows means somebody."""
        for command in identity_operations.BEGINNING:
            self.known.learn(self.worlds.do(command, ANONYMOUS))

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
        command = data.draw(identity_operations.commands(self.known))
        actor = self.actor(data, command.access)
        kept = key if actor.user_id is not None else None
        self.known.learn(self.worlds.do(command, actor, kept))

    @rule(data=st.data())
    def ask(self, data: st.DataObject) -> None:
        """Some query, by someone."""
        query = data.draw(identity_operations.queries(self.known))
        self.known.learn(self.worlds.ask(query, self.actor(data, query.access)))

    @rule(milliseconds=st.sampled_from([1, 999, 61_000, 86_400_000]))
    def wait(self, milliseconds: int) -> None:
        """Time goes by, for all alike."""
        self.clock.advance(milliseconds=milliseconds)

    def teardown(self) -> None:
        """Compare all that was told, and let go."""
        for user_id in self.known.users:
            self.worlds.ask(ReadLog(topic=topic("user", user_id)), SYSTEM)
        for storage in self.storages.values():
            self.runner.run(storage.close())
        self.runner.close()


def test_storages_agree_on_whatever_is_done(
    postgres_server: PostgresServer, tmp_path: Path
) -> None:
    """Run the machine, for longer in the long profile."""
    databases = Databases(postgres_server, tmp_path)
    machine = type("Agreement", (Agreement,), {"databases": databases})
    thorough = settings.get_current_profile_name() == "long"
    run_state_machine_as_test(
        machine, settings=settings(max_examples=200 if thorough else 25, stateful_step_count=60)
    )
