"""The whole of the demo world, before it is made."""

from typing import Final

import attrs

from phantom_app.demo.cast import CAST, Player
from phantom_app.demo.parlours import PARLOURS, Parlour
from phantom_app.demo.sketches import SKETCHES, Sketch
from phantom_app.demo.songbook import SONGBOOK, Band

__all__ = ["SCENE", "Scene"]


@attrs.frozen(kw_only=True)
class Scene:
    """Who lives there, what there is to hear, where people hear it, and what they make."""

    cast: tuple[Player, ...]
    songbook: tuple[Band, ...] = ()
    parlours: tuple[Parlour, ...] = ()
    sketches: tuple[Sketch, ...] = ()


SCENE: Final = Scene(cast=CAST, songbook=SONGBOOK, parlours=PARLOURS, sketches=SKETCHES)
"""All of it."""
