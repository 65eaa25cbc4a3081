"""A band: people in one project, each with a device that changes it as a client does."""

from collections.abc import Mapping
from itertools import count
from typing import Any

import attrs

from phantom_core.kernel import EPOCH, MILLISECOND, Actor, Id, Outcome
from phantom_core.kernel.ids import id_from_int
from phantom_core.studio import (
    Draft,
    EntityId,
    Kind,
    NoteEdit,
    NoteOp,
    Op,
    ProjectId,
    PushChanges,
    Pushed,
)
from phantom_core.sync import RecordId, ReplicaId, hybrid_time
from tests.use_cases.studio.workshop import Workshop

__all__ = ["Band", "Device", "an_id", "note"]

_IDS = count(0x0190_0000_0000_7000_8000_0000_0000_0000)


def an_id() -> EntityId:
    """A new id, as a client mints it."""
    return EntityId(Id(id_from_int(next(_IDS))))


def note(op: NoteOp, note_id: str, **fields: Any) -> NoteEdit:
    """What is done to a note."""
    return NoteEdit(op=op, note_id=RecordId(note_id), fields=fields)


@attrs.define
class Device:
    """Where one person makes changes.

    Attributes:
        counter: how many it has made.
        late_ms: how far its clock is behind.
    """

    workshop: Workshop
    who: Actor
    project: ProjectId
    replica: ReplicaId
    counter: int = 0
    late_ms: int = 0

    def draft(self, kind: Kind, entity: EntityId, op: Op = Op.SET, **more: Any) -> Draft:
        """Its next change."""
        self.counter += 1
        wall = (self.workshop.clock() - EPOCH) // MILLISECOND - self.late_ms
        return Draft(
            change_id=f"{self.replica}-{self.counter}",
            replica=self.replica,
            counter=self.counter,
            time=hybrid_time(wall, self.counter),
            kind=kind,
            entity_id=entity,
            op=op,
            **more,
        )

    def stem(self, entity: EntityId, name: str = "Bass", **fields: Any) -> Draft:
        """A new stem."""
        return self.draft(Kind.STEM, entity, Op.CREATE, fields={"name": name, **fields})

    def segment(self, entity: EntityId, stem: EntityId, **fields: Any) -> Draft:
        """A new segment of MIDI, of a second."""
        given = {"stemId": stem, "type": "midi", "startMs": 0, "endMs": 1000, **fields}
        return self.draft(Kind.SEGMENT, entity, Op.CREATE, fields=given)

    async def push(self, *changes: Draft, live: bool = False) -> Pushed:
        """Push changes."""
        return (await self.pushed(*changes, live=live)).value

    async def pushed(self, *changes: Draft, live: bool = False) -> Outcome[Pushed]:
        """Push changes; answer what happened, too."""
        command = PushChanges(project_id=self.project, changes=changes, live=live)
        return await self.workshop.phantom.do(command, actor=self.who)

    async def set(
        self, kind: Kind, entity: EntityId, base: int | None = None, **fields: Any
    ) -> Pushed:
        """Set fields of something."""
        return await self.push(self.draft(kind, entity, fields=fields, base_version=base))


@attrs.define
class Band(Workshop):
    """The world, and what is done in it again and again."""

    async def form(self, *names: str) -> list[Device]:
        """People make a project together; each has a device."""
        owner, *others = await self.people(*names)
        project = await self.project(owner, *others)
        return [
            Device(self, who, project, ReplicaId(f"device-of-{name}"))
            for name, who in zip(names, [owner, *others], strict=True)
        ]


def refused(pushed: Pushed) -> Mapping[str, str]:
    """What was not applied, and by which rule."""
    return {each.change_id: each.refusal.rule for each in pushed.decided if each.refusal}
