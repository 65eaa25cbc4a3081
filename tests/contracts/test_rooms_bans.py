"""Rooms keep out who was banned."""

from phantom_adapters.contracts.rooms_bans import BansContract
from phantom_adapters.neighbours import ChatBans


class TestBans(BansContract):
    adapters = (ChatBans,)
