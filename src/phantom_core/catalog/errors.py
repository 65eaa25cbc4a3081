"""What the catalogue refuses, each refusal with its sentence."""

from phantom_core.kernel import Conflict, Fault, Invalid, NotFound

__all__ = [
    "ArtistInUse",
    "DefaultPlaylist",
    "GenreInUse",
    "GenreTaken",
    "ImportOvertaken",
    "NoAudio",
    "NothingToDraw",
    "SpotifyIdTaken",
]


class GenreTaken(Conflict):
    """There is a genre of this name already."""

    rule = "genre-taken"

    def __init__(self) -> None:
        super().__init__("name: there is a genre of this name already.")


class SpotifyIdTaken(Conflict):
    """Something in the catalogue has this Spotify id already."""

    rule = "spotify-id-taken"

    def __init__(self) -> None:
        super().__init__("There is one with this Spotify id already.")


class GenreInUse(Conflict):
    """Artists are of this genre."""

    rule = "genre-in-use"

    def __init__(self) -> None:
        super().__init__("There are artists of this genre; give them another one first.")


class ArtistInUse(Conflict):
    """Songs are by this artist."""

    rule = "artist-in-use"

    def __init__(self) -> None:
        super().__init__("There are songs by this artist; delete them first.")


class DefaultPlaylist(Conflict):
    """An artist's own playlist stays as long as the artist does."""

    rule = "default-playlist"


class NoAudio(NotFound):
    """The song cannot be played from here."""

    rule = "no-audio"

    def __init__(self, song_id: str) -> None:
        super().__init__("audio of song", song_id)


class NothingToDraw(Invalid):
    """No song is like what was named."""

    rule = "nothing-to-draw"

    def __init__(self, message: str) -> None:
        super().__init__(Fault("", message))


class ImportOvertaken(Conflict):
    """Somebody deletes something at this moment that an import speaks of."""

    rule = "import-overtaken"

    def __init__(self) -> None:
        super().__init__("Something that is imported was deleted at this moment; try again.")
