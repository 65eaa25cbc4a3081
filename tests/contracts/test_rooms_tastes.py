"""Rooms know what people like by what they chose in the catalogue."""

from phantom_adapters.contracts.rooms_tastes import RoomTastesContract
from phantom_adapters.neighbours import ChosenTastes


class TestRoomTastes(RoomTastesContract):
    adapters = (ChosenTastes,)
