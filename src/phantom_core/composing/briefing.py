"""From what is wished for to what a composer must know."""

from collections.abc import Iterator
from random import Random
from typing import Final

import attrs

from phantom_core.composing.asking import Brief, ChordsWish, Meter, MidiWish, PartPlan, Wish
from phantom_core.composing.instruments import INSTRUMENTS, Instrument, MusicalRole
from phantom_core.composing.prompt import Heard, hear
from phantom_core.composing.styles import MOODS, STYLES, Mood, Style
from phantom_core.composing.words import TEMPO_WORDS
from phantom_core.kernel import Bpm
from phantom_core.theory import Key, Mode, Tone

__all__ = ["Understanding", "brief_of"]

_TONICS: Final = ("C", "G", "D", "A", "E", "B", "F#", "C#", "F", "Bb", "Eb", "Ab")
_MOST_SIGNS: Final = 3
_BARS: Final = 16
_CHORD_BARS: Final = 8
_PLAIN: Final = "pop"
_SLOW: Final = 85
_FAST: Final = 120
_LONE_BAND: Final = ("piano",)


@attrs.frozen(kw_only=True)
class Understanding:
    """What was understood of a wish, for whoever has said it.

    Attributes:
        key, tempo, time_signature, bars, mood, style: as they were asked for; none where nobody
            said anything.
        instruments: those that were asked for.
        without: those that shall not play.
        not_understood: words of the prompt that mean nothing here.
        notes: what was passed over, and why, as sentences.
    """

    key: str | None = None
    tempo: float | None = None
    time_signature: tuple[int, int] | None = None
    bars: int | None = None
    mood: str | None = None
    style: str | None = None
    instruments: tuple[str, ...] = ()
    without: tuple[str, ...] = ()
    not_understood: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()


def brief_of(wish: Wish, seed: int) -> tuple[Brief, Understanding]:
    """Decide what a wish leaves open, by its style and by the seed."""
    return _of_prompt(wish, seed) if isinstance(wish, MidiWish) else _of_chords(wish, seed)


def _of_chords(wish: ChordsWish, seed: int) -> tuple[Brief, Understanding]:
    style = STYLES[wish.style or _PLAIN]
    mood = MOODS[wish.mood] if wish.mood else None
    key = Key.parse(wish.key)
    brief = Brief(
        key=key,
        tempo=Bpm(_usual_tempo(style, mood)),
        meter=Meter(*style.meter),
        bars=wish.bars or _CHORD_BARS,
        style=style,
        mood=mood,
        parts=(
            PartPlan(instrument=INSTRUMENTS["piano"], roles=(MusicalRole.CHORDS, MusicalRole.BASS)),
        ),
        seed=seed,
    )
    told = Understanding(key=str(key), bars=wish.bars, mood=wish.mood, style=wish.style)
    return brief, told


def _of_prompt(wish: MidiWish, seed: int) -> tuple[Brief, Understanding]:
    heard = hear(wish.prompt)
    notes = [*heard.notes, *_overruled(wish, heard)]
    style = STYLES[heard.style or _PLAIN]
    mood = MOODS[heard.mood] if heard.mood else None
    key = _key(wish, heard, style, mood, seed)
    notes += _of_mood(heard, mood, key)
    said_tempo = wish.tempo or heard.tempo
    by_word = None if heard.tempo_word is None else float(TEMPO_WORDS[heard.tempo_word])
    tempo = said_tempo or by_word or _usual_tempo(style, mood)
    notes += _of_tempo(heard.tempo_word, said_tempo)
    brief = Brief(
        key=key,
        tempo=Bpm(tempo),
        meter=Meter(*(heard.meter or style.meter)),
        bars=wish.bars or heard.bars or _BARS,
        style=style,
        mood=mood,
        parts=_parts(heard, style, notes),
        seed=seed,
    )
    told = Understanding(
        key=str(key) if wish.key or heard.tonic else _mode_told(heard.mode),
        tempo=said_tempo or by_word,
        time_signature=heard.meter,
        bars=wish.bars or heard.bars,
        mood=heard.mood,
        style=heard.style,
        instruments=heard.instruments,
        without=heard.without,
        not_understood=heard.not_understood,
        notes=tuple(notes),
    )
    return brief, told


def _mode_told(mode: Mode | None) -> str | None:
    return None if mode is None else str(mode)


def _key(wish: MidiWish, heard: Heard, style: Style, mood: Mood | None, seed: int) -> Key:
    """The key that is said; or the mode of mood or style, on a tonic that chance chooses."""
    if wish.key is not None:
        return Key.parse(wish.key)
    mode = heard.mode or (mood and mood.mode)
    if heard.tonic is not None:
        # A letter by itself is a major key, whatever the mood.
        return Key(Tone.parse(heard.tonic), heard.mode or Mode.MAJOR).plain
    keys = [Key(Tone.parse(tonic), mode or style.mode) for tonic in _TONICS]
    easy = [key for key in keys if abs(key.sharps) <= _MOST_SIGNS]
    return Random(f"tonic {seed}").choice(easy)  # noqa: S311 - replayed by its seed


