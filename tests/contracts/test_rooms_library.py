"""Rooms play what the catalogue has."""

from phantom_adapters.contracts.rooms_library import LibraryContract
from phantom_adapters.neighbours import CataloguedLibrary


class TestLibrary(LibraryContract):
    adapters = (CataloguedLibrary,)
