"""The reference page of the settings, made from their table.

`python -m phantom_app.settings_page > docs/reference/settings.md` writes it; a test compares.
"""

from typing import Final

from phantom_adapters.transport import settings as hub
from phantom_app.setting_values import DEFAULT_ALLOWANCES
from phantom_app.settings import table
from phantom_app.socket import settings as socket
from phantom_app.socket.uvicorn_wire import KEEPALIVE

__all__ = ["page"]

_HEAD: Final = """\
# Settings

Everything that operators choose, by environment variable. Each has a default that works; an empty
value counts as unset. A value that cannot be used, and a `PHANTOM_` variable that is none of these,
ends the program with code 2 and one sentence that names the variable. `--data-dir DIR`, on every
command, stands before `PHANTOM_DATA_DIR`. What Kubernetes sets beside services called `phantom` or
`phantom-...` is passed over (`PHANTOM_SERVICE_HOST`, `PHANTOM_PORT=tcp://...` and such).
"""

_GROUP: Final = """
## {}

| variable | default | meaning |
| --- | --- | --- |
"""

_LIMITS: Final = """
## Rate limits

`PHANTOM_RATE_LIMITS` changes these. Whoever has spent an allowance earns it back evenly, one call
after another; every answer of a route tells in `RateLimit-Policy` and `RateLimit` how much is left.

| name | calls | seconds | counted for |
| --- | --- | --- | --- |
"""

_FIXED: Final = """
Who connects to the socket too often is answered 429. A token that is one too many is refused; if it
is the first of its connection, or if its person holds as many connections as
`PHANTOM_SOCKETS_PER_PERSON` allows, the connection is closed with 1013.

## What is fixed on the socket

| what | how much | why it is no setting |
| --- | --- | --- |
"""

_SOCKET: Final = socket.DEFAULTS
_HUB: Final = hub.DEFAULTS
_COUNTED: Final = {
    "address": "each address (of IPv6, each /64): whichever route is called; on the socket, each "
    "connection and each token that is shown",
    "person": "each person who is signed in, whatever is called; on the socket, each token that is "
    "accepted",
    "log-in": "each address or person: register, log in, verify, forgot, reset, change a password, "
    "erase oneself",
    "account": "each name or address that is given to log in or forgot, whether anybody has it",
    "upload": "each person: beginning an upload",
    "room": "each person: opening a room",
    "project": "each person: making a project",
    "generation": "each person: having music or chords made, and projects looked through",
    "match": "each person: liking, dismissing, and asking how well one suits somebody",
    "chat": "each person in each chat room: sending, editing, reacting, by HTTP and on the socket",
    "edit": "each person in each project: changing it, by HTTP and on the socket; a batch counts "
    "once",
    "frames": f"each connection to the socket; a frame that cannot be read counts as "
    f"{_SOCKET.bad_frame_cost}",
}


_WHYS: Final = (
    (
        "the largest frame",
        f"{_SOCKET.largest_frame // 1024} KiB",
        "clients are written for it, whichever server they meet",
    ),
    (
        "bad frames in a row before the connection is closed",
        f"{_SOCKET.most_bad_frames}",
        "only a client that is broken sends them; `frames` limits the rest",
    ),
    (
        "missed events that are replayed",
        f"{_HUB.reach:,}",
        "who missed more loads the topic's state, which is sooner done",
    ),
    (
        "people in a topic whose presence is told one by one",
        f"{_HUB.crowd}",
        "what a topic tells grows with the square of them",
    ),
    (
        "connections that come in at a time, in each process",
        f"{_SOCKET.come_in_at_once}",
        "the store is as busy as it can be with so many, and has room for those who are in",
    ),
    (
        "a connection that waits to come in is told to come later after",
        f"{_SOCKET.line_patience:g} s",
        "whoever has waited for so long has hardly waited too",
    ),
    (
        "a connection that ends may take to read its last words",
        f"{_SOCKET.farewell:g} s",
        "the words are short, and a server that stops waits for nobody longer",
    ),
    (
        "a peer that does not take the end of its connection is cut off after",
        f"{_SOCKET.linger:g} s",
        "nothing is sent to it any more",
    ),
    (
        "between two pings of the server, and for the answer to one",
        f"{KEEPALIVE:g} s each",
        "routers on the way forget connections that are silent for longer than a minute",
    ),
)


def page() -> str:
    """The page, in Markdown."""
    groups = [
        (
            _GROUP.format(title),
            [
                f"| `{name}` | {f'`{default}`' if default else ''} | {meaning} |"
                for name, default, meaning in settings
            ],
        )
        for title, settings in table()
    ]
    limits = [
        f"| `{name}` | {limit.count} | {int(limit.per.total_seconds())} | {_COUNTED[name]} |"
        for name, limit in DEFAULT_ALLOWANCES.items()
    ]
    fixed = [f"| {what} | {much} | {why} |" for what, much, why in _WHYS]
    tables = [*groups, (_LIMITS, limits), (_FIXED, fixed)]
    return _HEAD + "".join(head + "\n".join([*rows, ""]) for head, rows in tables)


if __name__ == "__main__":
    print(page(), end="")  # noqa: T201 - it goes into the page's file
