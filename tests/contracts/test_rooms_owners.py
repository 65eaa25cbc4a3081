"""Identity is told who answers for a room by the rooms that are kept."""

from phantom_adapters.contracts.rooms_owners import RoomOwnersContract
from phantom_adapters.neighbours import KeptRoomOwners


class TestRoomOwners(RoomOwnersContract):
    adapters = (KeptRoomOwners,)
