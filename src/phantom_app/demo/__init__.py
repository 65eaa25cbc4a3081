"""A world to look at: people, what they play, and rooms where they listen to music together."""

from phantom_app.demo.filling import fill, fill_alone
from phantom_app.demo.furnishing import OpenRoom
from phantom_app.demo.living import live
from phantom_app.demo.residents import NoDemo, OthersLiveHere, PlaceTaken

__all__ = ["NoDemo", "OpenRoom", "OthersLiveHere", "PlaceTaken", "fill", "fill_alone", "live"]
