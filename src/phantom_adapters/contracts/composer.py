"""What everybody promises who composes."""

from itertools import pairwise

from phantom_adapters.contracts.composing_examples import a_brief
from phantom_core.composing import Composer, MusicalRole

__all__ = ["ComposerContract"]


class ComposerContract:
    """Bind it with a fixture `composer`."""

    async def test_a_piece_is_as_its_brief_says(self, composer: Composer) -> None:
        brief = a_brief()
        piece = (await composer.compose(brief, "calm piano and flute")).piece

        assert (piece.key, piece.tempo, piece.bars) == (str(brief.key), brief.tempo, 4)
        assert piece.time_signature == (brief.meter.beats, brief.meter.unit)
        assert [part.instrument for part in piece.parts] == ["flute", "piano"]
        assert [part.roles for part in piece.parts] == [each.roles for each in brief.parts]

    async def test_every_note_lies_within_the_piece(self, composer: Composer) -> None:
        piece = (await composer.compose(a_brief(), "calm piano and flute")).piece

        notes = [note for part in piece.parts for note in part.notes]
        assert all(part.notes for part in piece.parts)
        assert all(0 <= note.start < note.start + note.duration <= piece.ticks for note in notes)
        assert all(0 <= note.pitch <= 127 and 1 <= note.velocity <= 127 for note in notes)

    async def test_no_two_notes_of_one_pitch_sound_at_once(self, composer: Composer) -> None:
        piece = (await composer.compose(a_brief(), "calm piano and flute")).piece

        for part in piece.parts:
            assert list(part.notes) == sorted(part.notes, key=lambda note: (note.start, note.pitch))
            by_pitch = sorted(part.notes, key=lambda note: (note.pitch, note.start))
            assert all(
                one.pitch != other.pitch or one.start + one.duration <= other.start
                for one, other in pairwise(by_pitch)
            )

    async def test_the_chords_fill_the_piece(self, composer: Composer) -> None:
        piece = (await composer.compose(a_brief(), "calm piano and flute")).piece

        ends = [0, *(chord.start + chord.duration for chord in piece.chords)]
        assert [chord.start for chord in piece.chords] == ends[:-1]
        assert ends[-1] == piece.ticks

    async def test_the_music_is_in_its_key(self, composer: Composer) -> None:
        brief = a_brief()
        piece = (await composer.compose(brief, "calm piano and flute")).piece

        sung = [
            note.pitch % 12 in brief.key.pitch_classes
            for part in piece.parts
            if MusicalRole.DRUMS not in part.roles
            for note in part.notes
        ]
        assert sum(sung) >= 0.7 * len(sung)

    async def test_who_composed_is_told(self, composer: Composer) -> None:
        composed = await composer.compose(a_brief(), "calm piano and flute")

        assert composer.engine == f"{composed.engine}/{composed.version}"
