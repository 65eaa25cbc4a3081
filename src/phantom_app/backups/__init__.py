"""Saving an installation, bringing it back, and telling whether either is whole.

Rows and blobs cannot be copied at one moment, so the rule is about order alone: rows first, as they
stand at one moment, then the blobs that they name. A blob's bytes never change under its key, and
its line in the ledger is doomed before its object goes. So whatever the rows name is still there,
or was let go of after that moment; if so, the rows are taken once more, and what is still lacking
is copied. Nothing is held back for it, and nobody waits.
"""

from phantom_app.backups.restoring import Restored, bring_back
from phantom_app.backups.taking import SavingOptions, save
from phantom_app.backups.verifying import Verified, verify_backup, verify_living

__all__ = [
    "Restored",
    "SavingOptions",
    "Verified",
    "bring_back",
    "save",
    "verify_backup",
    "verify_living",
]
