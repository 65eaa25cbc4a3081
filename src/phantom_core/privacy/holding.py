"""One kind of thing that is kept about people: what it is, and what becomes of it."""

from enum import StrEnum

import attrs

__all__ = ["Fate", "Holding"]


class Fate(StrEnum):
    """What becomes of somebody's rows when they are erased."""

    GONE = "gone"
    EMPTIED = "emptied"
    REWORDED = "reworded"
    KEPT = "kept"


@attrs.frozen(kw_only=True)
class Holding:
    """What a table keeps, column by column, as far as people are concerned.

    A column is named here if it can hold a person's id, or words of any kind.

    Attributes:
        table: the table's name in SQL.
        what: what one row of it is.
        people: columns with somebody's id.
        words: columns whose content may tell something of a person: of their own words, or of
            what others' systems said about them.
        plain: columns with text that tells nothing of anybody: hashes, names of formats, keys.
        export: the kind of records of somebody's export (`RecordKind`) in which it stands; empty,
            if in none.
        withheld: why it is in no export, though it is about people.
        fate: what becomes of it when somebody is erased.
        dropped_by: of `people`, the columns by which storage drops what is left of somebody.
        why: for what reason it is kept or not, where that does not go without saying.
        rule: the retention rule by which it goes in time; empty, where it stays as long as what
            it belongs to.
    """

    table: str
    what: str
    people: tuple[str, ...] = ()
    words: tuple[str, ...] = ()
    plain: tuple[str, ...] = ()
    export: str = ""
    withheld: str = ""
    fate: Fate
    dropped_by: tuple[str, ...] = ()
    why: str = ""
    rule: str = ""

    @property
    def personal(self) -> bool:
        """Whether it is about people at all."""
        return bool(self.people or self.words)
