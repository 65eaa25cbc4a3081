"""What is done with jobs in office, identity keeps with everything else done there."""

from phantom_adapters.audits import TrailedJobAudit
from phantom_adapters.contracts.job_audit import JobAuditContract


class TestJobAudit(JobAuditContract):
    adapters = (TrailedJobAudit,)
