"""All tables, a module for each context, in one `METADATA`. A new module is one line here."""

from phantom_adapters.sql.tables import audio as audio
from phantom_adapters.sql.tables import blobs as blobs
from phantom_adapters.sql.tables import bookings as bookings
from phantom_adapters.sql.tables import calls as calls
from phantom_adapters.sql.tables import catalog as catalog
from phantom_adapters.sql.tables import chat as chat
from phantom_adapters.sql.tables import composing as composing
from phantom_adapters.sql.tables import feeds as feeds
from phantom_adapters.sql.tables import identity as identity
from phantom_adapters.sql.tables import kernel as kernel
from phantom_adapters.sql.tables import live as live
from phantom_adapters.sql.tables import matching as matching
from phantom_adapters.sql.tables import media_images as media_images
from phantom_adapters.sql.tables import notifications as notifications
from phantom_adapters.sql.tables import privacy as privacy
from phantom_adapters.sql.tables import privacy_exports as privacy_exports
from phantom_adapters.sql.tables import rooms as rooms
from phantom_adapters.sql.tables import sets as sets
from phantom_adapters.sql.tables import studio as studio
from phantom_adapters.sql.tables import studio_documents as studio_documents
from phantom_adapters.sql.tables import studio_keeping as studio_keeping
from phantom_adapters.sql.tables import taste_index as taste_index
from phantom_adapters.sql.tables import uploads as uploads
from phantom_adapters.sql.tables.metadata import METADATA

__all__ = ["METADATA"]
