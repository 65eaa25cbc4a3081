"""Which chord follows which, and how phrases close.

The weights follow the usual account of functional harmony (W. Piston, Harmony, 1941, table of usual
root progressions) for major and minor; the other modes go between the tonic and the chords that
hold the tone by which they are known.
"""

from collections.abc import Mapping
from typing import Final

from phantom_core.theory import Mode

__all__ = ["CLOSES", "FOLLOWS", "OPENS"]

FOLLOWS: Final[Mapping[Mode, Mapping[int, Mapping[int, float]]]] = {
    Mode.MAJOR: {
        0: {3: 3, 4: 3, 5: 3, 1: 2, 2: 1},
        1: {4: 5, 3: 1},
        2: {5: 3, 3: 3},
        3: {4: 4, 0: 2, 1: 2, 5: 1},
        4: {0: 4, 5: 3, 3: 1},
        5: {3: 4, 1: 3, 4: 2, 2: 1},
    },
    Mode.MINOR: {
        0: {3: 3, 5: 3, 6: 3, 4: 2, 2: 1},
        1: {4: 1},
        2: {5: 3, 6: 2, 3: 1},
        3: {4: 3, 0: 2, 6: 2, 5: 1},
        4: {0: 4, 5: 2},
        5: {6: 3, 3: 3, 2: 2, 4: 1, 1: 0.5},
        6: {2: 3, 0: 2, 5: 2},
    },
    Mode.DORIAN: {
        0: {3: 5, 6: 2, 2: 1, 1: 1},
        1: {0: 2, 3: 1},
        2: {3: 3, 6: 1},
        3: {0: 4, 6: 1},
        4: {0: 3, 3: 1},
        6: {0: 2, 3: 3},
    },
    Mode.PHRYGIAN: {
        0: {1: 5, 6: 2, 5: 1, 2: 1, 3: 1},
        1: {0: 5, 2: 1},
        2: {1: 3},
        3: {0: 2, 1: 2},
        5: {6: 2, 1: 1},
        6: {0: 2, 1: 2},
    },
    Mode.LYDIAN: {
        0: {1: 5, 4: 2, 5: 1, 6: 1},
        1: {0: 4, 4: 1, 5: 1},
        4: {0: 2, 1: 2},
        5: {1: 3, 4: 1},
        6: {5: 1, 1: 1},
    },
    Mode.MIXOLYDIAN: {
        0: {6: 4, 3: 3, 4: 1, 1: 1},
        1: {3: 2, 6: 1},
        3: {0: 4, 6: 1},
        4: {3: 3, 6: 2, 0: 1},
        6: {3: 4, 0: 3},
    },
    Mode.LOCRIAN: {
        0: {1: 3, 5: 3, 6: 2},
        1: {0: 3, 4: 1},
        4: {1: 2, 0: 1},
        5: {4: 2, 6: 1, 0: 1},
        6: {0: 2, 5: 1},
    },
}
"""By mode, for each degree (0 is the tonic): how often which degree follows."""

CLOSES: Final[Mapping[Mode, Mapping[int, float]]] = {
    Mode.MAJOR: {4: 5, 3: 2},
    Mode.MINOR: {4: 4, 6: 2, 3: 1},
    Mode.DORIAN: {3: 4, 6: 2},
    Mode.PHRYGIAN: {1: 5, 6: 1},
    Mode.LYDIAN: {1: 4, 4: 1},
    Mode.MIXOLYDIAN: {6: 4, 3: 2},
    Mode.LOCRIAN: {1: 3, 6: 1},
}
"""The degree before the tonic at the end of a phrase that is closed."""

OPENS: Final[Mapping[Mode, Mapping[int, float]]] = {
    Mode.MAJOR: {4: 5, 3: 1},
    Mode.MINOR: {4: 4, 6: 1},
    Mode.DORIAN: {3: 3, 6: 1},
    Mode.PHRYGIAN: {1: 3, 6: 1},
    Mode.LYDIAN: {1: 3, 4: 1},
    Mode.MIXOLYDIAN: {6: 2, 3: 2},
    Mode.LOCRIAN: {5: 2, 6: 1},
}
"""The degree on which a phrase ends that stays open."""
