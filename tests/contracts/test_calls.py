"""Stores of calls keep their promises: in memory, on SQLite and on PostgreSQL."""

from phantom_adapters.contracts.call_mutes import CallMutesContract
from phantom_adapters.contracts.call_participants import ParticipantsContract
from phantom_adapters.contracts.call_rooms import CallRoomsContract
from phantom_adapters.contracts.calls import CallsContract
from phantom_adapters.memory.repositories.calls import (
    MemoryCallMutes,
    MemoryCalls,
    MemoryParticipants,
)
from phantom_adapters.neighbours import KeptCallRooms
from phantom_adapters.sql.repositories.calls import SqlCallMutes, SqlCalls, SqlParticipants


class TestCalls(CallsContract):
    adapters = (MemoryCalls, SqlCalls)


class TestParticipants(ParticipantsContract):
    adapters = (MemoryParticipants, SqlParticipants)


class TestCallMutes(CallMutesContract):
    adapters = (MemoryCallMutes, SqlCallMutes)


class TestCallRooms(CallRoomsContract):
    adapters = (KeptCallRooms,)
