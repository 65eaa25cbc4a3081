"""All tables, a module for each context, in one `METADATA`. A new module is one line here."""

from phantom_adapters.sql.tables import audio as audio
from phantom_adapters.sql.tables import blobs as blobs
from phantom_adapters.sql.tables import calls as calls
from phantom_adapters.sql.tables import catalog as catalog
from phantom_adapters.sql.tables import chat as chat
from phantom_adapters.sql.tables import identity as identity
from phantom_adapters.sql.tables import kernel as kernel
from phantom_adapters.sql.tables import live as live
from phantom_adapters.sql.tables import rooms as rooms
from phantom_adapters.sql.tables import studio as studio
from phantom_adapters.sql.tables import studio_documents as studio_documents
from phantom_adapters.sql.tables import studio_keeping as studio_keeping
from phantom_adapters.sql.tables.metadata import METADATA

__all__ = ["METADATA"]
