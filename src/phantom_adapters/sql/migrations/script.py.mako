"""${message}."""

import sqlalchemy as sa
from alembic import op

from phantom_adapters.sql import types

revision = "${up_revision}"
down_revision = ${f'"{down_revision}"' if down_revision else None}
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make it so."""
    ${upgrades if upgrades else "pass"}
