"""Taking in what other catalogues have: some rows at a time, as often as one likes."""

import attrs

from phantom_core.catalog.importing import AT_A_TIME, ImportedBatch, ImportedTrack
from phantom_core.catalog.ports import CatalogWork
from phantom_core.catalog.use_cases._import_plan import Plan
from phantom_core.kernel import Access, Command, Fault, Invalid, Query

__all__ = ["ImportTracks", "PreviewImport"]


def _few(_: object, __: object, tracks: tuple[ImportedTrack, ...]) -> None:
    if len(tracks) > AT_A_TIME:
        raise Invalid(Fault("tracks", f"must have at most {AT_A_TIME} entries"))


@attrs.frozen(kw_only=True)
class ImportTracks(Command[ImportedBatch]):
    """Take some tracks in, with the genres, artists and playlists that they name.

    Songs and artists are found again by their ids of the music service, or else by their names: a
    song by its artist and title, and its album where both have one. What is found is given what
    it lacks; nothing that it says is changed, so the same tracks again change nothing. New songs
    go to the end of their artist's playlist, and of the playlist of the actor's that is named;
    without an actor, no playlist is.

    Attributes:
        tracks: at most `AT_A_TIME`.

    Raises: Invalid, for too many; GenreTaken, SpotifyIdTaken, ImportOvertaken, if somebody else
    adds or deletes the same at this moment: again, it goes well.
    """

    access = Access.ADMIN
    tracks: tuple[ImportedTrack, ...] = attrs.field(validator=_few)

    def run(self, work: CatalogWork) -> ImportedBatch:
        """Answer what became of them."""
        plan = Plan.of(work, self.tracks)
        plan.store()
        return plan.batch


@attrs.frozen(kw_only=True)
class PreviewImport(Query[ImportedBatch]):
    """Ask what `ImportTracks` would do with some tracks.

    Attributes:
        tracks: at most `AT_A_TIME`.

    Raises: Invalid, for too many.
    """

    access = Access.ADMIN
    tracks: tuple[ImportedTrack, ...] = attrs.field(validator=_few)

    def run(self, work: CatalogWork) -> ImportedBatch:
        """Answer it; what would be new is marked by its name, for it has no lasting id."""
        plan = Plan.of(work, self.tracks)
        batch, names = plan.batch, plan.names()
        marks = (attrs.evolve(mark, key=names.get(mark.key, mark.key)) for mark in batch.marks)
        return attrs.evolve(batch, marks=tuple(marks))
