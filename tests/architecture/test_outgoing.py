"""Who may call out, and where to: every module that holds the means, and what names its place.

No request says where the server connects to. A place is a setting, an adapter is given it where it
is composed, and none of them lets an answer send it elsewhere. A new module that can call out needs
a row; the drivers of databases and brokers, which are given a URL of the settings, need none.
"""

import re
from pathlib import Path
from typing import Final

from phantom_app.settings import table
from tests.architecture.sources import ROOT, SOURCES, Module, modules_of, write_tree

_MEANS: Final = (
    *("aioboto3", "aiobotocore", "aiohttp", "boto3", "ftplib", "http.client", "httpcore", "httpx"),
    *("imaplib", "nats", "poplib", "psycopg", "redis", "requests", "smtplib", "socket"),
    *("telnetlib", "urllib.request", "urllib3", "websockets", "xmlrpc"),
)
_CALLS: Final = re.compile(r"\b(connect_tcp|connect_unix|create_connection|open_connection)\(")

OUTGOING: Final = {
    "phantom_adapters.blobs.s3.connection": "PHANTOM_S3_ENDPOINT",
    "phantom_adapters.blobs.s3.refusals": "none: errors alone",
    "phantom_adapters.blobs.s3.staying": "PHANTOM_S3_ENDPOINT",
    "phantom_adapters.client.calls": "the client's own: who uses it names the server",
    "phantom_adapters.client.coming_back": "the client's own: who uses it names the server",
    "phantom_adapters.client.door": "the client's own: who uses it names the server",
    "phantom_adapters.client.link": "the client's own: who uses it names the server",
    "phantom_adapters.client.uploads": "the client's own: who uses it names the server",
    "phantom_adapters.limits.redis": "PHANTOM_BROKER_URL",
    "phantom_adapters.limits.redis_seats": "PHANTOM_BROKER_URL",
    "phantom_adapters.mail.smtp_mailer": "PHANTOM_SMTP_URL",
    "phantom_adapters.scanning.clamd": "PHANTOM_SCANNER_URL",
    "phantom_adapters.sql.lineage": "none: it asks whom others have called",
    "phantom_adapters.sql.postgres": "PHANTOM_DATABASE_URL, PHANTOM_STANDBY_URL",
    "phantom_adapters.sql.postgres_cursor": "none: it runs on what others have called",
    "phantom_adapters.sql.postgres_driver": "none: errors and dialects alone",
    "phantom_adapters.sql.postgres_url": "none: it reads addresses",
    "phantom_adapters.transport.redis": "PHANTOM_BROKER_URL",
    "phantom_adapters.transport.redis_timelines": "PHANTOM_BROKER_URL",
    "phantom_adapters.web.calls": "PHANTOM_SPOTIFY_URL, PHANTOM_SPOTIFY_TOKEN_URL, PHANTOM_AI_URL",
    "phantom_adapters.web.origins": "none: it reads addresses",
    "phantom_app.broker": "PHANTOM_BROKER_URL",
    "phantom_app.measuring_server": "none: it listens",
    "phantom_app.serving": "none: it listens",
    "phantom_app.socket.uvicorn_wire": "none: it is connected already",
    "phantom_app.workers": "none: it asks for the name of this machine",
}


def can_call_out(module: Module) -> bool:
    """Whether a module holds the means to open a connection."""
    names = tuple(f"{name}." for name in _MEANS)
    imported = any(f"{name}.".startswith(names) for name in module.imported())
    return imported or _CALLS.search(module.text) is not None


def calling_out(folder: Path) -> set[str]:
    """The modules below a folder that do."""
    contracts = "phantom_adapters.contracts."
    return {
        module.name
        for module in modules_of(folder)
        if not module.name.startswith(contracts) and can_call_out(module)
    }


def test_whatever_can_call_out_is_told_where_to() -> None:
    assert calling_out(SOURCES) == OUTGOING.keys()


def test_the_places_are_settings() -> None:
    named = {name for place in OUTGOING.values() for name in re.findall(r"PHANTOM_\w+", place)}

    assert named <= {name for _, settings in table() for name, _, _ in settings}


def test_the_documentation_lists_them_all() -> None:
    told = (ROOT / "docs" / "explanation" / "security.md").read_text("utf-8")
    named = {name for place in OUTGOING.values() for name in re.findall(r"PHANTOM_\w+", place)}

    assert {name for name in named if name not in told} == set()


def test_a_new_way_out_is_found(tmp_path: Path) -> None:
    tree = write_tree(
        tmp_path,
        {
            "late.py": "def fetch():\n    import urllib.request as web\n",
            "raw.py": "async def open_it():\n    await anyio.connect_tcp('host', 1)\n",
            "shy.py": "import httpxtra\nimport json\n",
        },
    )

    assert calling_out(tree) == {"late", "raw"}
