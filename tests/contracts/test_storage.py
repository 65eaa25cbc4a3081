"""Every storage keeps the promises of its port: in memory, on SQLite, on PostgreSQL, and traced."""

import pytest
from opentelemetry.sdk.trace import TracerProvider

from phantom_adapters.contracts.storage import StorageContract
from phantom_adapters.memory import MemoryStorage
from phantom_adapters.sql.storage import SqlStorage
from phantom_app.tracing import OtelSpans, TracedStorage
from phantom_core.kernel import Storage


class TestStorage(StorageContract):
    adapters = (MemoryStorage, SqlStorage)


class TestTracedStorage(StorageContract):
    adapters = (TracedStorage,)

    @pytest.fixture
    def storage(self, storage: Storage) -> TracedStorage:
        return TracedStorage(storage, OtelSpans(TracerProvider().get_tracer("test")))
