"""Roman numerals: what a chord is in its key.

Degrees are those of the key's own scale, so that `III` of A minor is C, and an accidental raises or
lowers a degree of that scale. Capitals have a great third, small letters a small one. A dominant of
another degree is written `V7/ii`; a tone in the bass that is not the root by its name: `I/E`.
"""

import re
from typing import Final

from phantom_core.theory.chord import Chord
from phantom_core.theory.key import Key
from phantom_core.theory.qualities import QUALITIES
from phantom_core.theory.tone import NotATone, Tone

__all__ = ["NotANumeral", "chord_at", "diatonic", "numeral_of"]

_NUMERALS: Final = ("I", "II", "III", "IV", "V", "VI", "VII")
_SHORT: Final = {"dim": "°", "dim7": "°7", "m7b5": "ø7", "aug": "+", "7#5": "+7"}
_LONG: Final = {short: quality for quality, short in _SHORT.items()}
_WRITTEN: Final = re.compile(
    r"(bb|##|b|#)?(VII|VI|IV|V|III|II|I|vii|vi|iv|v|iii|ii|i)([^/]*(?:/9)?)(?:/(.+))?"
)
_FIFTH: Final = (4, 7)
_STACKS: Final = {
    3: ("", "m", "dim", "aug"),
    4: ("maj7", "7", "m7", "m7b5", "mmaj7", "dim7"),
    5: ("maj9", "9", "m9", "m7b5", "7b9"),
}


class NotANumeral(ValueError):
    """Text that is no Roman numeral that is known here."""


def diatonic(key: Key, degree: int, size: int = 3) -> Chord:
    """The chord of thirds on a degree (0 to 6) of a key, of 3, 4 or 5 tones.

    Where the scale gives a chord that has no usual name, it is one tone smaller.
    """
    wanted = {key.scale[(degree + 2 * place) % 7].pitch_class for place in range(size)}
    for quality in _STACKS[size]:
        chord = Chord(key.scale[degree], quality)
        if set(chord.pitch_classes) == wanted:
            return chord
    return diatonic(key, degree, size - 1)


def chord_at(numeral: str, key: Key) -> Chord:
    """The chord that a numeral means in a key. Raises: NotANumeral."""
    found = _WRITTEN.fullmatch(numeral)
    if found is None:
        raise NotANumeral(numeral)
    sign, letters, suffix, below = found.groups()
    if below and below[:1] in "IViv#b" and _WRITTEN.fullmatch(below):
        target = chord_at(below, key)
        if letters != "V":
            raise NotANumeral(numeral)
        return Chord(target.root.above(*_FIFTH), _quality(letters, suffix, numeral))
    raised = 0 if sign is None else sign.count("#") - sign.count("b")
    degree = key.scale[_NUMERALS.index(letters.upper())]
    root = Tone(degree.letter, degree.alteration + raised)
    try:
        bass = Tone.parse(below) if below else None
    except NotATone as error:
        raise NotANumeral(numeral) from error
    return Chord(root, _quality(letters, suffix, numeral), bass)


def _quality(letters: str, suffix: str, numeral: str) -> str:
    if suffix in _LONG:
        return _LONG[suffix]
    quality = suffix if letters.isupper() else f"m{suffix}"
    if quality not in QUALITIES:
        raise NotANumeral(numeral)
    return quality


def numeral_of(chord: Chord, key: Key) -> str:
    """What a chord is in a key: the numeral from which `chord_at` makes it again."""
    target = _dominant_of(chord, key)
    if target is not None:
        return f"V{chord.quality}/{numeral_of(target, key)}"
    degree = next(place for place, tone in enumerate(key.scale) if tone.letter == chord.root.letter)
    raised = chord.root.alteration - key.scale[degree].alteration
    sign = ("#" if raised > 0 else "b") * abs(raised)
    letters, quality = _NUMERALS[degree], chord.quality
    if quality in _SHORT:
        letters, quality = (letters.lower() if chord.is_minor else letters), _SHORT[quality]
    elif chord.is_minor:
        letters, quality = letters.lower(), quality.removeprefix("m")
    below = f"/{chord.bass}" if chord.bass else ""
    return f"{sign}{letters}{quality}{below}"


def _dominant_of(chord: Chord, key: Key) -> Chord | None:
    """The chord of the key, other than the tonic, whose dominant this is and is not of the key."""
    if chord.bass or chord.quality != "7" or set(chord.pitch_classes) <= key.pitch_classes:
        return None
    if chord.root == key.tonic:
        return None  # the seventh of the blues, which leads nowhere
    if chord.root.above(*_FIFTH) not in key.scale and chord.root not in key.scale:
        return None
    for degree in range(1, 7):
        target = diatonic(key, degree)
        if target.quality in {"", "m"} and target.root.above(*_FIFTH) == chord.root:
            return target
    return None
