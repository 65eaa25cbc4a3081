"""Two servers and two workers in this process, on PostgreSQL, Valkey and S3."""

from collections.abc import AsyncIterator, Mapping
from contextlib import AsyncExitStack, asynccontextmanager
from itertools import count
from pathlib import Path
from typing import Final

import anyio
import attrs
import httpx
import pytest
from redis.asyncio import Redis

from phantom_adapters.blobs.s3 import (
    S3BlobLinks,
    S3BlobStore,
    S3Bucket,
    S3Connection,
    S3MultipartUploads,
)
from phantom_adapters.clock import wall_clock
from phantom_adapters.limits.redis import RedisRateLimits
from phantom_adapters.memory import ManualClock
from phantom_adapters.memory.mail import MemoryMailer
from phantom_adapters.sql import open_storage
from phantom_app.broker import open_broker
from phantom_app.composition import services_of
from phantom_app.database import database_url
from phantom_app.services import Services
from phantom_app.settings import Settings
from phantom_core.kernel import to_millisecond
from tests.http.world import Place, World, settings_of, technology, world_of
from tests.s3.reaching import settings_for
from tests.valkey_server import ValkeyServer

__all__ = ["two_servers"]

_PATIENCE: Final = 60
_SECRET: Final = "x" * 40
_NUMBERS: Final = count(1)


@attrs.frozen
class _Shared:
    """What the processes of a large installation share, and all of them that are in it.

    Attributes:
        environment: how each of them finds it.
        bucket: a part of a bucket, which is this installation's own.
        client: opened once for a whole run, since that takes a second.
        clock: begins with the time by the bucket's own clock, which is the wall's.
    """

    environment: Mapping[str, str]
    bucket: S3Bucket
    client: S3Connection
    clock: ManualClock = attrs.field(factory=lambda: ManualClock(to_millisecond(wall_clock())))
    mailer: MemoryMailer = attrs.field(factory=MemoryMailer)

    @asynccontextmanager
    async def live(self, folder: Path, environment: Mapping[str, str]) -> AsyncIterator[World]:
        """Run two servers and two workers, each with a folder that the others do not see."""
        async with AsyncExitStack() as stack:
            processes = [
                await self._process(settings_of(each, {**self.environment, **environment}), stack)
                for each in (folder / "server 1", folder / "server 2", folder / "a", folder / "b")
            ]
            files = {f"{self.bucket.endpoint}": httpx.AsyncHTTPTransport()}
            servers, workers = processes[:2], processes[2:]
            yield world_of(servers, workers, self.clock, self.mailer, mounts=files)

    async def _process(self, settings: Settings, stack: AsyncExitStack) -> Services:
        storage = open_storage(database_url(settings), clock=self.clock)
        stack.push_async_callback(storage.close)
        broker = await open_broker(settings, stack)
        redis = await stack.enter_async_context(Redis.from_url(f"{settings.broker_url}"))
        with anyio.fail_after(_PATIENCE):
            while broker.standing() == "away":  # noqa: ASYNC110 - the broker tells
                await anyio.sleep(0.001)
        files = S3Connection(self.bucket)
        files._opened = self.client._opened
        parts = technology(
            self.clock,
            self.mailer,
            storage=storage,
            store=S3BlobStore(files, scratch=settings.data_dir / "lent"),
            links=S3BlobLinks(files),
            multipart=S3MultipartUploads(files),
            broker=attrs.evolve(broker, spent=RedisRateLimits(redis, clock=self.clock)),
        )
        return services_of(settings, parts)


def two_servers(request: pytest.FixtureRequest) -> Place:
    """A place that many share: emptied rows and counts, and a part of a bucket for each world."""
    url: str = request.getfixturevalue("emptied_postgres_url")
    broker: ValkeyServer = request.getfixturevalue("broker")
    client: S3Connection = request.getfixturevalue("first_connection")
    bucket = attrs.evolve(client.bucket, prefix=f"worlds/{next(_NUMBERS)}")
    environment = {
        **settings_for(bucket),
        "PHANTOM_DATABASE_URL": url,
        "PHANTOM_BROKER_URL": broker.url(),
        "PHANTOM_SECRET_KEY": _SECRET,
    }
    return _Shared(environment, bucket, client).live
