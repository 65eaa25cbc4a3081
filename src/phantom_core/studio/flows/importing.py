"""Taking projects in: all of one, or nothing of it."""

import asyncio
from collections.abc import Mapping
from contextlib import suppress
from hashlib import sha256
from typing import IO, Final

from phantom_core.kernel import Actor, Bpm, Fault, Id, Invalid, Milliseconds, PhantomError
from phantom_core.studio.arrangement.carried_json import read_carried
from phantom_core.studio.arrangement.carrying import Carried, length_of, steps_of
from phantom_core.studio.arrangement.packed_step import PackedStep, packed_steps
from phantom_core.studio.flows.edge import StudioEdge
from phantom_core.studio.flows.zip_reading import IncomingZip
from phantom_core.studio.project import ProjectId
from phantom_core.studio.use_cases.carrying import (
    MOST_STEPS,
    BeginImport,
    FinishImport,
    GoOnImporting,
)
from phantom_core.studio.views import ProjectView

__all__ = ["import_project"]

_DOCUMENT: Final = "project.json"
_PIECE: Final = 1024 * 1024


async def import_project(
    edge: StudioEdge, file: IO[bytes], *, actor: Actor, key: str | None = None
) -> ProjectView:
    """Make a project of a zip that `export_project` made: equal, with ids of its own, one's own.

    Its recordings become the importer's own. Nobody else may look at it, whatever it was. The same
    zip may come any number of times.

    Args:
        edge: what it stands on.
        file: the zip, which can be sought in.
        actor: whose it will be.
        key: the sender's name for this import, if it may come twice.

    Raises: KeyReused; NotAnExport; TooLarge; Invalid, with everything that is wrong; what is wrong
        with a recording, as an upload of it tells; Unavailable.
    """
    incoming = await asyncio.to_thread(IncomingZip, file, edge.largest_import)
    arrived, files = await asyncio.to_thread(lambda: _read(incoming))
    recordings: dict[str, Id] = {}
    try:
        for name, entry in files.items():
            called, pieces = entry.rpartition("/")[2], incoming.stream(entry)
            recordings[name] = await edge.intake.take(called, pieces, actor)
        project_id = await _made(edge, arrived, recordings, actor)
        finish = FinishImport(project_id=project_id, sha256=await asyncio.to_thread(_digest, file))
        view = (await edge.phantom.do(finish, actor=actor, idempotency_key=key)).value
    except BaseException:
        await _drop(edge, recordings, actor)
        raise
    if view.card.id != project_id:
        await _drop(edge, recordings, actor)  # it had come before
    return view


def _digest(file: IO[bytes]) -> str:
    file.seek(0)
    digest = sha256()
    while piece := file.read(_PIECE):
        digest.update(piece)
    return digest.hexdigest()


def _read(incoming: IncomingZip) -> tuple[Carried, Mapping[str, str]]:
    arrived, files = _named(incoming.document())
    wanted = {*arrived.recordings}
    faults = [
        Fault(f"{_DOCUMENT}:audio", f"names {file}, which is not there")
        for name, file in files.items()
        if file not in incoming or name not in wanted
    ]
    if faults:
        raise Invalid(*faults)
    return arrived, files


def _named(document: bytes) -> tuple[Carried, Mapping[str, str]]:
    try:
        return read_carried(document)
    except Invalid as error:
        faults = (Fault(f"{_DOCUMENT}:{each.path}", each.message) for each in error.faults)
        raise Invalid(*faults) from error


async def _made(
    edge: StudioEdge, arrived: Carried, recordings: Mapping[str, Id], actor: Actor
) -> ProjectId:
    project_id = ProjectId(edge.mint())
    steps = await asyncio.to_thread(lambda: packed_steps(steps_of(arrived, project_id, recordings)))
    fields = arrived.fields
    beats, note = fields["timeSignature"]
    begin = BeginImport(
        project_id=project_id,
        name=fields["name"],
        description=fields["description"],
        tempo=Bpm(float(fields["tempo"])),
        time_signature=(beats, note),
        length_ms=Milliseconds(length_of(arrived)),
        steps=tuple(steps[:MOST_STEPS]),
    )
    await edge.phantom.do(begin, actor=actor)
    for piece in _pieces(steps[MOST_STEPS:]):
        await edge.phantom.do(GoOnImporting(project_id=project_id, steps=piece), actor=actor)
    return project_id


def _pieces(steps: list[PackedStep]) -> list[tuple[PackedStep, ...]]:
    return [tuple(steps[at : at + MOST_STEPS]) for at in range(0, len(steps), MOST_STEPS)]


async def _drop(edge: StudioEdge, recordings: Mapping[str, Id], actor: Actor) -> None:
    """Let recordings go of which no project came, even while being cancelled."""
    for taken in recordings.values():
        with suppress(PhantomError):
            dropping = edge.intake.drop(taken, actor)
            await asyncio.shield(asyncio.ensure_future(dropping))
