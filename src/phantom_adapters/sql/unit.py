"""The unit of work over SQL: every repository of every context, over one transaction."""

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any, Final

from phantom_adapters.neighbours import KeptAudioOwners, StandingAnalysisConsents
from phantom_adapters.sql.repositories.answers import SqlAnswers
from phantom_adapters.sql.repositories.audio_annotations import SqlAnnotations
from phantom_adapters.sql.repositories.audio_files import SqlAudioFiles
from phantom_adapters.sql.repositories.audio_reports import SqlAudioReports
from phantom_adapters.sql.repositories.audio_uploads import SqlUploads
from phantom_adapters.sql.repositories.blob_ledger import SqlBlobLedger
from phantom_adapters.sql.repositories.event_log import SqlEventLog
from phantom_adapters.sql.repositories.identity_abuse_reports import SqlAbuseReports
from phantom_adapters.sql.repositories.identity_audit_trail import SqlAuditTrail
from phantom_adapters.sql.repositories.identity_blocks import SqlBlocks
from phantom_adapters.sql.repositories.identity_consents import SqlConsents
from phantom_adapters.sql.repositories.identity_credentials import SqlCredentials
from phantom_adapters.sql.repositories.identity_email_tokens import SqlEmailTokens
from phantom_adapters.sql.repositories.identity_follows import SqlFollows
from phantom_adapters.sql.repositories.identity_people import SqlPeople
from phantom_adapters.sql.repositories.identity_profiles import SqlProfiles
from phantom_adapters.sql.repositories.identity_sessions import SqlSessions
from phantom_adapters.sql.repositories.identity_users import SqlUsers
from phantom_adapters.sql.repositories.jobs import SqlJobs
from phantom_adapters.sql.transaction import Transaction
from phantom_core.kernel import Answers, EventLog, Invocation, Jobs, UnitOfWork
from phantom_core.registry import Registry

__all__ = ["SqlUnit"]


_REPOSITORIES: Final[Mapping[str, Callable[[Transaction], Any]]] = {
    "users": SqlUsers,
    "people": SqlPeople,
    "credentials": SqlCredentials,
    "profiles": SqlProfiles,
    "follows": SqlFollows,
    "blocks": SqlBlocks,
    "consents": SqlConsents,
    "sessions": SqlSessions,
    "email_tokens": SqlEmailTokens,
    "abuse_reports": SqlAbuseReports,
    "audit_trail": SqlAuditTrail,
    "blob_ledger": SqlBlobLedger,
    "audio_files": SqlAudioFiles,
    "uploads": SqlUploads,
    "audio_reports": SqlAudioReports,
    "annotations": SqlAnnotations,
    "audio_owners": lambda tx: KeptAudioOwners(SqlAudioFiles(tx)),
    "analysis_consents": lambda tx: StandingAnalysisConsents(SqlConsents(tx)),
}


class SqlUnit(UnitOfWork):
    """One transaction's view of the database. A new repository is one line above.

    A repository is made when a command first asks for it: of many, most ask for two or three.
    """

    def __init__(
        self, invocation: Invocation, now: datetime, tx: Transaction, registry: Registry
    ) -> None:
        super().__init__(invocation, now)
        self._tx = tx
        self.log: EventLog = SqlEventLog(tx, registry)
        self.jobs: Jobs = SqlJobs(tx, registry)
        self.answers: Answers = SqlAnswers(tx)

    def __getattr__(self, name: str) -> Any:
        """Make a repository, and keep it."""
        make = _REPOSITORIES.get(name)
        if make is None:
            raise AttributeError(f"a unit of work has no {name}", name=name, obj=self)
        made = self.__dict__[name] = make(self._tx)
        return made
