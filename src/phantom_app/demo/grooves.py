"""Ways to keep time."""

from typing import Final

from phantom_app.demo.score import Groove

__all__ = ["BALLAD", "BOSSA", "BREAK", "DRIFT", "HOUSE", "ROCK"]

HOUSE: Final = Groove(
    kick="x...x...x...x...",
    snare="....x.......x...",
    hat="..x...x...x...x.",
    bass="..x...x...x...x.",
    arpeggio="x..x..x...x..x..",
    pad=0.35,
)
"""Four on the floor, and the chords against it."""

BREAK: Final = Groove(
    kick="x.....x...x.....",
    snare="....x..x.x..x...",
    hat="x.x.x.x.x.x.x.x.",
    bass="x.........x.....",
    pad=0.45,
)
"""A broken beat."""

ROCK: Final = Groove(
    kick="x.......x.x.....",
    snare="....x.......x...",
    hat="x.x.x.x.x.x.x.x.",
    bass="x.x.x.x.x.x.x.x.",
    pad=0.5,
)
"""Straight eighths."""

BALLAD: Final = Groove(
    kick="x.......x.......",
    hat="....x.......x...",
    bass="x.......x.......",
    arpeggio="x...x...x...x...",
    pad=0.6,
)
"""Half time, with room to breathe."""

BOSSA: Final = Groove(
    kick="x...x...x...x...",
    snare="....x..x....x...",
    hat="x.x.x.x.x.x.x.x.",
    bass="x.....x.x.....x.",
    arpeggio="x...x..xx...x...",
    pad=0.4,
)
"""A clave."""

DRIFT: Final = Groove(bass="x...............", arpeggio="x...x...x...x...", pad=0.9)
"""No drums at all."""
