"""A workshop of the test's own."""

import pytest

from phantom_adapters.memory.blobs import MemoryBlobStore
from tests.use_cases.studio.band import Band
from tests.use_cases.studio.stage import Stage
from tests.use_cases.studio.studio_edge import edge_of
from tests.use_cases.studio.workshop import Workshop


@pytest.fixture
def workshop() -> Workshop:
    return Workshop.open()


@pytest.fixture
async def stage() -> Stage:
    band, store = Band.open(), MemoryBlobStore()
    (ada,) = await band.form("ada")
    return Stage(band, store, edge_of(band, store), ada)
