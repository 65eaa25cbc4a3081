"""What people may do with stems, segments and changes, drawn by chance."""

from typing import Any, Final

from hypothesis import strategies as st

from phantom_core import studio as s
from phantom_core.kernel import (
    EPOCH,
    Command,
    Cursor,
    Id,
    Milliseconds,
    PageRequest,
    Query,
    person,
    uuid7,
)
from phantom_core.sync import ReplicaId, hybrid_time
from tests.agreement.identity_operations import Known, one_of
from tests.agreement.worlds import Worlds

__all__ = ["begin", "commands", "learn", "queries"]

_STEMS: Final = [s.EntityId(Id(uuid7(EPOCH, 300 + number))) for number in range(3)]
_SEGMENTS: Final = [s.EntityId(Id(uuid7(EPOCH, 400 + number))) for number in range(2)]
_NOTE: Final = str(uuid7(EPOCH, 500))
_FIELDS: Final = st.fixed_dictionaries(
    {},
    optional={
        "name": st.sampled_from(["Bass", "Drums", ""]),
        "volume": st.sampled_from([0, 0.5, 1, 7]),
        "group": st.sampled_from([None, *_STEMS]),
        "after": st.sampled_from([None, *_STEMS]),
    },
)
_SPANS: Final = st.fixed_dictionaries(
    {},
    optional={
        "startMs": st.sampled_from([0, 500, 3000]),
        "endMs": st.sampled_from([400, 1000, 4000]),
        "stemId": st.sampled_from(_STEMS),
    },
)
_VERSIONS: Final = st.sampled_from([None, None, 1, 2, 3])


def begin(worlds: Worlds, known: Known) -> None:
    """There are two stems in the project, and a segment in the first."""
    ada, project = person(known.users[0]), s.ProjectId(known.projects[0])
    for stem in _STEMS[:2]:
        adding = s.AddStem(project_id=project, stem_id=stem, fields={"name": "Bass"})
        worlds.do(adding, ada)
    fields = {"type": "midi", "startMs": 0, "endMs": 1000}
    worlds.do(s.AddSegment(stem_id=_STEMS[0], segment_id=_SEGMENTS[0], fields=fields), ada)


def _drafts() -> st.SearchStrategy[s.Draft]:
    """Changes of two devices that may skip, repeat, and know little."""
    stems = st.tuples(st.just(s.Kind.STEM), st.sampled_from(_STEMS), _FIELDS, st.just(()))
    notes = st.builds(
        s.NoteEdit,
        op=st.sampled_from([*s.NoteOp]),
        note_id=st.just(_NOTE),
        fields=st.sampled_from([{"pitch": 60, "start": 0, "duration": 9}, {"pitch": 200}]),
    )
    segments = st.tuples(
        st.just(s.Kind.SEGMENT), st.sampled_from(_SEGMENTS), _SPANS, st.tuples(notes)
    )
    return st.builds(
        lambda about, op, number, at, version: s.Draft(
            change_id=f"change {number}",
            replica=ReplicaId("device"),
            counter=number,
            time=hybrid_time(at),
            kind=about[0],
            entity_id=about[1],
            op=op,
            fields=about[2],
            notes=about[3] if op is s.Op.NOTES else (),
            base_version=version,
        ),
        about=stems | segments,
        op=st.sampled_from([*s.Op]),
        number=st.integers(1, 6),
        at=st.sampled_from([1, 5, 10**13]),
        version=_VERSIONS,
    )


def commands(known: Known) -> st.SearchStrategy[Command[Any]]:
    """Any command about what stands in projects."""
    one: dict[str, Any] = {"project_id": one_of(known.projects)}
    stem = st.sampled_from(_STEMS)
    segment = st.sampled_from(_SEGMENTS)
    changed: dict[str, Any] = {"version": _VERSIONS, "expected": _VERSIONS}
    named = st.sampled_from(["One", "Two"])
    return st.one_of(
        st.builds(s.AddStem, **one, stem_id=stem, fields=_FIELDS),
        st.builds(s.ChangeStem, stem_id=stem, fields=_FIELDS, **changed),
        st.builds(s.DeleteStem, stem_id=stem),
        st.builds(
            s.AddSegment,
            stem_id=stem,
            segment_id=segment,
            fields=_SPANS.map(lambda fields: {"type": "midi", **fields}),
        ),
        st.builds(s.ChangeSegment, segment_id=segment, fields=_SPANS, **changed),
        st.builds(s.DeleteSegment, segment_id=segment),
        st.builds(
            s.ChangeProject, **one, fields=st.sampled_from([{"tempo": 90}, {"isPublic": False}, {}])
        ),
        *[st.builds(s.PushChanges, **one, changes=st.lists(_drafts(), max_size=3).map(tuple))] * 2,
        st.builds(
            s.ResolveConflict,
            conflict_id=one_of(known.conflicts),
            choice=st.sampled_from([*s.Choice]),
            value=st.sampled_from([0.25, "keep", "delete"]),
        ),
        st.builds(s.NameVersion, **one, name=named),
        st.builds(s.RollBack, **one, to_version=named),
        *[st.builds(kind, **one) for kind in (s.KeepCheckpoint, s.CompactDocument)],
    )


def queries(known: Known) -> st.SearchStrategy[Query[Any]]:
    """Any query about what stands in projects, a page at a time."""
    cursors = st.none() | st.sampled_from([*known.cursors, Cursor("bm8")])
    pages = st.builds(PageRequest, limit=st.integers(1, 3), cursor=cursors)
    one: dict[str, Any] = {"project_id": one_of(known.projects)}
    vectors = st.none() | st.fixed_dictionaries({}, optional={"device": st.integers(1, 6)})
    return st.one_of(
        st.builds(s.GetArrangement, **one),
        st.builds(s.GetSync, **one, vector=vectors),
        st.builds(s.ListStems, **one, page=pages),
        st.builds(
            s.ListSegments,
            stem_id=st.sampled_from(_STEMS),
            from_ms=st.sampled_from([None, Milliseconds(600)]),
            page=pages,
        ),
        st.builds(s.GetSegment, segment_id=st.sampled_from(_SEGMENTS)),
        st.builds(s.ListChanges, **one, page=pages),
        st.builds(s.ListConflicts, **one, resolved=st.booleans(), page=pages),
        st.builds(s.ListVersions, **one, page=pages),
    )


def learn(known: Known, answer: Any) -> None:
    """Take what later operations need out of an answer."""
    for each in [answer, *getattr(answer, "items", ())]:
        if isinstance(each, s.ProjectConflict) and each.id not in known.conflicts:
            known.conflicts.append(each.id)
