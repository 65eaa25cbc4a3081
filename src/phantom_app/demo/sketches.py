"""Projects of the demo world: music that two of its people make together."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any, Final

import attrs

from phantom_core.booking import ConfirmBooking, RequestBooking
from phantom_core.kernel import Actor, Bpm
from phantom_core.phantom import Phantom
from phantom_core.studio import (
    AcceptProjectInvite,
    AddSegment,
    AddStem,
    CollaboratorRole,
    CreateProject,
    InviteCollaborator,
    ListProjects,
    ProjectCard,
    ProjectId,
)

__all__ = ["SKETCHES", "Part", "Sketch", "sketch"]

_TICKS: Final = 480
_BAR: Final = 4 * _TICKS


@attrs.frozen(kw_only=True)
class Part:
    """A stem with one clip.

    Attributes:
        pitches: one for each note; they share the bar evenly.
    """

    name: str
    color: str
    instrument: str
    pitches: tuple[int, ...]


@attrs.frozen(kw_only=True)
class Sketch:
    """A project to be made.

    Attributes:
        owner: whose it is, by user name.
        partner: who is in it, too, and is booked for a day in the week to come.
    """

    name: str
    owner: str
    partner: str
    tempo: Bpm
    parts: tuple[Part, ...]


SKETCHES: Final = (
    Sketch(
        name="Night ferry",
        owner="ada",
        partner="billie",
        tempo=Bpm(96),
        parts=(
            Part(name="Bass", color="#3366ff", instrument="bass", pitches=(33, 33, 40, 36)),
            Part(
                name="Keys", color="#ff9933", instrument="piano", pitches=(57, 60, 64, 67, 64, 60)
            ),
        ),
    ),
)
"""All of them."""


async def sketch(phantom: Phantom, wanted: Sketch, people: Mapping[str, Actor]) -> None:
    """Make a project, unless its owner has one of that name. Raises: Unavailable."""
    owner, partner = people.get(wanted.owner), people.get(wanted.partner)
    if owner is None or partner is None:
        return
    there = await phantom.ask(ListProjects(query=wanted.name), actor=owner)
    if any(view.card.name == wanted.name for view in there.items):
        return
    made = CreateProject(name=wanted.name, tempo=wanted.tempo)
    card = (await phantom.do(made, actor=owner)).value.card
    project_id = card.id
    invite = InviteCollaborator(
        project_id=project_id, user_id=partner.person, role=CollaboratorRole.CONTRIBUTOR
    )
    await phantom.do(invite, actor=owner)
    await phantom.do(AcceptProjectInvite(project_id=project_id), actor=partner)
    for number, part in enumerate(wanted.parts):
        await _play(phantom, project_id, wanted, part, (owner, partner)[number % 2])
    await _book(phantom, card, owner, partner)


async def _book(phantom: Phantom, card: ProjectCard, owner: Actor, partner: Actor) -> None:
    """Have the owner want the partner for an evening of the week to come, who agrees."""
    midnight = card.created_at.replace(hour=0, minute=0, second=0, microsecond=0)
    asked = RequestBooking(
        project_id=card.id,
        user_id=partner.person,
        role="keys",
        note="One more evening at the piano?",
        start_time=midnight + timedelta(days=6, hours=18),
        end_time=midnight + timedelta(days=6, hours=21),
        time_zone="Europe/Berlin",
    )
    booking = (await phantom.do(asked, actor=owner)).value
    await phantom.do(ConfirmBooking(booking_id=booking.id), actor=partner)


async def _play(
    phantom: Phantom, project_id: ProjectId, wanted: Sketch, part: Part, who: Actor
) -> None:
    fields = {"name": part.name, "color": part.color, "instrumentType": part.instrument}
    stem = (await phantom.do(AddStem(project_id=project_id, fields=fields), actor=who)).value
    clip = {
        "type": "midi",
        "name": f"{part.name}, first bar",
        "startMs": 0,
        "endMs": round(4 * 60_000 / wanted.tempo),
    }
    content = _content(part)
    await phantom.do(AddSegment(stem_id=stem.id, fields=clip, content=content), actor=who)


def _content(part: Part) -> dict[str, Any]:
    step = _BAR // len(part.pitches)
    events: list[dict[str, Any]] = []
    for number, pitch in enumerate(part.pitches):
        begin, note = number * step, {"channel": 0, "pitch": pitch}
        events.append({"time": begin, "type": "noteOn", "velocity": 90, **note})
        events.append({"time": begin + step, "type": "noteOff", "velocity": 64, **note})
    return {"format": 1, "division": _TICKS, "tracks": [{"name": part.name, "events": events}]}
