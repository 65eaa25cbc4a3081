"""What sweeps found and did, as the wire and the command line tell it."""

from collections.abc import Sequence
from typing import Annotated

import msgspec

from phantom_app.http.payloads import InstantText, Payload, instant
from phantom_core.blobs.drift import Drift, DriftReport, Finding, Found, PrefixCount, Severity
from phantom_core.blobs.sweeping import SweepOutcome

__all__ = [
    "DriftReportPayload",
    "FindingPayload",
    "FoundPayload",
    "OutcomePayload",
    "PrefixPayload",
    "UsePayload",
    "outcome_of",
]


class UsePayload(Payload):
    """A row that names a blob."""

    kind: Annotated[str, msgspec.Meta(examples=["recording", "report", "project"])]
    id: str


class FindingPayload(Payload):
    """One thing that was found."""

    name: str
    size_bytes: int | None = None
    at: InstantText | None = None
    uses: Sequence[UsePayload] = ()


class PrefixPayload(Payload):
    """How much of one kind there is below one first segment of the keys."""

    prefix: str
    count: int
    size_bytes: int
    oldest_at: InstantText | None = None
    newest_at: InstantText | None = None


class FoundPayload(Payload):
    """All findings of one kind: counted by prefix, and the first hundred of them by name."""

    kind: Drift
    severity: Severity
    meaning: str
    count: int
    size_bytes: int
    prefixes: Sequence[PrefixPayload]
    examples: Sequence[FindingPayload]


class DriftReportPayload(Payload):
    """How the store and the rows differ."""

    at: InstantText
    put_before: InstantText
    objects: int
    size_bytes: int
    kept: int
    severity: Severity
    found: Sequence[FoundPayload]


class OutcomePayload(Payload):
    """What a sweep found, and what it did about it."""

    dry_run: bool
    deleted: int
    quarantined: int
    aborted: int
    leftovers: int
    report: DriftReportPayload


def outcome_of(outcome: SweepOutcome) -> OutcomePayload:
    """A sweep's outcome."""
    return OutcomePayload(
        dry_run=outcome.dry_run,
        deleted=outcome.deleted,
        quarantined=outcome.quarantined,
        aborted=outcome.aborted,
        leftovers=outcome.leftovers,
        report=_report(outcome.report),
    )


def _report(report: DriftReport) -> DriftReportPayload:
    return DriftReportPayload(
        at=instant(report.at),
        put_before=instant(report.put_before),
        objects=report.objects,
        size_bytes=report.size,
        kept=report.kept,
        severity=report.severity,
        found=[_found(each) for each in report.found],
    )


def _found(found: Found) -> FoundPayload:
    return FoundPayload(
        kind=found.kind,
        severity=found.kind.severity,
        meaning=found.kind.meaning,
        count=found.count,
        size_bytes=found.size,
        prefixes=[_prefix(each) for each in found.prefixes],
        examples=[_finding(each) for each in found.examples],
    )


def _prefix(count: PrefixCount) -> PrefixPayload:
    return PrefixPayload(
        prefix=count.prefix,
        count=count.count,
        size_bytes=count.size,
        oldest_at=None if count.oldest_at is None else instant(count.oldest_at),
        newest_at=None if count.newest_at is None else instant(count.newest_at),
    )


def _finding(finding: Finding) -> FindingPayload:
    return FindingPayload(
        name=finding.name,
        size_bytes=finding.size,
        at=None if finding.at is None else instant(finding.at),
        uses=[UsePayload(kind=use.kind, id=use.id) for use in finding.uses],
    )
