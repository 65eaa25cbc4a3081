"""Exports are kept, and written down, alike: in memory, on SQLite and on PostgreSQL."""

from phantom_adapters.audits import TrailedExportAudit
from phantom_adapters.contracts.data_exports import DataExportsContract
from phantom_adapters.contracts.export_audit import ExportAuditContract
from phantom_adapters.memory.repositories.data_exports import MemoryDataExports
from phantom_adapters.sql.repositories.data_exports import SqlDataExports


class TestDataExports(DataExportsContract):
    adapters = (MemoryDataExports, SqlDataExports)


class TestExportAudit(ExportAuditContract):
    adapters = (TrailedExportAudit,)
