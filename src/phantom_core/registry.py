"""Every event and every deferred piece of work by its stored name: what a log or a queue may hold.

Storage reads names back through the registry, so a class is renamed here or not at all. What is
recorded or enqueued and not listed is refused at once, by every storage.
"""

from collections.abc import Iterable, Mapping
from typing import Any, Final, TypeVar

import attrs

from phantom_core.audio import (
    AnalyseAudio,
    DeleteDerived,
    GiveUpAnalysis,
    RenderAudio,
)
from phantom_core.audio.events import EVENTS as AUDIO_EVENTS
from phantom_core.blobs.ledger_use_cases import SweepBlobs
from phantom_core.blobs.sweep_use_cases import GiveUpSweep, RunSweep
from phantom_core.booking import CloseBookingsFor, CloseBookingsOf, PartBookings
from phantom_core.booking.events import EVENTS as BOOKING_EVENTS
from phantom_core.calls.events import EVENTS as CALL_EVENTS
from phantom_core.catalog import DropAudio
from phantom_core.catalog.events import EVENTS as CATALOG_EVENTS
from phantom_core.chat.events import EVENTS as CHAT_EVENTS
from phantom_core.identity.events import EVENTS as IDENTITY_EVENTS
from phantom_core.identity.tasks import TASKS as IDENTITY_TASKS
from phantom_core.kernel.commands import Command
from phantom_core.kernel.events import Event
from phantom_core.kernel.jobs import Task
from phantom_core.matching import CountTastes, RefreshTaste, RescoreEveryone, ReviewMatches
from phantom_core.matching.events import EVENTS as MATCHING_EVENTS
from phantom_core.media.images import UnlinkImages
from phantom_core.media.images.events import EVENTS as IMAGE_EVENTS
from phantom_core.notifications.events import EVENTS as NOTIFICATION_EVENTS
from phantom_core.notifications.tasks import TASKS as NOTIFICATION_TASKS
from phantom_core.privacy.export_events import EVENTS as EXPORT_EVENTS
from phantom_core.privacy.use_cases.erasing import ContinueErasure
from phantom_core.privacy.use_cases.exports import (
    ExportData,
    ForgetDataExports,
    GiveUpDataExport,
)
from phantom_core.privacy.use_cases.retaining import ApplyRetention
from phantom_core.rooms import ExpelFromRooms
from phantom_core.rooms.events import EVENTS as ROOMS_EVENTS
from phantom_core.studio import CompactDocument, ContinueRollback, KeepCheckpoint
from phantom_core.studio.arrangement_events import EVENTS as ARRANGEMENT_EVENTS
from phantom_core.studio.events import EVENTS as STUDIO_EVENTS
from phantom_core.uploads import AbortMultipart, SweepUploads

__all__ = ["REGISTRY", "Registry"]

T = TypeVar("T")


@attrs.frozen
class Registry:
    """The classes that may be stored, by name.

    Attributes:
        events: by `Event.name`.
        tasks: by `Task.name`.
        commands: commands that may be enqueued, by class name.
    """

    events: Mapping[str, type[Event]]
    tasks: Mapping[str, type[Task]]
    commands: Mapping[str, type[Command[Any]]]

    @classmethod
    def of(
        cls,
        *,
        events: Iterable[type[Event]] = (),
        tasks: Iterable[type[Task]] = (),
        commands: Iterable[type[Command[Any]]] = (),
    ) -> "Registry":
        """List classes by their names."""
        return cls(
            {event.name: event for event in events},
            {task.name: task for task in tasks},
            {command.__name__: command for command in commands},
        )

    @property
    def job_versions(self) -> Mapping[str, int]:
        """The newest version of each job that can be done, by `phantom_core.kernel.name_of`."""
        kinds: Mapping[str, Any] = {**self.tasks, **self.commands}
        return {name: kind.job_version for name, kind in kinds.items()}

    def known_event(self, event: Event) -> Event:
        """The event, if its class is listed. Raises: TypeError."""
        return self._known(event, self.events.get(event.name))

    def known_deferred(self, deferred: Command[Any] | Task) -> Command[Any] | Task:
        """The command or task, if its class is listed. Raises: TypeError."""
        if isinstance(deferred, Task):
            return self._known(deferred, self.tasks.get(deferred.name))
        return self._known(deferred, self.commands.get(type(deferred).__name__))

    @staticmethod
    def _known(value: T, listed: type | None) -> T:
        if listed is not type(value):
            message = f"{type(value).__name__} is not listed in the registry of what is stored"
            raise TypeError(message)
        return value


REGISTRY: Final = Registry.of(
    events=(
        *IDENTITY_EVENTS,
        *AUDIO_EVENTS,
        *CATALOG_EVENTS,
        *CALL_EVENTS,
        *ROOMS_EVENTS,
        *CHAT_EVENTS,
        *STUDIO_EVENTS,
        *ARRANGEMENT_EVENTS,
        *IMAGE_EVENTS,
        *MATCHING_EVENTS,
        *BOOKING_EVENTS,
        *EXPORT_EVENTS,
        *NOTIFICATION_EVENTS,
    ),
    tasks=(
        *IDENTITY_TASKS,
        *NOTIFICATION_TASKS,
        AbortMultipart,
        AnalyseAudio,
        CountTastes,
        ExportData,
        RenderAudio,
        RunSweep,
        SweepBlobs,
    ),
    commands=(
        CloseBookingsFor,
        CloseBookingsOf,
        PartBookings,
        ApplyRetention,
        ContinueErasure,
        ContinueRollback,
        CompactDocument,
        DeleteDerived,
        DropAudio,
        ExpelFromRooms,
        ForgetDataExports,
        GiveUpAnalysis,
        GiveUpDataExport,
        GiveUpSweep,
        KeepCheckpoint,
        RefreshTaste,
        RescoreEveryone,
        ReviewMatches,
        SweepUploads,
        UnlinkImages,
    ),
)
"""What Phantom stores."""
