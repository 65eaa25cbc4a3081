"""The unit of work in memory: every repository of every context, over one journal."""

from datetime import datetime

from phantom_adapters.memory.kernel import MemoryAnswers, MemoryEventLog, MemoryJobs
from phantom_adapters.memory.repositories.audio_annotations import MemoryAnnotations
from phantom_adapters.memory.repositories.audio_files import MemoryAudioFiles
from phantom_adapters.memory.repositories.audio_reports import MemoryAudioReports
from phantom_adapters.memory.repositories.audio_uploads import MemoryUploads
from phantom_adapters.memory.repositories.blob_ledger import MemoryBlobLedger
from phantom_adapters.memory.repositories.identity_abuse_reports import MemoryAbuseReports
from phantom_adapters.memory.repositories.identity_audit_trail import MemoryAuditTrail
from phantom_adapters.memory.repositories.identity_blocks import MemoryBlocks
from phantom_adapters.memory.repositories.identity_consents import MemoryConsents
from phantom_adapters.memory.repositories.identity_credentials import MemoryCredentials
from phantom_adapters.memory.repositories.identity_email_tokens import MemoryEmailTokens
from phantom_adapters.memory.repositories.identity_follows import MemoryFollows
from phantom_adapters.memory.repositories.identity_people import MemoryPeople
from phantom_adapters.memory.repositories.identity_profiles import MemoryProfiles
from phantom_adapters.memory.repositories.identity_sessions import MemorySessions
from phantom_adapters.memory.repositories.identity_tables import IdentityTables
from phantom_adapters.memory.repositories.identity_users import MemoryUsers
from phantom_adapters.memory.table import Journal
from phantom_adapters.neighbours import KeptAudioOwners, StandingAnalysisConsents
from phantom_core.kernel import Answers, EventLog, Id, Invocation, Jobs, UnitOfWork
from phantom_core.registry import Registry

__all__ = ["MemoryRepositories", "MemoryUnit"]


class MemoryRepositories:
    """All repositories of one world, each as its port. A new one is one line here."""

    def __init__(self, journal: Journal, registry: Registry, epoch: Id) -> None:
        self.log: EventLog = MemoryEventLog(journal, registry, epoch)
        self.jobs: Jobs = MemoryJobs(journal, registry)
        self.answers: Answers = MemoryAnswers(journal)
        self._add_identity(IdentityTables(journal))
        self._add_audio(journal)

    def _add_identity(self, tables: IdentityTables) -> None:
        self.users = MemoryUsers(tables)
        self.people = MemoryPeople(tables)
        self.credentials = MemoryCredentials(tables)
        self.profiles = MemoryProfiles(tables)
        self.follows = MemoryFollows(tables)
        self.blocks = MemoryBlocks(tables)
        self.consents = MemoryConsents(tables)
        self.sessions = MemorySessions(tables)
        self.email_tokens = MemoryEmailTokens(tables)
        self.abuse_reports = MemoryAbuseReports(tables)
        self.audit_trail = MemoryAuditTrail(tables)

    def _add_audio(self, journal: Journal) -> None:
        self.blob_ledger = MemoryBlobLedger(journal)
        self.audio_files = MemoryAudioFiles(journal)
        self.audio_owners = KeptAudioOwners(self.audio_files)
        self.uploads = MemoryUploads(journal)
        self.audio_reports = MemoryAudioReports(journal)
        self.annotations = MemoryAnnotations(journal)
        self.analysis_consents = StandingAnalysisConsents(self.consents)


class MemoryUnit(MemoryRepositories, UnitOfWork):
    """One transaction's view of a world in memory."""

    def __init__(
        self, invocation: Invocation, now: datetime, repositories: MemoryRepositories
    ) -> None:
        UnitOfWork.__init__(self, invocation, now)
        vars(self).update(vars(repositories))
