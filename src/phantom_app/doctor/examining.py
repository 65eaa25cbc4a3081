"""All checks, one after the other; none of them keeps another from looking."""

from collections.abc import AsyncIterator, Callable, Iterator
from datetime import datetime

import attrs
from anyio import to_thread

from phantom_adapters.clock import wall_clock
from phantom_app.doctor import services
from phantom_app.doctor.database import database
from phantom_app.doctor.finding import Finding
from phantom_app.doctor.folders import folders, open_files, secret_files, shared_files
from phantom_app.doctor.prudence import addresses, doors, secrets_chosen
from phantom_app.doctor.rights import rights
from phantom_app.doctor.standby import standby
from phantom_app.doctor.takeover import takeover
from phantom_app.open_files import most_open_files
from phantom_app.settings import Settings

__all__ = ["Patient", "examine"]


@attrs.frozen(kw_only=True)
class Patient:
    """What is looked at.

    Attributes:
        settings: what operators chose.
        clock: the time of this machine.
        open_files: how many a server may have open; as the system has it, if not given.
    """

    settings: Settings
    clock: Callable[[], datetime] = wall_clock
    open_files: int = attrs.field(factory=most_open_files)


async def examine(patient: Patient) -> list[Finding]:
    """Look at everything, and change nothing but a probe in the store and in folders."""
    found = list[Finding]()
    for check in _here(patient):
        found += await to_thread.run_sync(_findings, check)
    for reaching in _reaching(patient.settings):
        found += await _awaited(reaching)
    return found


def _here(patient: Patient) -> Iterator[Iterator[Finding]]:
    for check in (secrets_chosen, doors, addresses, folders, shared_files, secret_files):
        yield check(patient.settings)
    yield iter([open_files(patient.open_files)])
    yield database(patient.settings, patient.clock)
    yield rights(patient.settings)
    yield standby(patient.settings)


def _reaching(settings: Settings) -> Iterator[AsyncIterator[Finding]]:
    yield services.files(settings)
    yield services.mail(settings)
    yield services.scanner(settings)
    yield services.programs(settings)
    if settings.broker_url is not None:
        yield services.broker(settings.broker_url)
        yield takeover(settings)


def _findings(check: Iterator[Finding]) -> list[Finding]:
    found = list[Finding]()
    try:
        found.extend(check)
    except Exception as error:  # noqa: BLE001 - whatever it is, the other checks still look
        found.append(_broken(error))
    return found


async def _awaited(check: AsyncIterator[Finding]) -> list[Finding]:
    found = list[Finding]()
    try:
        async for finding in check:
            found.append(finding)
    except Exception as error:  # noqa: BLE001 - as above
        found.append(_broken(error))
    return found


def _broken(error: Exception) -> Finding:
    said = f"A check came to no end: {type(error).__name__}: {error}."
    return Finding.fail("doctor", said, "It may be a fault of ours: please report it.")
