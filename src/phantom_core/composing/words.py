"""The English words that a prompt is understood by.

A name of several words is found before those of which it is made. Whatever is no word of these
lists, and none that only joins others, is told as not understood.
"""

from collections.abc import Mapping
from typing import Final

from phantom_core.composing.instruments import INSTRUMENTS
from phantom_core.composing.styles import MOODS, STYLES

__all__ = [
    "FILLERS",
    "INSTRUMENT_WORDS",
    "MOOD_WORDS",
    "NUMBERS",
    "STYLE_WORDS",
    "TEMPO_WORDS",
]

_STYLE_ALIASES: Final = {
    "pop": "pop song, indie, indie pop, k-pop, synthpop, synth pop, disco",
    "rock": "rock and roll, punk, grunge, alternative, hard rock, indie rock",
    "metal": "heavy metal, hardcore",
    "jazz": "jazzy, swing, bebop, big band",
    "blues": "bluesy",
    "soul": "r&b, rnb, rhythm and blues, gospel, motown, neo soul, neo-soul",
    "funk": "funky",
    "lo-fi": "lofi, lo fi, lofi hip hop, lo-fi hip hop, lo fi hip, chillhop, study beats",
    "hip hop": "hip-hop, hiphop, rap, boom bap, boom-bap",
    "trap": "drill",
    "house": "deep house, edm, dance, club",
    "techno": "minimal techno, industrial",
    "trance": "psytrance",
    "synthwave": "retrowave, outrun, vaporwave",
    "drum and bass": "dnb, d&b, drum'n'bass, drum n bass, jungle",
    "ambient": "drone, meditation, new age, atmospheric",
    "cinematic": "film, film score, soundtrack, score, trailer, orchestral, orchestra",
    "classical": "baroque, chamber, sonata, minuet, mozart, bach, romantic era",
    "folk": "folky, celtic, acoustic, singer-songwriter, shanty, lullaby",
    "country": "bluegrass, americana",
    "reggae": "dub, ska",
    "bossa nova": "bossa, bossanova",
    "latin": "salsa, samba, tango, reggaeton, cumbia, flamenco",
    "waltz": "",
}
_MOOD_ALIASES: Final = {
    "happy": "joyful, cheerful, bright, sunny, uplifting, merry, jolly, upbeat, feel-good",
    "sad": "sorrowful, mournful, tearful, gloomy, heartbroken, tragic",
    "melancholic": "melancholy, wistful, bittersweet, moody, lonely",
    "calm": "relaxed, relaxing, peaceful, chill, chilled, mellow, soft, gentle, quiet, soothing",
    "dreamy": "ethereal, floating, spacey, magical",
    "dark": "brooding, sinister, grim, ominous, evil, gothic",
    "tense": "suspenseful, nervous, anxious, scary, eerie, creepy",
    "mysterious": "mystical, strange, enigmatic",
    "angry": "aggressive, furious, brutal",
    "energetic": "driving, powerful, exciting, intense, lively, groovy, danceable",
    "epic": "heroic, grand, majestic, triumphant, dramatic",
    "romantic": "loving, tender, sentimental, warm, intimate, love",
    "hopeful": "inspiring, optimistic, motivational, positive",
    "nostalgic": "retro, vintage, reflective, thoughtful",
    "playful": "quirky, funny, bouncy, childlike, cute",
}
_INSTRUMENT_ALIASES: Final = {
    "drums": "drum, drum kit, drum set, drumset, percussion, beat, beats, drum machine, 808",
    "piano": "grand piano, pianos, keys, keyboard, upright piano",
    "electric piano": "rhodes, wurlitzer, e-piano, epiano",
    "vibraphone": "vibes",
    "bells": "bell, tubular bells, glockenspiel, chimes",
    "organ": "hammond, hammond organ",
    "church organ": "pipe organ",
    "guitar": "acoustic guitar, guitars, steel guitar, ukulele",
    "nylon guitar": "classical guitar, spanish guitar",
    "electric guitar": "clean guitar",
    "distorted guitar": "distortion guitar, overdriven guitar, heavy guitar, guitar riff",
    "double bass": "upright bass, acoustic bass, contrabass",
    "bass": "bass guitar, electric bass, bassline, bass line",
    "synth bass": "sub bass, 808 bass, acid bass",
    "violin": "fiddle, violins",
    "cello": "cellos",
    "strings": "string section, string ensemble, string quartet",
    "choir": "voices, vocals, choral",
    "trumpet": "trumpets",
    "horn": "french horn, horns",
    "brass": "brass section",
    "saxophone": "sax, alto sax, tenor sax, saxophones",
    "flute": "flutes",
    "pan flute": "panpipes",
    "synth": "synthesizer, synthesiser, lead synth, synth lead, synths",
    "pad": "pads, synth pad, synth pads",
    "kalimba": "thumb piano",
    "steel drums": "steel drum, steelpan",
}


def _words(names: Mapping[str, object], aliases: Mapping[str, str]) -> Mapping[str, str]:
    """Every name and its other names, to the name."""
    others = {
        word.strip(): name
        for name, words in aliases.items()
        for word in words.split(",")
        if word.strip()
    }
    return others | {name: name for name in names}


STYLE_WORDS: Final = _words(STYLES, _STYLE_ALIASES)
"""Words for styles, to the names of the styles."""

MOOD_WORDS: Final = _words(MOODS, _MOOD_ALIASES)
"""Words for moods, to the names of the moods."""

INSTRUMENT_WORDS: Final = _words(INSTRUMENTS, _INSTRUMENT_ALIASES)
"""Words for instruments, to their names."""

TEMPO_WORDS: Final[Mapping[str, int]] = {
    "very slow": 56,
    "very fast": 176,
    "slow": 72,
    "fast": 144,
    "quick": 144,
    "ballad": 76,
    "mid-tempo": 104,
    "midtempo": 104,
    "mid tempo": 104,
    "medium tempo": 104,
    "moderate": 108,
    "up-tempo": 132,
    "uptempo": 132,
    "up tempo": 132,
    "grave": 40,
    "largo": 50,
    "lento": 54,
    "adagio": 70,
    "andante": 88,
    "andantino": 92,
    "moderato": 108,
    "allegretto": 116,
    "allegro": 132,
    "vivace": 160,
    "presto": 180,
    "prestissimo": 204,
}
"""Words for tempos, to beats a minute."""

NUMBERS: Final[Mapping[str, int]] = {
    word: number
    for number, word in enumerate(
        ("one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten"), start=1
    )
} | {
    "twelve": 12,
    "sixteen": 16,
    "twenty": 20,
    "twenty-four": 24,
    "thirty-two": 32,
    "sixty-four": 64,
}
"""Numbers that are written out."""

_FILLERS: Final = """
    a an and the of in at to for with on by from as is it its that this some something someone i
    me my we our you your please make create write generate compose give want need like would
    let lets let's get can could should be very really quite bit little more kind sort style
    styled type genre mood feel feeling vibe vibes sound sounds sounding music song track piece
    tune theme jam instrumental midi loop riff melody melodic melodies chord chords progression
    progressions harmony harmonies rhythm rhythmic groove part parts key scale mode tempo bpm
    bar bars measure measures time signature long short about around over under but also then
    plus just only solo no not without into featuring feat ft version inspired idea ideas
    section background main lead simple nice good great cool beautiful lovely new all up down
    playing plays played play using use based per beats minute
"""

FILLERS: Final = frozenset(_FILLERS.split())
"""Words that are passed over."""
