"""The reference page of the words that prompts are understood by, made from their tables.

`python -m phantom_app.prompt_words_page > docs/reference/prompts.md` writes it; a test compares.
"""

from collections.abc import Iterable, Iterator, Mapping
from typing import Final

from phantom_core.composing import INSTRUMENTS, MOODS, MOST_BARS, STYLES
from phantom_core.composing.prompt import Heard, hear
from phantom_core.composing.words import (
    INSTRUMENT_WORDS,
    MOOD_WORDS,
    STYLE_WORDS,
    TEMPO_WORDS,
)

__all__ = ["page"]

_HEAD: Final = f"""\
# Words of prompts

The prompt of `POST /api/ai/generate-midi` is English, in any case and order. These words are
understood; the answer's `understood` tells what was, `notUnderstood` which words meant nothing, and
`notes` what was passed over because something else was said too. No prompt is refused for its
words. The fields `key`, `tempo` and `bars` beside it count more than the prompt does. What nobody
speaks of is chosen by style, mood and seed: without a style it is pop, without a length 16 bars.
A piece has at most {MOST_BARS}.

## Figures

| said | understood as |
| --- | --- |
"""
_STYLES: Final = """
## Styles

The first column has the names that `style` of `POST /api/ai/generate-chords` takes. Of two styles
the first counts.

| style | also | tempo | mode | meter | its band |
| --- | --- | --- | --- | --- | --- |
"""
_MOODS: Final = """
## Moods

The first column has the names that `mood` of `POST /api/ai/generate-chords` takes. The mode is used
where none is said, and the style's tempo is multiplied where none is said.

| mood | also | mode | tempo times |
| --- | --- | --- | --- |
"""
_INSTRUMENTS: Final = """
## Instruments

Those that are named play alone; with a style they take the places in its band of those who do the
same. `no`, `not` or `without` before an instrument keeps it and its kinds away: without a guitar
there is no electric guitar. `only` or `solo` keeps away all that are not named. Roles are in the
order in which an instrument would rather have them.

| instrument | also | notes, by MIDI | roles |
| --- | --- | --- | --- |
"""
_TEMPOS: Final = """
## Tempos

| word | beats a minute |
| --- | --- |
"""
_FIGURES: Final = (
    "D minor",
    "in F#",
    "key of Bb",
    "Am",
    "e-flat major",
    "E dorian",
    "in a minor key",
    "92 bpm",
    "tempo 92",
    "at 92",
    "16 bars",
    "twelve measures",
    "6/8",
)


def page() -> str:
    """The page, as Markdown."""
    return "".join(
        (
            _HEAD,
            _rows((f"`{said}`", _told(hear(said))) for said in _FIGURES),
            _STYLES,
            _rows(_styles()),
            _MOODS,
            _rows(_moods()),
            _INSTRUMENTS,
            _rows(_instruments()),
            _TEMPOS,
            _rows((word, f"{tempo}") for word, tempo in TEMPO_WORDS.items()),
        )
    )


def _rows(rows: Iterable[tuple[str, ...]]) -> str:
    return "".join(f"| {' | '.join(row)} |\n" for row in rows)


def _told(heard: Heard) -> str:
    """What was heard in figures."""
    meter = heard.meter and f"{heard.meter[0]}/{heard.meter[1]}"
    told = {
        "tonic": heard.tonic,
        "mode": heard.mode,
        "tempo": heard.tempo and f"{heard.tempo:g}",
        "bars": heard.bars,
        "meter": meter,
    }
    return ", ".join(f"{name} {value}" for name, value in told.items() if value is not None)


def _styles() -> Iterator[tuple[str, ...]]:
    for name, style in STYLES.items():
        meter = "{}/{}".format(*style.meter)
        also = _also(name, STYLE_WORDS)
        yield name, also, f"{style.tempo}", f"{style.mode}", meter, ", ".join(style.band)


def _moods() -> Iterator[tuple[str, ...]]:
    for name, mood in MOODS.items():
        yield name, _also(name, MOOD_WORDS), f"{mood.mode or '-'}", f"{mood.pace:g}"


def _instruments() -> Iterator[tuple[str, ...]]:
    for name, instrument in INSTRUMENTS.items():
        span = f"{instrument.lowest} to {instrument.highest}"
        yield name, _also(name, INSTRUMENT_WORDS), span, ", ".join(instrument.roles)


def _also(name: str, words: Mapping[str, str]) -> str:
    return ", ".join(word for word, meant in words.items() if meant == name and word != name)


if __name__ == "__main__":
    print(page(), end="")  # noqa: T201 - it goes into the page's file
