"""Stores of annotations keep their promises: in memory, on SQLite and on PostgreSQL."""

from phantom_adapters.contracts.audio_annotations import AnnotationsContract
from phantom_adapters.memory.repositories.audio_annotations import MemoryAnnotations
from phantom_adapters.sql.repositories.audio_annotations import SqlAnnotations


class TestAnnotations(AnnotationsContract):
    adapters = (MemoryAnnotations, SqlAnnotations)
