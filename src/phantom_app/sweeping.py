"""Sweeps of the blob store: put together from the settings, done once, and told to people."""

from collections.abc import Iterator
from typing import Final

import msgspec

from phantom_app.composition import composed
from phantom_app.counting import counted
from phantom_app.http.payloads import instant
from phantom_app.http.sweeps.payloads import outcome_of
from phantom_app.job_handlers import sweeper_of
from phantom_app.settings import Settings
from phantom_core.blobs import blob_key
from phantom_core.blobs.drift import EXAMPLES, Finding, Found
from phantom_core.blobs.sweep_flows import inspect, restore, sweep_all
from phantom_core.blobs.sweeping import SweepOutcome
from phantom_core.kernel import SYSTEM
from phantom_core.uploads import SweepUploads

__all__ = ["as_json", "as_table", "look", "put_back", "sweep_once"]

_SHOWN: Final = 5
_STEP: Final = 1024
_UNITS: Final = ("KiB", "MiB", "GiB", "TiB")


async def look(settings: Settings) -> SweepOutcome:
    """Look, and change nothing. Raises: BadSetting, Unavailable."""
    async with composed(settings) as services:
        return await inspect(sweeper_of(services))


async def sweep_once(settings: Settings, *, force: bool) -> SweepOutcome:
    """Sweep, forsaken uploads first. Raises: BadSetting, Unavailable; as `sweep_all`."""
    async with composed(settings) as services:
        await services.phantom.do(SweepUploads(), actor=SYSTEM)
        return await sweep_all(sweeper_of(services), force=force)


async def put_back(settings: Settings, key: str) -> None:
    """Keep what is in quarantine. Raises: BadSetting, Unavailable; as `restore`; Invalid."""
    async with composed(settings) as services:
        await restore(sweeper_of(services), blob_key(key))


def as_json(outcome: SweepOutcome) -> str:
    """All of it, for programs."""
    return msgspec.json.format(msgspec.json.encode(outcome_of(outcome)), indent=2).decode()


def as_table(settings: Settings, outcome: SweepOutcome) -> str:
    """What matters of it, for people, and where that is: a mistyped place has nothing wrong."""
    files = settings.blob_url or settings.data_dir / "blobs"
    return "\n".join([f"Files in {files}, rows in {settings.storage_kind}.", *_lines(outcome)])


def _lines(outcome: SweepOutcome) -> Iterator[str]:
    report = outcome.report
    kept = counted(report.kept, "blob")
    yield f"{counted(report.objects, 'object')}, {_bytes(report.size)}; the ledger keeps {kept}."
    if not report.found:
        yield "Store and rows are equal."
    else:
        yield f"{'FOUND':<12}{'COUNT':>8}{'SIZE':>12}  MEANING"
    for found in report.found:
        yield from _told(found)
    yield from _done(outcome)


def _told(found: Found) -> Iterator[str]:
    kind = found.kind
    yield f"{kind.value:<12}{found.count:>8}{_bytes(found.size):>12}  {kind.meaning}"
    for each in found.examples[:_SHOWN]:
        yield f"  {_example(each)}"
    if found.count > _SHOWN:
        more = "--json names them" if found.count <= EXAMPLES else f"--json names {EXAMPLES}"
        yield f"  and {found.count - _SHOWN} more; {more}"
        for prefix in found.prefixes:
            share = f"{prefix.count}, {_bytes(prefix.size)}"
            since = (
                "" if prefix.oldest_at is None else f", the oldest of {instant(prefix.oldest_at)}"
            )
            yield f"  below {prefix.prefix or '/'}: {share}{since}"


def _example(finding: Finding) -> str:
    size = "" if finding.size is None else f", {_bytes(finding.size)}"
    at = "" if finding.at is None else f", {instant(finding.at)}"
    uses = "".join(f", {use.kind} {use.id}" for use in finding.uses)
    return f"{finding.name}{size}{at}{uses}"


def _done(outcome: SweepOutcome) -> Iterator[str]:
    if outcome.dry_run:
        yield "Nothing was changed; --apply acts on what is clearable."
        return
    yield (
        f"Deleted {outcome.deleted}, quarantined {outcome.quarantined}, gave up "
        f"{counted(outcome.aborted, 'open upload')}, removed "
        f"{counted(outcome.leftovers, 'leftover')}."
    )


def _bytes(count: int) -> str:
    size, unit = float(count), "B"
    for larger in _UNITS:
        if size < _STEP:
            break
        size, unit = size / _STEP, larger
    return f"{size:.0f} {unit}" if unit == "B" else f"{size:.1f} {unit}"
