"""What every list of servers promises."""

from datetime import timedelta
from typing import Any

import attrs
import pytest

from phantom_adapters.contracts.recording_examples import MOMENT, Repository
from phantom_core.kernel import Conflict, NotFound, Storage, uuid7
from phantom_core.live import Server, ServerId

__all__ = ["ServersContract"]


def _server(number: int, seconds: int = 0) -> Server:
    started_at = MOMENT + timedelta(seconds=seconds)
    return Server(id=ServerId(uuid7(MOMENT, number)), started_at=started_at, beaten_at=started_at)


class ServersContract:
    """Bind it with a fixture `storage`: an empty one."""

    @pytest.fixture
    def servers(self, storage: Storage) -> Any:
        """The list under test."""
        return Repository(storage, "servers")

    async def test_a_server_is_read_back_as_it_was_stored(self, servers: Any) -> None:
        await servers.add(_server(1))

        assert await servers.find(_server(1).id) == _server(1)
        assert await servers.find(_server(2).id) is None

    async def test_an_id_is_one_servers(self, servers: Any) -> None:
        await servers.add(_server(1))

        with pytest.raises(Conflict):
            await servers.add(_server(1, seconds=9))

    async def test_what_is_put_replaces_what_was_there(self, servers: Any) -> None:
        later = MOMENT + timedelta(seconds=5)
        gone = attrs.evolve(_server(1), beaten_at=later, retired_at=later)
        await servers.add(_server(1))

        await servers.put(gone)

        assert await servers.find(gone.id) == gone
        with pytest.raises(NotFound):
            await servers.put(_server(2))

    async def test_all_are_listed_the_oldest_first(self, servers: Any) -> None:
        for server in (_server(2, seconds=1), _server(3), _server(1, seconds=1)):
            await servers.add(server)

        listed = await servers.all()

        assert [*listed] == [_server(3), _server(1, seconds=1), _server(2, seconds=1)]

    async def test_what_is_removed_is_gone_and_may_be_removed_again(self, servers: Any) -> None:
        await servers.add(_server(1))

        await servers.remove(_server(1).id)
        await servers.remove(_server(1).id)

        assert await servers.all() == []
