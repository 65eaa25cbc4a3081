"""What a prompt says, as far as it is understood."""

import re
import unicodedata
from collections.abc import Callable, Mapping
from typing import Final

import attrs

from phantom_core.composing.asking import MOST_BARS
from phantom_core.composing.instruments import DRUMS, INSTRUMENTS
from phantom_core.composing.words import (
    FILLERS,
    INSTRUMENT_WORDS,
    MOOD_WORDS,
    NUMBERS,
    STYLE_WORDS,
    TEMPO_WORDS,
)
from phantom_core.theory import Key, Mode, NotAKey

__all__ = ["Heard", "hear"]

_SLOWEST: Final = 20
_FASTEST: Final = 400
_LONGEST_NAME: Final = 3
_MOST_BEATS: Final = 12
_MODES: Final = "major|minor|maj|min|dorian|phrygian|lydian|mixolydian|locrian|ionian|aeolian"
_SIGN: Final = r"(?:[#b♯♭]|[ -]sharp|[ -]flat)?"
_COUNT: Final = "|".join([r"\d{1,4}", *sorted(NUMBERS, key=len, reverse=True)])


def _pattern(text: str) -> re.Pattern[str]:
    """Whatever the case of its letters."""
    return re.compile(text, re.IGNORECASE)


_MODE_ONLY: Final = _pattern(rf"\b(?:in )?an? ({_MODES}) (?:key|mode|scale|mood|feel)")
_KEY: Final = _pattern(rf"(?<![\w#])([a-g]{_SIGN})[ -]+({_MODES})\b(?: (?:scale|key|mode))?")
_SHORT_KEY: Final = re.compile(r"(?<![\w#])([A-G][#b♯♭]?)(m(?:in|aj)?)(?![\w#])")
_KEY_OF: Final = _pattern(rf"\bkey of ([a-g]{_SIGN})(m?)(?![\w#])")
_IN_KEY: Final = re.compile(r"\bin ([A-G][#b♯♭]?)(?![\w#])")
_LONE_MODE: Final = _pattern(rf"\b({_MODES})\b")
_TEMPO: Final = _pattern(r"(\d{1,4}(?:\.\d{1,3})?)[ -]*(?:bpm\b|beats (?:per|a) minute)")
_TEMPO_AT: Final = _pattern(r"\b(?:tempo|tempo of|at|bpm) (\d{2,3})(?![\d/])(?! ?bars)")
_METER: Final = re.compile(r"(?<![\d/])(\d{1,2})/(2|4|8)(?![\d/])(?: time)?")
_BARS: Final = _pattern(rf"\b({_COUNT})[ -](?:bars?|measures?)\b")
_WORD: Final = _pattern(r"[\w#&'♯♭/.-]+")
_NOT: Final = frozenset({"no", "without", "not"})
_ONLY: Final = frozenset({"only", "solo"})


@attrs.frozen(kw_only=True)
class Heard:
    """What a prompt says; whatever it does not speak of is none, or empty.

    Attributes:
        tonic: the tone of rest by its name.
        tempo: beats a minute.
        tempo_word: the word that told the tempo, where no number did.
        meter: beats, and which note they are.
        only: whether the instruments that are named shall play alone.
        without: instruments that shall not play.
        kinds_without: other kinds of those, which shall not play either: without a guitar there is
            no electric guitar.
        not_understood: words that mean nothing here, in their order.
        notes: what was passed over because something else was said too.
    """

    tonic: str | None = None
    mode: Mode | None = None
    tempo: float | None = None
    tempo_word: str | None = None
    mood: str | None = None
    style: str | None = None
    instruments: tuple[str, ...] = ()
    only: bool = False
    without: tuple[str, ...] = ()
    kinds_without: tuple[str, ...] = ()
    bars: int | None = None
    meter: tuple[int, int] | None = None
    not_understood: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()


def hear(prompt: str) -> Heard:
    """Understand as much of a prompt as there is to be understood; it fails for none."""
    # Telephones write the apostrophe of print.
    plain = unicodedata.normalize("NFC", prompt).replace("\u2019", "'")
    listening = _Listening(" ".join(plain.split()))
    listening.figures()
    listening.words()
    return listening.heard()


