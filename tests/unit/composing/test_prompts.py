"""What is understood of prompts, and what is not is told."""

import io
from hashlib import sha256
from typing import Any, Final

import pretty_midi
import pytest

from phantom_adapters.composing import content_of
from phantom_core.composing import MidiWish, brief_of, compose
from phantom_core.composing.engine import VERSION
from phantom_core.composing.prompt import hear
from phantom_core.kernel import Invalid
from phantom_core.studio.midi import write
from phantom_core.theory import Key

PROMPTS: Final[dict[str, tuple[str, float]]] = {
    "a sad piano ballad in D minor at 70 bpm, 8 bars": ("D minor", 70),
    "upbeat pop in C major at 128 bpm": ("C major", 128),
    "lo-fi hip hop beat in A minor, 82bpm, 16 bars": ("A minor", 82),
    "epic cinematic strings and choir, E minor, 90 BPM": ("E minor", 90),
    "jazz waltz in Bb major at 140 bpm": ("Bb major", 140),
    "12-bar blues in E at 92 beats per minute": ("E major", 92),
    "techno in F# minor, tempo 132": ("F# minor", 132),
    "ambient pad, D lydian, 60 bpm, 8 bars": ("D lydian", 60),
    "funk in E dorian with slap bass, 104 bpm": ("E dorian", 104),
    "key of G, folk guitar and flute, at 100": ("G major", 100),
    "Am reggae at 75 bpm": ("A minor", 75),
    "metal in C# phrygian 160 bpm, 8 bars": ("C# phrygian", 160),
    "dreamy synthwave in B minor at 96 bpm": ("B minor", 96),
    "bossa nova in F major with flute, 120 bpm": ("F major", 120),
    "drum and bass, G minor, 174 bpm": ("G minor", 174),
    "happy country song in A-flat major, 116 bpm": ("Ab major", 116),
    "a calm waltz for violin and piano, E-flat major, 108 bpm": ("Eb major", 108),
    "trap beat in C# minor, 140 bpm, 8 bars": ("C# minor", 140),
    "salsa in D mixolydian at 105 bpm, with trumpet": ("D mixolydian", 105),
    "solo cello in G minor, 3/4, 66 bpm, 8 bars": ("G minor", 66),
}
"""What people might type, and the key and tempo that they ask for."""


@pytest.mark.parametrize("prompt", PROMPTS)
def test_a_prompt_becomes_a_file_in_its_key_and_tempo(prompt: str) -> None:
    key, tempo = PROMPTS[prompt]
    brief, understood = brief_of(MidiWish(prompt=prompt), 11)
    piece = compose(brief)

    file = pretty_midi.PrettyMIDI(io.BytesIO(write(content_of(piece, 11))))
    assert (understood.key, understood.tempo, understood.not_understood) == (key, tempo, ())
    assert file.get_tempo_changes()[1] == pytest.approx([tempo], rel=1e-4)
    assert file.get_end_time() == pytest.approx(piece.duration_ms / 1000, abs=2.0)
    tones = [
        (note.pitch % 12, note.end - note.start)
        for instrument in file.instruments
        if not instrument.is_drum
        for note in instrument.notes
    ]
    scale = Key.parse(key).pitch_classes
    within = sum(lasts for tone, lasts in tones if tone in scale)
    assert within >= 0.8 * sum(lasts for _, lasts in tones)


def test_two_seeds_differ() -> None:
    one, other = (
        write(content_of(compose(brief_of(MidiWish(prompt="jazz in C"), seed)[0]), seed))
        for seed in (1, 2)
    )

    assert one != other


@pytest.mark.parametrize(
    ("prompt", "said"),
    [
        ("a song in a minor key", {"mode": "minor", "tonic": None}),
        ("MUSIC IN E-FLAT MAJOR, EIGHT BARS", {"tonic": "Eb", "bars": 8}),
        ("something in a bar in E", {"tonic": "E"}),
        ("a minor waltz", {"mode": "minor", "tonic": "A"}),
        ("Em pop", {"mode": "minor", "tonic": "E"}),
        ("something in F#", {"tonic": "F#", "mode": None}),
        ("dorian funk", {"mode": "dorian", "style": "funk", "tonic": None}),
        ("E flat major", {"tonic": "Eb", "mode": "major"}),
        ("no drums, without bass", {"without": ("drums", "bass"), "instruments": ()}),
        ("only drums", {"only": True, "instruments": ("drums",)}),
        ("eight bars of jazz", {"bars": 8, "style": "jazz"}),
        ("piano, 3/4", {"meter": (3, 4), "instruments": ("piano",)}),
        ("very slow, gloomy", {"tempo_word": "very slow", "mood": "sad"}),
        ("electric pianos", {"instruments": ("electric piano",)}),
    ],
)
def test_words_are_heard(prompt: str, said: dict[str, Any]) -> None:
    heard = hear(prompt)

    assert {name: getattr(heard, name) for name in said} == said
    assert heard.not_understood == ()


