"""Judging changes when they are applied: by what stands, and what their author may do now."""

import attrs

from phantom_core.kernel import (
    Decision,
    Fault,
    Forbidden,
    Id,
    Invalid,
    PhantomError,
    UserId,
    is_id,
)
from phantom_core.studio import policy
from phantom_core.studio.arrangement.checking import check
from phantom_core.studio.arrangement.fields import KIND, Kind
from phantom_core.studio.arrangement.repeating import IdInUse
from phantom_core.studio.arrangement.target import SERVER, Op, Target, target_of
from phantom_core.studio.document_ports import ArrangementWork
from phantom_core.studio.use_cases._finding import Entry
from phantom_core.sync import Change, Document, Problem, Put, RecordId, ReplicaId

_OWN = "rest:"


class ReplicaReserved(Forbidden):
    """Some names of replicas are the server's own."""

    rule = "replica-reserved"


def rest_replica(user_id: str) -> ReplicaId:
    """The replica of what somebody does by single calls."""
    return ReplicaId(f"{_OWN}{user_id}")


def may_not_be(replica: ReplicaId) -> bool:
    """Whether a name of a replica is the server's own."""
    return replica == SERVER or replica.startswith(_OWN)


@attrs.define
class Judging:
    """Judges the changes of one author, and remembers what each was about and refused with."""

    work: ArrangementWork
    entry: Entry
    targets: dict[tuple[ReplicaId, int], Target] = attrs.field(factory=dict)
    errors: dict[tuple[ReplicaId, int], PhantomError] = attrs.field(factory=dict)
    failed: PhantomError | None = None

    def __call__(self, change: Change, document: Document) -> Problem | None:
        """What speaks against a change; `failed` does before anything else."""
        try:
            if self.failed is not None:
                raise self.failed
            self.targets[change.replica, change.counter] = self._judged(change, document)
        except PhantomError as error:
            self.errors[change.replica, change.counter] = error
            return Problem(rule=error.rule, detail=error.detail)
        return None

    def _judged(self, change: Change, document: Document) -> Target:
        target = target_of(change, document)
        if not is_id(target.id):
            raise Invalid(Fault("entityId", "must be an id"))
        if target.op is Op.CREATE:
            self._is_free(target)
        self.may(target).enforce()
        if _publishes(change, target):
            policy.may_publish(self.entry.project, self.entry.place).enforce()
        check(target, change, document, self.entry.project.id)
        self._hears(change, target, document)
        return _as_told(change, target)

    def _hears(self, change: Change, target: Target, document: Document) -> None:
        """Whoever places a recording may hear it; one that is placed already may be moved."""
        for edit in change.edits:
            audio = edit.fields.get("audio") if isinstance(edit, Put) else None
            placed = document.value(edit.record, "audio")
            if target.kind is Kind.SEGMENT and isinstance(audio, dict) and audio != placed:
                wanted, author = Id(str(audio.get("audioFileId"))), UserId(Id(change.author))
                if self.work.recordings.find(wanted, seen_by=author) is None:
                    raise Invalid(Fault("fields.audio", "must be a recording that you may hear"))

    def _is_free(self, target: Target) -> None:
        known = self.work.arranged_entities.find(target.id)
        mine = known is None or (known.project_id, known.kind) == (
            self.entry.project.id,
            target.kind,
        )
        if not mine:
            raise IdInUse

    def may(self, target: Target) -> Decision:
        """Whether the author may do something of this kind."""
        project, place = self.entry.project, self.entry.place
        if target.kind is Kind.STEM and target.op in {Op.CREATE, Op.RESTORE}:
            return policy.may_add_stems(project, place)
        if target.kind is Kind.STEM and target.op is Op.DELETE:
            return policy.may_delete_stems(project, place)
        return policy.may_edit(project, place)


def _as_told(change: Change, target: Target) -> Target:
    """What is made once more sets nothing: nobody is told that there is one more of it."""
    again = any(
        isinstance(edit, Put) and edit.record == RecordId(target.id) and {*edit.fields} == {KIND}
        for edit in change.edits
    )
    return attrs.evolve(target, op=Op.SET) if again else target


def _publishes(change: Change, target: Target) -> bool:
    return target.kind is Kind.PROJECT and any(
        "isPublic" in getattr(edit, "fields", {}) for edit in change.edits
    )
