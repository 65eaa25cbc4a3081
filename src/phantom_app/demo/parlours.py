"""The rooms of the demo world, and who is to be found there."""

from typing import Final

import attrs

__all__ = ["PARLOURS", "Parlour"]


@attrs.frozen(kw_only=True)
class Parlour:
    """A public room.

    Attributes:
        band: the name of the artist whose songs are played.
        regulars: user names; the first is the host, and the first two are always there.
    """

    name: str
    band: str
    regulars: tuple[str, ...]

    @property
    def host(self) -> str:
        """Whose room it is."""
        return self.regulars[0]


PARLOURS: Final[tuple[Parlour, ...]] = (
    Parlour(
        name="Last Train Radio",
        band="Night Bus Society",
        regulars=("ada", "billie", "chidi", "fay"),
    ),
    Parlour(
        name="Umbrellas Up",
        band="Paper Umbrellas",
        regulars=("chidi", "ada", "emre", "billie"),
    ),
    Parlour(
        name="Veranda at Low Tide",
        band="Trio Maré Baixa",
        regulars=("emre", "dunya", "fay", "ada"),
    ),
)
"""All of them."""