@pytest.mark.parametrize(
    ("prompt", "note"),
    [
        ("jazz and metal", "`metal` is passed over: the prompt says jazz before it."),
        ("C major then D minor", "`D minor` is passed over: a piece has one key."),
        ("at 500 bpm", "`500 bpm` is passed over: a tempo is from 20 to 400."),
        ("100 bars", "`100 bars` is passed over: a piece has 1 to 64 bars."),
        ("in 13/8", "`13/8` is passed over: a bar has 2 to 12 beats."),
        ("slow at 180 bpm", "`slow` is passed over: the tempo is said to be 180."),
        ("happy in A minor", "`happy` is played in A minor, the key that is asked for."),
        (
            "no piano, no synth, no bass, no drums",
            "Somebody has to play: without all of its instruments, the piano does.",
        ),
    ],
)
def test_what_is_passed_over_is_told(prompt: str, note: str) -> None:
    _, understood = brief_of(MidiWish(prompt=prompt), 1)

    assert understood.notes == (note,)


def test_what_means_nothing_here_is_told() -> None:
    assert hear("a glorp of jazz with zither").not_understood == ("glorp", "zither")


@pytest.mark.parametrize("seed", [-1, 2**53])
def test_a_seed_is_a_number_that_every_client_can_tell(seed: int) -> None:
    with pytest.raises(Invalid):
        MidiWish(prompt="jazz", seed=seed)


@pytest.mark.parametrize(
    ("prompt", "words"),
    [
        ("ein Klavierstück", ("ein", "klavierstück")),
        ("悲しいピアノ曲", ("悲しいピアノ曲",)),
        ("грустный jazz", ("грустный",)),
        ("let\u2019s make a pop song", ()),
    ],
)
def test_words_of_any_script_are_told_as_not_understood(
    prompt: str, words: tuple[str, ...]
) -> None:
    assert hear(prompt).not_understood == words


@pytest.mark.parametrize(
    ("prompt", "played", "silent"),
    [
        ("metal with no guitar", set(), {"guitar", "distorted guitar", "electric guitar"}),
        ("rock without guitars", set(), {"distorted guitar", "electric guitar"}),
        ("jazz, no bass", set(), {"bass", "double bass"}),
        ("rock without acoustic guitar", {"electric guitar"}, {"guitar"}),
        ("metal, no guitar but electric guitar", {"electric guitar"}, {"distorted guitar"}),
    ],
)
def test_who_wants_no_guitar_wants_none_of_its_kinds(
    prompt: str, played: set[str], silent: set[str]
) -> None:
    brief, _ = brief_of(MidiWish(prompt=prompt), 3)
    band = {part.instrument.name for part in brief.parts}
    assert played <= band
    assert not silent & band
    assert band


@pytest.mark.parametrize(
    ("prompt", "note"),
    [
        ("60 bpm, 180 bpm", "`180 bpm` is passed over: the prompt says 60 before it."),
        ("4/4, 3/4", "`3/4` is passed over: the prompt says 4/4 before it."),
    ],
)
def test_what_was_said_before_is_told_as_people_write_it(prompt: str, note: str) -> None:
    assert hear(prompt).notes == (note,)


def test_one_version_of_the_engine_makes_the_same_bytes_of_a_seed_for_ever() -> None:
    brief, _ = brief_of(MidiWish(prompt="jazz in C, 8 bars", key="C major"), 1)
    made = sha256(write(content_of(compose(brief), 1))).hexdigest()[:16]

    assert (VERSION, made) == ("1", "5dfc22de94d996ab"), (
        "other notes are another version: see `engine.VERSION`"
    )
