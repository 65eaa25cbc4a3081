"""The demo's music: short, the same every time, and never too loud."""

import io
import wave

import numpy as np
import pytest

from phantom_app.demo.cast import CAST
from phantom_app.demo.instruments import LEADS, RATE
from phantom_app.demo.score import Groove, Piece
from phantom_app.demo.songbook import SONGBOOK
from phantom_app.demo.synthesis import play, wave_file

PIECES = [recording.piece for player in CAST for recording in player.recordings]
SONGS = [piece for band in SONGBOOK for piece in band.songs]


@pytest.mark.parametrize("piece", PIECES, ids=lambda piece: piece.title)
def test_a_piece_lasts_as_long_as_a_visitor_listens(piece: Piece) -> None:
    assert 15 <= piece.bar * len(piece.chords) + 1 <= 25


def test_a_piece_sounds_the_same_every_time_and_is_never_too_loud() -> None:
    sound = play(PIECES[0])

    assert np.array_equal(sound, play(PIECES[0]))
    assert 0.5 < np.abs(sound).max() < 0.9
    with wave.open(io.BytesIO(wave_file(PIECES[0]))) as file:
        assert (file.getframerate(), file.getnchannels(), file.getsampwidth()) == (RATE, 2, 2)
        assert file.getnframes() == len(sound)


def test_a_chord_is_a_triad_of_the_scale() -> None:
    piece = Piece(title="C", tonic=60, mode="major", bpm=120, chords=(1,), groove=Groove())

    assert piece.chord(1) == (60, 64, 67)
    assert piece.chord(6) == (69, 72, 76)
    assert piece.bar == 2.0


def test_a_bar_has_sixteen_steps() -> None:
    with pytest.raises(ValueError, match="sixteen"):
        Groove(kick="x")


@pytest.mark.parametrize("piece", SONGS, ids=lambda piece: piece.title)
def test_a_song_is_long_enough_for_a_vote_and_soon_over(piece: Piece) -> None:
    assert 25 <= piece.bar * len(piece.chords) + 1 <= 60


def test_no_two_songs_of_a_band_have_the_same_title_key_or_tempo() -> None:
    for band in SONGBOOK:
        for trait in ("title", "tonic", "bpm"):
            assert len({getattr(piece, trait) for piece in band.songs}) == len(band.songs)


@pytest.mark.parametrize("lead", LEADS)
def test_what_leads_is_heard_at_its_pitch(lead: str) -> None:
    sound = LEADS[lead](69, 0.6)

    strongest = np.abs(np.fft.rfft(sound)).argmax() * RATE / sound.size
    octaves = np.log2(strongest / 440.0)
    assert abs(octaves - round(octaves)) < 0.01
