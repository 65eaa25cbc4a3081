"""A world to look at: people, what they play, and what a machine hears in it."""

from phantom_app.demo.filling import fill, fill_alone
from phantom_app.demo.residents import NoDemo, OthersLiveHere, PlaceTaken

__all__ = ["NoDemo", "OthersLiveHere", "PlaceTaken", "fill", "fill_alone"]
