"""As whom people may act is known as promised: in memory, on SQLite and on PostgreSQL."""

from phantom_adapters.contracts.standings import StandingsContract
from phantom_adapters.neighbours import KeptStandings


class TestStandings(StandingsContract):
    adapters = (KeptStandings,)
