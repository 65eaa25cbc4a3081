"""Who does stored jobs: with how many hands, of which kinds, and what comes round by itself."""

import os
import socket
from collections.abc import Collection, Sequence
from datetime import timedelta
from typing import Final

from phantom_adapters.jobs import Lane, Periodic, Worker
from phantom_app.doing import under_its_id
from phantom_app.job_handlers import handlers_of
from phantom_app.services import Services
from phantom_app.settings import Settings
from phantom_core.audio import AnalyseAudio, RenderAudio
from phantom_core.blobs.ledger_use_cases import SweepBlobs
from phantom_core.blobs.sweep_use_cases import RunSweep
from phantom_core.identity import SendNotice, SendReset, SendVerification
from phantom_core.kernel import name_of
from phantom_core.matching import CountTastes, RefreshTaste, RescoreEveryone, ReviewMatches
from phantom_core.notifications import PushNotification
from phantom_core.privacy import ContinueErasure
from phantom_core.privacy.use_cases.exports import ExportData, ForgetDataExports
from phantom_core.privacy.use_cases.retaining import ApplyRetention
from phantom_core.privacy.use_cases.retention_rules import lives_of
from phantom_core.registry import REGISTRY
from phantom_core.uploads import SweepUploads

__all__ = ["worker_of"]

_MAILS_AT_ONCE: Final = 4
_PUSHES_AT_ONCE: Final = 8
_SWEEPS: Final = timedelta(minutes=5)
_MATCHING: Final = frozenset(
    {
        CountTastes.name,
        *(each.__name__ for each in (RefreshTaste, ReviewMatches, RescoreEveryone)),
    }
)
"""What comes by thousands when many people come at once."""


def worker_of(services: Services, names: Collection[str] = (), slots: int | None = None) -> Worker:
    """A worker for all there is to do, or for a share of it, the most urgent first.

    Args:
        services: where the jobs are, and what does them.
        names: of which names its jobs are; of all, if there are none.
        slots: how many it does at a time, of whatever kind; as many as `PHANTOM_WORKERS` says, if
            only names are given. If neither is, each kind that takes long has hands of its own.
    """
    settings = services.settings
    lanes = _lanes(settings)
    if names or slots:
        lanes = [Lane(names=frozenset(names) or None, hands=slots or settings.workers)]
    handlers = {kind: under_its_id(handle) for kind, handle in handlers_of(services).items()}
    return Worker(
        services.phantom,
        handlers,
        owner=f"{socket.gethostname()}:{os.getpid()}",
        periodic=[
            each for each in _periodic(settings) if not names or name_of(each.deferred) in names
        ],
        lanes=lanes,
    )


def _lanes(settings: Settings) -> Sequence[Lane]:
    """What takes minutes, or waits for others, has hands of its own: no chore waits for it."""
    mails = {SendVerification.name, SendReset.name, SendNotice.name}
    apart = [
        Lane(names=frozenset({AnalyseAudio.name}), hands=settings.workers),
        Lane(names=frozenset({RenderAudio.name}), hands=settings.workers),
        Lane(names=frozenset(mails), hands=_MAILS_AT_ONCE),
        Lane(names=frozenset({PushNotification.name}), hands=_PUSHES_AT_ONCE),
        Lane(names=frozenset({RunSweep.name})),
        Lane(names=frozenset({ExportData.name})),
        Lane(names=frozenset({ContinueErasure.__name__})),
        Lane(names=_MATCHING),
    ]
    others = REGISTRY.job_versions.keys() - {name for lane in apart for name in lane.names or ()}
    return [*apart, Lane(names=others)]


def _periodic(settings: Settings) -> Sequence[Periodic]:
    chores = (
        ApplyRetention(lives=lives_of(settings.retention)),
        CountTastes(),
        ForgetDataExports(),
        SweepBlobs(),
        SweepUploads(),
    )
    return [Periodic(deferred=chore, every=_SWEEPS) for chore in chores]
