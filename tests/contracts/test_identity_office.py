"""Reports and the audit trail keep the promises of their ports on every storage."""

from phantom_adapters.contracts.identity_office import AbuseReportsContract, AuditTrailContract
from phantom_adapters.memory.repositories.identity_abuse_reports import MemoryAbuseReports
from phantom_adapters.memory.repositories.identity_audit_trail import MemoryAuditTrail
from phantom_adapters.sql.repositories.identity_abuse_reports import SqlAbuseReports
from phantom_adapters.sql.repositories.identity_audit_trail import SqlAuditTrail


class TestAbuseReports(AbuseReportsContract):
    adapters = (MemoryAbuseReports, SqlAbuseReports)


class TestAuditTrail(AuditTrailContract):
    adapters = (MemoryAuditTrail, SqlAuditTrail)
