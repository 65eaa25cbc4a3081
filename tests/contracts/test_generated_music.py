"""Music that was made for people is kept as promised, on every storage."""

from phantom_adapters.contracts.generated_music import GeneratedMusicContract
from phantom_adapters.memory.repositories.generated_music import MemoryGeneratedMusic
from phantom_adapters.sql.repositories.generated_music import SqlGeneratedMusic


class TestGeneratedMusic(GeneratedMusicContract):
    adapters = (MemoryGeneratedMusic, SqlGeneratedMusic)
