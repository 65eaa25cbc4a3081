"""Where replicas are kept on the device that works with them."""

from phantom_adapters.replicas.file_store import FileReplicaStore
from phantom_adapters.replicas.memory_store import MemoryReplicaStore

__all__ = ["FileReplicaStore", "MemoryReplicaStore"]
