"""The steps of an erasure, in their order: the whole table."""

from collections.abc import Mapping
from typing import Final

from phantom_core.privacy.inventory import INVENTORY
from phantom_core.privacy.use_cases.steps import bookings, media, people, projects, together, traces
from phantom_core.privacy.use_cases.steps.step import Step

__all__ = ["AT_ONCE", "STEPS"]

STEPS: Final[Mapping[str, Step]] = {
    "rooms": together.leave_rooms,
    "names": traces.learn_names,
    "chats": together.leave_chats,
    "projects": projects.leave_projects,
    "closed_rooms": together.close_rooms,
    "exports": media.delete_exports,
    "uploads": media.delete_uploads,
    "recordings": media.delete_recordings,
    "images": media.delete_images,
    "files": media.delete_files,
    "playlists": media.delete_playlists,
    "told_follows": people.end_follows,
    "reports": people.empty_reports,
    "booking_requests": bookings.reword_requests,
    "booking_answers": bookings.reword_answers,
    **{row.table: traces.drop_rows(row) for row in INVENTORY if row.dropped_by},
    "messages": traces.reword_messages,
    "own_events": traces.drop_own_events,
    "events": traces.reword_events,
    "answers_to_others": traces.spoil_answers,
    "jobs": traces.drop_jobs,
}
"""Kind of data -> what is done about it. What is told to others comes before what is reworded."""

AT_ONCE: Final = ("rooms", "credentials")
"""The steps whose first piece is done in the very transaction that erases somebody."""
