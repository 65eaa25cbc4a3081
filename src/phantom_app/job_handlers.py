"""What does the tasks that are stored as jobs, with everything that was composed."""

from collections.abc import Mapping
from typing import Any

from phantom_adapters.blobs import DirectoryBlobStore
from phantom_adapters.blobs.s3 import S3BlobStore
from phantom_adapters.jobs import Handler
from phantom_app.services import Services
from phantom_core.audio import AnalyseAudio, RenderAudio
from phantom_core.audio.flows import analyse, render
from phantom_core.blobs.ledger_flows import sweep
from phantom_core.blobs.ledger_use_cases import SweepBlobs
from phantom_core.blobs.sweep_flows import Sweeper
from phantom_core.blobs.sweep_running import run_sweep
from phantom_core.blobs.sweep_use_cases import RunSweep
from phantom_core.blobs.sweeping import SweepRules
from phantom_core.identity import Desk, SendNotice, SendReset, SendVerification
from phantom_core.identity.flows import send_notice, send_reset, send_verification
from phantom_core.kernel import Task
from phantom_core.matching import CountTastes
from phantom_core.matching.flows import count_everybody
from phantom_core.notifications import PushNotification
from phantom_core.notifications.flows import push
from phantom_core.privacy.flows import run_export
from phantom_core.privacy.use_cases.exports import ExportData
from phantom_core.uploads import AbortMultipart
from phantom_core.uploads.flows import abort_multipart

__all__ = ["handlers_of", "sweeper_of"]


def sweeper_of(services: Services) -> Sweeper:
    """What compares the blob store with the rows."""
    store, settings = services.audio.store, services.settings
    return Sweeper(
        phantom=services.phantom,
        store=store,
        rules=SweepRules(grace=settings.sweep_grace, quarantine=settings.quarantine),
        clock=services.clock,
        multiparts=services.uploads.multipart,
        remains=store if isinstance(store, DirectoryBlobStore) else None,
    )


def handlers_of(services: Services) -> Mapping[type[Task], Handler]:
    """What does the tasks, for a worker."""

    async def analysis(lease: Any, task: AnalyseAudio) -> None:
        await analyse(services.audio, lease, task)

    async def rendition(lease: Any, task: RenderAudio) -> None:
        if services.rendering is not None:
            await render(services.audio, services.rendering, lease, task)

    async def export(lease: Any, task: ExportData) -> None:
        await run_export(services.exports, lease, task)

    async def count(_: object, __: CountTastes) -> None:
        await count_everybody(services.phantom, services.clock)

    async def pushing(_: object, task: PushNotification) -> None:
        if services.push is not None:
            await push(services.phantom, services.push, task)

    return {
        **_mail_handlers(services.desk),
        PushNotification: pushing,
        **_blob_handlers(services),
        CountTastes: count,
        AnalyseAudio: analysis,
        ExportData: export,
        RenderAudio: rendition,
    }


def _blob_handlers(services: Services) -> Mapping[type[Task], Handler]:
    async def parts(_: object, task: AbortMultipart) -> None:
        await abort_multipart(services.uploads, task)

    async def blobs(_: object, __: SweepBlobs) -> None:
        store = services.audio.store
        await sweep(services.phantom, store)
        if isinstance(store, DirectoryBlobStore | S3BlobStore):
            await store.sweep_temporary(services.clock())

    async def sweeping(lease: Any, task: RunSweep) -> None:
        await run_sweep(sweeper_of(services), lease, task)

    return {SweepBlobs: blobs, RunSweep: sweeping, AbortMultipart: parts}


def _mail_handlers(desk: Desk) -> Mapping[type[Task], Handler]:
    async def verification(_: object, task: SendVerification) -> None:
        await send_verification(desk, task)

    async def reset(_: object, task: SendReset) -> None:
        await send_reset(desk, task)

    async def notice(_: object, task: SendNotice) -> None:
        await send_notice(desk, task)

    return {SendVerification: verification, SendReset: reset, SendNotice: notice}
