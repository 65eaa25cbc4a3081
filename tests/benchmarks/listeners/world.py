"""The listeners of HetRec-2011 Last.fm-2k, as matrices and as taste profiles.

Their genres are the 200 words that were given to artists most often: an artist is of each in the
share of the people who said so, and a listener hears each as often as they play its artists.
"""

from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final

import attrs
import numpy as np
from scipy import sparse

from phantom_core.kernel import Id, UserId
from phantom_core.matching import TasteProfile

__all__ = ["Listeners", "Matrix", "read_friends", "read_listeners", "reduced"]

Matrix = Any
"""A sparse matrix of scipy, in rows."""

_GENRES: Final = 200


@attrs.frozen(eq=False)
class Listeners:
    """Who listens to what.

    Attributes:
        rows: the row of each listener, by the id in the data.
        plays: listeners by artists, how often.
        genres: artists by genres, as shares.
    """

    rows: Mapping[int, int]
    plays: Matrix
    genres: Matrix

    @property
    def count(self) -> int:
        """How many listeners there are."""
        return int(self.plays.shape[0])

    def having(self, plays: Matrix) -> "Listeners":
        """The same people with other plays."""
        return attrs.evolve(self, plays=plays)

    def profiles(self) -> list[TasteProfile]:
        """What the scorer knows of each."""
        heard = (self.plays @ self.genres).tocsr()
        return [
            TasteProfile(
                user_id=UserId(Id(f"u{row}")),
                artists=_weights("a", self.plays, row),
                genres=_weights("g", heard, row),
            )
            for row in range(self.count)
        ]


def _weights(kind: str, matrix: Matrix, row: int) -> tuple[tuple[Id, float], ...]:
    places = slice(matrix.indptr[row], matrix.indptr[row + 1])
    pairs = zip(matrix.indices[places].tolist(), matrix.data[places].tolist(), strict=True)
    return tuple((Id(f"{kind}{column}"), value) for column, value in pairs if value > 0)


def _table(path: Path, columns: int) -> np.ndarray[Any, Any]:
    return np.loadtxt(path, dtype=np.int64, skiprows=1, usecols=range(columns), ndmin=2)


def read_listeners(data: Path) -> Listeners:
    """Read the folder that `user_artists.dat` and `user_taggedartists.dat` are in."""
    plays, told = (
        _table(data / f"{name}.dat", 3) for name in ("user_artists", "user_taggedartists")
    )
    people, rows = np.unique(plays[:, 0], return_inverse=True)
    artists, columns = np.unique(plays[:, 1], return_inverse=True)
    shape = (len(people), len(artists))
    counted = sparse.csr_matrix((plays[:, 2].astype(float), (rows, columns)), shape=shape)

    words, uses = np.unique(told[:, 2], return_counts=True)
    genres = np.sort(words[np.argsort(-uses, kind="stable")[:_GENRES]])
    kept = told[np.isin(told[:, 1], artists) & np.isin(told[:, 2], genres)]
    places = (np.searchsorted(artists, kept[:, 1]), np.searchsorted(genres, kept[:, 2]))
    said = sparse.csr_matrix((np.ones(len(kept)), places), shape=(len(artists), len(genres)))
    whole = np.maximum(np.asarray(said.sum(axis=1)).ravel(), 1)
    return Listeners(
        rows={int(person): row for row, person in enumerate(people)},
        plays=counted,
        genres=sparse.diags(1 / whole) @ said,
    )


def read_friends(path: Path, listeners: Listeners) -> np.ndarray[Any, Any]:
    """Read pairs of ids, one a line, with or without a heading, as a symmetric matrix of booleans.

    Raises:
        SystemExit: if nobody in the file is a listener.
    """
    friends = np.zeros((listeners.count, listeners.count), bool)
    rows = listeners.rows
    for line in path.read_text().splitlines():
        words = line.replace(",", " ").split()
        pair = [int(word) for word in words[:2] if word.isdigit()]
        if len(pair) == 2 and pair[0] in rows and pair[1] in rows and pair[0] != pair[1]:
            one, other = rows[pair[0]], rows[pair[1]]
            friends[one, other] = friends[other, one] = True
    if not friends.any():
        raise SystemExit(f"{path}: no pair of listeners")
    return friends


def reduced(plays: Matrix, people: np.ndarray[Any, Any], most: int) -> Matrix:
    """Leave some people nothing but the artists they play most."""
    kept = plays.copy()
    for row in people:
        places = slice(kept.indptr[row], kept.indptr[row + 1])
        data = kept.data[places]
        data[np.argsort(-data, kind="stable")[most:]] = 0
    kept.eliminate_zeros()
    return kept
