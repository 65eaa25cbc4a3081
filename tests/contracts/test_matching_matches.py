"""Matches are kept as promised, and what matching is told of people is true, on every storage."""

from phantom_adapters.contracts.matching_facts import MatchingFactsContract
from phantom_adapters.contracts.matching_matches import MatchesContract
from phantom_adapters.contracts.matching_tastes import (
    NeighbourhoodsContract,
    TasteCensusContract,
    TasteProfilesContract,
    TasteRefreshesContract,
)
from phantom_adapters.matching_neighbours import KeptMatchingFacts
from phantom_adapters.memory.repositories.matching_matches import MemoryMatches
from phantom_adapters.memory.repositories.matching_tastes import (
    MemoryNeighbourhoods,
    MemoryTasteCensus,
    MemoryTasteProfiles,
    MemoryTasteRefreshes,
)
from phantom_adapters.sql.repositories.matching_matches import SqlMatches
from phantom_adapters.sql.repositories.matching_neighbourhoods import SqlNeighbourhoods
from phantom_adapters.sql.repositories.matching_tastes import (
    SqlTasteCensus,
    SqlTasteProfiles,
    SqlTasteRefreshes,
)


class TestMatches(MatchesContract):
    adapters = (MemoryMatches, SqlMatches)


class TestMatchingFacts(MatchingFactsContract):
    adapters = (KeptMatchingFacts,)


class TestTasteProfiles(TasteProfilesContract):
    adapters = (MemoryTasteProfiles, SqlTasteProfiles)


class TestTasteCensus(TasteCensusContract):
    adapters = (MemoryTasteCensus, SqlTasteCensus)


class TestNeighbourhoods(NeighbourhoodsContract):
    adapters = (MemoryNeighbourhoods, SqlNeighbourhoods)


class TestTasteRefreshes(TasteRefreshesContract):
    adapters = (MemoryTasteRefreshes, SqlTasteRefreshes)
