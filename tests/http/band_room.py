"""A project over HTTP that is looked through for what could be better, and bettered."""

from collections.abc import Sequence
from itertools import count
from typing import Any

import attrs

from tests.http.world import Someone

__all__ = ["BEAT", "BandRoom", "a_room"]

BEAT = 480
"""Ticks."""

_DESKS = count(1)
_Notes = Sequence[tuple[float, int, float]]


@attrs.frozen
class BandRoom:
    """A project at 120 beats a minute, so that a bar is two seconds."""

    owner: Someone
    project_id: str

    async def stem(self, name: str, notes: _Notes = (), **fields: Any) -> str:
        """Add a stem with a segment of notes: beats, pitches, and how many beats they last."""
        start_ms = fields.pop("startMs", 0)
        velocity = fields.pop("velocity", 80)
        path = f"/api/projects/{self.project_id}/stems"
        made = await self.owner.send("POST", path, {"name": name, **fields})
        assert made.status_code == 201, made.text
        stem = str(made.json()["id"])
        if notes:
            await self.segment(stem, notes, start_ms, velocity)
        return stem

    async def segment(
        self, stem: str, notes: _Notes, start_ms: int = 0, velocity: int = 80, **more: Any
    ) -> Any:
        """Add a segment of notes, as long as they last."""
        events = [
            event
            for beat, pitch, lasts in notes
            for event in (
                _event("noteOn", beat, pitch, velocity),
                _event("noteOff", beat + lasts, pitch, 64),
            )
        ]
        events.sort(key=lambda event: (event["time"], event["type"] == "noteOn"))
        length = round(max(beat + lasts for beat, _, lasts in notes) * 500)
        body = {
            "type": "midi",
            "startMs": start_ms,
            "endMs": start_ms + length,
            "content": {"format": 1, "division": BEAT, "tracks": [{"events": events}]},
            **more,
        }
        made = await self.owner.send("POST", f"/api/stems/{stem}/segments", body)
        assert made.status_code == 201, made.text
        return made.json()

    async def suggestions(self, *kinds: str) -> list[Any]:
        """What could be better."""
        body = {"projectId": self.project_id}
        answer = await self.owner.send("POST", "/api/ai/analyze-project", body)
        assert answer.status_code == 200, answer.text
        return [each for each in answer.json()["suggestions"] if each["kind"] in kinds]

    async def follow(self, suggestion: Any) -> None:
        """Make the changes that a suggestion names, as a new device of the owner's does."""
        replica = f"desk-{next(_DESKS)}"
        changes = [
            {**change, "counter": counter, "hlc": [1_800_000_000_000, 0, replica]}
            for counter, change in enumerate(suggestion["changes"], start=1)
        ]
        body = {"replicaId": replica, "changes": changes}
        path = f"/api/projects/{self.project_id}/sync"
        answer = (await self.owner.send("POST", path, body)).json()
        assert (answer["rejected"], len(answer["accepted"])) == ([], len(changes)), answer


def _event(kind: str, beat: float, pitch: int, velocity: int) -> dict[str, Any]:
    return {
        "type": kind,
        "time": round(beat * BEAT),
        "channel": 0,
        "pitch": pitch,
        "velocity": velocity,
    }


async def a_room(owner: Someone) -> BandRoom:
    """An empty project of somebody's."""
    body = {"name": "Nights", "tempo": 120}
    made = await owner.send("POST", "/api/projects", body)
    return BandRoom(owner, made.json()["id"])
