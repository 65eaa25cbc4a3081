"""The unit of work over SQL: every repository of every context, over one transaction."""

from datetime import datetime

from phantom_adapters.neighbours import StandingAnalysisConsents
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


class SqlUnit(UnitOfWork):
    """One transaction's view of the database. A new repository is one line here."""

    def __init__(
        self, invocation: Invocation, now: datetime, tx: Transaction, registry: Registry
    ) -> None:
        super().__init__(invocation, now)
        self.log: EventLog = SqlEventLog(tx, registry)
        self.jobs: Jobs = SqlJobs(tx, registry)
        self.answers: Answers = SqlAnswers(tx)
        self._add_identity(tx)
        self._add_audio(tx)

    def _add_identity(self, tx: Transaction) -> None:
        self.users = SqlUsers(tx)
        self.people = SqlPeople(tx)
        self.credentials = SqlCredentials(tx)
        self.profiles = SqlProfiles(tx)
        self.follows = SqlFollows(tx)
        self.blocks = SqlBlocks(tx)
        self.consents = SqlConsents(tx)
        self.sessions = SqlSessions(tx)
        self.email_tokens = SqlEmailTokens(tx)
        self.abuse_reports = SqlAbuseReports(tx)
        self.audit_trail = SqlAuditTrail(tx)

    def _add_audio(self, tx: Transaction) -> None:
        self.blob_ledger = SqlBlobLedger(tx)
        self.audio_files = SqlAudioFiles(tx)
        self.uploads = SqlUploads(tx)
        self.audio_reports = SqlAudioReports(tx)
        self.annotations = SqlAnnotations(tx)
        self.analysis_consents = StandingAnalysisConsents(self.consents)
