"""The key that servers sign with, as the one that began last has noted it, against ours."""

from collections.abc import Iterator

from sqlalchemy import Connection

from phantom_adapters.sql.tables.kernel import SIGNER
from phantom_app.doctor.finding import Finding
from phantom_app.secret_keys import known_keys
from phantom_app.settings import BadSetting, Settings
from phantom_app.signers import is_known

__all__ = ["signer"]


def signer(connection: Connection, settings: Settings) -> Iterator[Finding]:
    """Compare them, where a server has begun and there is a key here; none is made."""
    theirs = connection.execute(SIGNER).scalar()
    connection.rollback()
    try:
        keys = known_keys(settings)
    except BadSetting:  # the check of secrets tells
        return
    if theirs is None or not keys:
        return
    if is_known(theirs, keys):
        yield Finding.fine("signer", "The server that began last signs with a key of ours.")
        return
    yield Finding.warn(
        "signer",
        "The server that began last signs with a key that is none of ours: servers do not accept "
        "one another's tokens and URLs, so people are signed out again and again.",
        "Give PHANTOM_SECRET_KEY the same value everywhere, without quotes, and start anew what "
        "had another. If it is being changed on purpose, start all servers anew.",
    )