def _usual_tempo(style: Style, mood: Mood | None) -> float:
    return float(round(style.tempo * (mood.pace if mood else 1.0)))


def _overruled(wish: MidiWish, heard: Heard) -> Iterator[str]:
    """What the prompt says otherwise than the fields beside it."""
    if wish.tempo is not None and heard.tempo not in {None, wish.tempo}:
        yield f"The field `tempo` says {wish.tempo:g}, so the prompt's {heard.tempo:g} is not used."
    if wish.bars is not None and heard.bars not in {None, wish.bars}:
        yield f"The field `bars` says {wish.bars}, so the prompt's {heard.bars} are not used."
    if wish.key is not None and (heard.tonic or heard.mode):
        given = Key.parse(wish.key)
        tonic = Tone.parse(heard.tonic) if heard.tonic else given.tonic
        if Key(tonic, heard.mode or given.mode) != given:
            told = " ".join(str(each) for each in (heard.tonic, heard.mode) if each)
            yield f"The field `key` says {given}, so the prompt's {told} is not used."


def _of_mood(heard: Heard, mood: Mood | None, key: Key) -> Iterator[str]:
    if mood is not None and mood.mode is not None and mood.mode.is_minor != key.mode.is_minor:
        yield f"`{heard.mood}` is played in {key}, the key that is asked for."


def _of_tempo(word: str | None, said: float | None) -> Iterator[str]:
    if word is None or said is None:
        return
    meant = TEMPO_WORDS[word]
    if (meant < _SLOW and said > _FAST) or (meant > _FAST and said < _SLOW):
        yield f"`{word}` is passed over: the tempo is said to be {said:g}."


def _parts(heard: Heard, style: Style, notes: list[str]) -> tuple[PartPlan, ...]:
    """Who plays: those that are named; with a style, also its band, but for whom they replace."""
    named = [INSTRUMENTS[name] for name in heard.instruments if name not in heard.without]
    silent = {*heard.without, *heard.kinds_without}
    band = [INSTRUMENTS[name] for name in style.band if name not in silent]
    if not band and not named:
        notes.append("Somebody has to play: without all of its instruments, the piano does.")
        band = [INSTRUMENTS[name] for name in _LONE_BAND]
    alone = bool(named) and (heard.only or heard.style is None)
    players = named if alone else [*named, *band]
    return _plan(players, pads=named or band, left_hand="bass" not in heard.without)


def _plan(
    players: list[Instrument], *, pads: list[Instrument], left_hand: bool
) -> tuple[PartPlan, ...]:
    """Give each role to the first who can have it; who is left over only fills the sound.

    Args:
        players: whom there is, in the order of preference.
        pads: who may fill the sound.
        left_hand: whether whoever plays the chords plays the bass too, if nobody else does.
    """
    chosen: dict[Instrument, list[MusicalRole]] = {}
    for role in (MusicalRole.DRUMS, MusicalRole.BASS):
        if (player := _first(players, role)) is not None:
            chosen[player] = [role]
    rest = [each for each in dict.fromkeys(players) if each not in chosen]
    singer = next((each for each in rest if each.roles[0] is MusicalRole.MELODY), None)
    others = [each for each in rest if each is not singer]
    able = [each for each in others if each.roles[0] is MusicalRole.CHORDS]
    if singer is None and len(able) > 1:
        singer = able[0]
        others.remove(singer)
    harmony = _first(others, MusicalRole.CHORDS)
    singer = singer or harmony
    if harmony is None and singer is not None and MusicalRole.CHORDS in singer.roles:
        harmony = singer
    _give(chosen, singer, MusicalRole.MELODY)
    _give(chosen, harmony, MusicalRole.CHORDS)
    low = any(MusicalRole.BASS in roles for roles in chosen.values())
    if harmony is not None and harmony.roles[0] is MusicalRole.CHORDS and left_hand and not low:
        _give(chosen, harmony, MusicalRole.BASS)
    for each in pads:
        if each not in chosen and MusicalRole.PAD in each.roles:
            chosen[each] = [MusicalRole.PAD]
    plans = [PartPlan(instrument=each, roles=tuple(roles)) for each, roles in chosen.items()]
    return tuple(sorted(plans, key=lambda plan: _ORDER.index(plan.roles[0])))


def _first(players: list[Instrument], role: MusicalRole) -> Instrument | None:
    """Who does it best: whose first role it is, or else whoever can."""
    able = [each for each in players if role in each.roles]
    best = [each for each in able if each.roles[0] is role]
    return next(iter(best or able), None)


def _give(
    chosen: dict[Instrument, list[MusicalRole]], player: Instrument | None, role: MusicalRole
) -> None:
    if player is not None:
        chosen.setdefault(player, []).append(role)


_ORDER: Final = (
    MusicalRole.MELODY,
    MusicalRole.CHORDS,
    MusicalRole.PAD,
    MusicalRole.BASS,
    MusicalRole.DRUMS,
)
