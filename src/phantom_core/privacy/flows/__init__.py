"""What is slow about one's data: proving whose it is, and writing all of it into one zip."""

from phantom_core.privacy.flows.edge import ExportEdge
from phantom_core.privacy.flows.erasing import erase_me
from phantom_core.privacy.flows.running import export_person, run_export
from phantom_core.privacy.flows.writing import ExportWriter

__all__ = ["ExportEdge", "ExportWriter", "erase_me", "export_person", "run_export"]