class _Listening:
    """Takes out of a text what it says; what remains is not understood."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.said: dict[str, object] = {}
        self.instruments: list[str] = []
        self.without: list[str] = []
        self.kinds_without: list[str] = []
        self.unknown: list[str] = []
        self.notes: list[str] = []

    def heard(self) -> Heard:
        """What was said."""
        fields: dict[str, object] = dict(self.said)
        kinds = [each for each in self.kinds_without if each not in self.instruments]
        return Heard(
            **fields,  # type: ignore[arg-type]
            instruments=tuple(dict.fromkeys(self.instruments)),
            without=tuple(dict.fromkeys(self.without)),
            kinds_without=tuple(dict.fromkeys(kinds)),
            not_understood=tuple(dict.fromkeys(self.unknown)),
            notes=tuple(self.notes),
        )

    def figures(self) -> None:
        """Hear what has a form of its own: tempo, meter, bars, key."""
        for pattern, take in (
            (_METER, self._meter),
            (_BARS, self._bars),
            (_TEMPO, self._tempo),
            (_MODE_ONLY, self._mode),
            (_KEY, self._key),
            (_SHORT_KEY, self._key),
            (_KEY_OF, self._key),
            (_IN_KEY, self._key),
            (_TEMPO_AT, self._tempo),
            (_LONE_MODE, self._mode),
        ):
            self._each(pattern, take)

    def _each(self, pattern: re.Pattern[str], take: Callable[[re.Match[str]], None]) -> None:
        def taken(found: re.Match[str]) -> str:
            take(found)
            return " , "

        self.text = pattern.sub(taken, self.text)

    def _say(self, name: str, value: object, shown: str) -> None:
        """Note what is said; of two that do not go together the first counts."""
        before = self.said.setdefault(name, value)
        if before != value:
            first = _shown(before)
            self.notes.append(f"`{shown}` is passed over: the prompt says {first} before it.")

    def _tempo(self, found: re.Match[str]) -> None:
        tempo = float(found[1])
        if _SLOWEST <= tempo <= _FASTEST:
            self._say("tempo", tempo, found[0].strip())
        else:
            self.notes.append(
                f"`{found[0].strip()}` is passed over: a tempo is from {_SLOWEST} to {_FASTEST}."
            )

    def _meter(self, found: re.Match[str]) -> None:
        beats, unit = int(found[1]), int(found[2])
        if 1 < beats <= _MOST_BEATS:
            self._say("meter", (beats, unit), found[0].strip())
        else:
            self.notes.append(
                f"`{found[0].strip()}` is passed over: a bar has 2 to {_MOST_BEATS} beats."
            )

    def _bars(self, found: re.Match[str]) -> None:
        bars = NUMBERS.get(found[1].lower()) or int(found[1])
        if 1 <= bars <= MOST_BARS:
            self._say("bars", bars, found[0])
        else:
            self.notes.append(f"`{found[0]}` is passed over: a piece has 1 to {MOST_BARS} bars.")

    def _mode(self, found: re.Match[str]) -> None:
        self._say("mode", Key.parse(f"C {found[1]}").mode, found[0].strip())

    def _key(self, found: re.Match[str]) -> None:
        named = found[2] if len(found.groups()) > 1 else ""
        try:
            key = Key.parse(f"{found[1][0].upper()}{found[1][1:]} {named}".strip())
        except NotAKey:
            self.unknown.append(found[0].strip())
            return
        tonic = str(key.tonic)
        before = self.said.get("tonic")
        if before is not None and before != tonic:
            self.notes.append(f"`{found[0].strip()}` is passed over: a piece has one key.")
            return
        self.said["tonic"] = tonic
        if named:
            self._say("mode", key.mode, found[0].strip())

    def words(self) -> None:
        """Hear what has a name."""
        words = [word.strip(".'-/") for word in _WORD.findall(self.text.lower())]
        words = [word for word in words if word]
        place, denied = 0, False
        while place < len(words):
            size, denied = self._name_at(words, place, denied=denied)
            place += size

    def _name_at(self, words: list[str], place: int, *, denied: bool) -> tuple[int, bool]:
        """Hear the name at a place: how many words it has, and whether what follows is denied."""
        for size in range(min(_LONGEST_NAME, len(words) - place), 0, -1):
            name = " ".join(words[place : place + size])
            if self._is_name(name, denied=denied):
                return size, False
        word = words[place]
        if word in _NOT:
            return 1, True
        if word in _ONLY:
            self.said["only"] = True
        elif word not in FILLERS:
            self.unknown.append(word)
        return 1, denied and word in FILLERS and word not in {"but", "with", "and"}

    def _is_name(self, name: str, *, denied: bool) -> bool:
        if (instrument := _called(name, INSTRUMENT_WORDS)) is not None:
            (self.without if denied else self.instruments).append(instrument)
            if denied and instrument in {name, name.removesuffix("s")}:
                self.kinds_without += _kinds_of(instrument)
            return True
        for field, names in (("style", STYLE_WORDS), ("mood", MOOD_WORDS)):
            if (said := _called(name, names)) is not None:
                if denied:
                    self.notes.append(f"`no {name}` is passed over: only instruments are left out.")
                else:
                    self._say(field, said, name)
                return True
        if name in TEMPO_WORDS:
            self._say("tempo_word", name, name)
            return True
        return False


def _called(name: str, names: Mapping[str, str]) -> str | None:
    """What goes by a name, in the singular or the plural."""
    return names.get(name) or (names.get(name[:-1]) if name.endswith("s") else None)


def _kinds_of(instrument: str) -> list[str]:
    """The kinds of an instrument; steel drums are none of a drum set."""
    if instrument == DRUMS.name:
        return []
    return [name for name in INSTRUMENTS if name.endswith(f" {instrument}")]


def _shown(said: object) -> str:
    """What was said, as people write it."""
    if isinstance(said, tuple):
        return "/".join(map(str, said))
    return f"{said:g}" if isinstance(said, float) else str(said)
