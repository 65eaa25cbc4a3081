"""Invites are kept as promised: in memory, on SQLite and on PostgreSQL."""

from phantom_adapters.contracts.rooms_invites import InvitesContract
from phantom_adapters.memory.repositories.rooms_invites import MemoryInvites
from phantom_adapters.sql.repositories.rooms_invites import SqlInvites


class TestInvites(InvitesContract):
    adapters = (MemoryInvites, SqlInvites)
