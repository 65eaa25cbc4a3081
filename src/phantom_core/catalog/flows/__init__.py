"""What is slow about the catalogue, in steps."""

from phantom_core.catalog.flows.importing import Importer, import_rows

__all__ = ["Importer", "import_rows"]
