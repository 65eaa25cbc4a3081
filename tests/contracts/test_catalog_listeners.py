"""Who listens together, the catalogue learns from the members of rooms."""

from phantom_adapters.contracts.catalog_listeners import ListenersContract
from phantom_adapters.neighbours import PresentListeners


class TestListeners(ListenersContract):
    adapters = (PresentListeners,)
