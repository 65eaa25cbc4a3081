"""Things as an import found them, and as it wants them."""

from collections.abc import Callable, Collection, Iterator
from datetime import datetime
from typing import Any, Generic, TypeVar

import attrs

from phantom_core.catalog.entry import Entry
from phantom_core.catalog.errors import ImportOvertaken
from phantom_core.catalog.importing import Kind, Mark, Standing
from phantom_core.kernel import Id

__all__ = ["Sheet"]

E = TypeVar("E", bound=Entry)


@attrs.define
class Sheet(Generic[E]):
    """All things of one kind that some rows speak of.

    Attributes:
        kind: which kind.
        found: as they are stored, by id; new ones are not.
        wanted: as they shall be, by id.
        names: what tells new ones from each other, by id.
    """

    kind: Kind
    found: dict[Id, E] = attrs.field(factory=dict)
    wanted: dict[Id, E] = attrs.field(factory=dict)
    names: dict[Id, str] = attrs.field(factory=dict)

    def peek(self, thing: E) -> E:
        """Something as it shall be, as far as that is planned."""
        return self.wanted.get(_id_of(thing), thing)

    def look(self, thing: E) -> E:
        """Take down that rows speak of something; answers it as it shall be."""
        key = _id_of(thing)
        if key not in self.names:
            self.found.setdefault(key, thing)
        return self.wanted.setdefault(key, thing)

    def make(self, thing: E, name: str) -> E:
        """Want something new."""
        key = _id_of(thing)
        self.names[key] = name
        self.wanted[key] = thing
        return thing

    def fill(self, thing: E, **values: Any) -> E:
        """Want something to say what it does not say yet; what it says stays."""
        lacking = {
            name: value
            for name, value in values.items()
            if value is not None and getattr(thing, name) is None
        }
        return self.change(thing, **lacking) if lacking else thing

    def change(self, thing: E, **values: Any) -> E:
        """Want something to be otherwise."""
        changed = self.wanted[_id_of(thing)] = attrs.evolve(thing, **values)
        return changed

    def new(self) -> Iterator[E]:
        """What is not stored yet, in the order it was wanted."""
        return (self.wanted[key] for key in self.names)

    def marks(self) -> Iterator[Mark]:
        """How everything stands."""
        for key, thing in self.wanted.items():
            if key in self.names:
                standing = Standing.ADDED
            elif thing != self.found[key]:
                standing = Standing.UPDATED
            else:
                standing = Standing.UNCHANGED
            yield Mark(kind=self.kind, key=key, standing=standing)

    def store_changes(
        self,
        get: Callable[[Any], E],
        put: Callable[[E], None],
        now: datetime,
        *,
        keep: Collection[Id] = (),
    ) -> None:
        """Change what is stored; what somebody else has changed meanwhile stays as they want it.

        What is changed, or is to `keep`, is held. Raises: ImportOvertaken, if it was deleted.
        """
        for key in sorted(self.found):
            found, wanted = self.found[key], self.wanted[key]
            if found == wanted and key not in keep:
                continue
            held = get(key)
            if not held.lives:
                raise ImportOvertaken
            if found != wanted:
                put(held.changed(now, **_changes(found, wanted, held)))


def _changes(found: Entry, wanted: Entry, held: Entry) -> dict[str, Any]:
    before, now = (attrs.asdict(each, recurse=False) for each in (found, held))
    return {
        name: value
        for name, value in attrs.asdict(wanted, recurse=False).items()
        if value != before[name] and now[name] == before[name]
    }


def _id_of(thing: Any) -> Id:
    """The id, which every kind has a type of its own for."""
    return Id(thing.id)
