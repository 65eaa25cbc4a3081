"""What can grow for as long as a process lives: each has a row that says what ends it.

A soak of half an hour finds what grows with every request; what grows with every room, word or
outage is found here. Caches of a size are left out, and so is what ends with a command: the nouns
and use cases of the core. A container that is new needs a row, and so a bound that one can say.
"""

import ast
import re
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Final

from tests.architecture.sources import SOURCES, modules_of, write_tree

_LASTING: Final = re.compile(
    r"phantom_core\.(live|studio\.arrangement\.hot|kernel\.chance)\b"
    r"|phantom_adapters\.(confined|jobs|limits|search|security|sql|transport|turns|web)\b"
    r"|phantom_app\b(?!\.(backups|cli|demo|doctor)\b)"
)
_GROWING: Final = frozenset(
    {"Counter", "OrderedDict", "Queue", "SimpleQueue", "defaultdict", "deque"}
    | {"dict", "list", "set", "WeakKeyDictionary", "WeakValueDictionary"}
)

_REQUEST: Final = "ends with the request"
_COMMAND: Final = "ends with the command"
_CODE: Final = "as many as the code has"
_HERE: Final = "ends with the connection"
_PEOPLE: Final = "one for each person whose taste is searched; the words they ever used stay"

ENDING: Final = {
    "phantom_adapters.confined.messages.Message.data": "ends with the message",
    "phantom_adapters.limits.absence.Absence._asked": "ends with its question",
    "phantom_adapters.limits.memory.MemoryRateLimits._spent": "swept after as many calls",
    "phantom_adapters.limits.memory_seats.MemorySeats._taken": _HERE,
    "phantom_adapters.limits.redis_seats.RedisSeats._freed": "until told, or a term of absence",
    "phantom_adapters.limits.redis_seats.RedisSeats._own": _HERE,
    "phantom_adapters.search.brute_force.BruteForceIndex._people": _PEOPLE,
    "phantom_adapters.search.inverted.InvertedIndex._numbers": _PEOPLE,
    "phantom_adapters.search.inverted.InvertedIndex._waiting": "64, then they are a segment",
    "phantom_adapters.sql.fence.Fence._inside": _HERE,
    "phantom_adapters.sql.fence.Fence._newest": "one for each system that shares the broker",
    "phantom_adapters.sql.fence.Fence._seen": "one for each timeline of a failover",
    "phantom_adapters.sql.lanes.Line._behind": "5,000 calls, then they are refused",
    "phantom_adapters.sql.lanes.Line._ready": "5,000 calls, then they are refused",
    "phantom_adapters.sql.postgres_cursor.PostgresCursor._known": "1,000, those prepared last",
    "phantom_adapters.sql.postgres_cursor.PostgresCursor._prepared": "1,000, those prepared last",
    "phantom_adapters.sql.repositories.aged_rows._drop": _CODE,
    "phantom_adapters.sql.repositories.aged_rows._look": _CODE,
    "phantom_adapters.sql.repositories.identity_users.SqlUsers._indexed": _COMMAND,
    "phantom_adapters.sql.repositories.jobs._first": _CODE,
    "phantom_adapters.sql.repositories.jobs._listed": _CODE,
    "phantom_adapters.sql.repositories.matching_tastes._READ": "one",
    "phantom_adapters.sql.repositories.personal_rows._count": _CODE,
    "phantom_adapters.sql.repositories.personal_rows._drop": _CODE,
    "phantom_adapters.sql.repositories.personal_rows._ids": _CODE,
    "phantom_adapters.sql.repositories.rooms_rooms.SqlRooms._named": _COMMAND,
    "phantom_adapters.sql.repositories.studio_projects.SqlProjects._named": _COMMAND,
    "phantom_adapters.sql.repositories.taste_postings.PostingCounts._counts": "100,000, then none",
    "phantom_adapters.sql.sqlite._constraints": _CODE,
    "phantom_adapters.sql.standby.Standby._calls": "ends with the call",
    "phantom_adapters.sql.statement.Statement._plans": "a few for each length of its lists",
    "phantom_adapters.sql.storage.SqlStorage._calls": "ends with the call",
    "phantom_adapters.sql.watch.Watch._sessions": "one for each lane",
    "phantom_adapters.sql.watch.Watch._threads": "two",
    "phantom_adapters.transport.block_lists.BlockLists._blockers": _HERE,
    "phantom_adapters.transport.block_lists.BlockLists._people": _HERE,
    "phantom_adapters.transport.block_lists._Person.changes": "until the list is known",
    "phantom_adapters.transport.block_lists._Person.outboxes": _HERE,
    "phantom_adapters.transport.channel.Channel._held": "64 KiB, then they are told",
    "phantom_adapters.transport.channel.Channel._missed": "1,024 events, and a few seconds",
    "phantom_adapters.transport.channel.Channel._words": "until nobody is about to come in",
    "phantom_adapters.transport.channel.Channel.readers": _HERE,
    "phantom_adapters.transport.circles.Circles._members": _HERE,
    "phantom_adapters.transport.hub.Hub._channels": "ends with its last reader",
    "phantom_adapters.transport.hub.Hub._readers": _HERE,
    "phantom_adapters.transport.hub.Hub._tasks": "two, and one for each failover",
    "phantom_adapters.transport.hub.Hub.deliveries": _CODE,
    "phantom_adapters.transport.in_process.InProcessTransport._listeners": _CODE,
    "phantom_adapters.transport.links.Links._links": "ends with the person, or their server",
    "phantom_adapters.transport.links.Links._viewers": "ends with the person, or their server",
    "phantom_adapters.transport.mending.Mender._tasks": "ends with the mending",
    "phantom_adapters.transport.outbox.Outbox._waiting": "`PHANTOM_OUTBOX_LIMIT`",
    "phantom_adapters.transport.presences.Presences._attentive": _CODE,
    "phantom_adapters.transport.reader.Reader.topics": _HERE,
    "phantom_adapters.transport.redis.RedisTransport._tasks": "two",
    "phantom_adapters.transport.redis.RedisTransport._waiting": "16 MiB, then they are lost",
    "phantom_adapters.transport.replaying._Part._frames": "ends with the replay",
    "phantom_adapters.transport.sightings.Sightings._new": "asked about in a moment",
    "phantom_adapters.transport.sightings.Sightings._others": "one for each living server",
    "phantom_adapters.transport.sightings.Sightings._shared": _HERE,
    "phantom_app.attending.Attending._busy": "ends once it is told",
    "phantom_app.attending.Attending._here": _HERE,
    "phantom_app.attending.Attending._moved": "one for each that is busy",
    "phantom_app.attending.Attending._told": _HERE,
    "phantom_app.doing.Doing.operations": _REQUEST,
    "phantom_app.http.callers.KeysInUse._running": _REQUEST,
    "phantom_app.http.decoding._decoder": _CODE,
    "phantom_app.http.documentation._asset": "three files",
    "phantom_app.http.documentation._document_of": "one",
    "phantom_app.http.file_form.FileForm._fields": _REQUEST,
    "phantom_app.http.gate._methods_of": _CODE,
    "phantom_app.http.gate._parameters_of": _CODE,
    "phantom_app.http.images.forms._Reading.fields": _REQUEST,
    "phantom_app.http.images.forms._Reading.files": _REQUEST,
    "phantom_app.http.metrics.Metrics._operation_series": _CODE,
    "phantom_app.http.metrics.Metrics._refused": _CODE,
    "phantom_app.http.metrics.Metrics._request_series": _CODE,
    "phantom_app.socket.asyncapi.asyncapi_document": "one",
    "phantom_app.socket.route.Sockets._connections": _HERE,
    "phantom_app.waking.Waker._in_hand": "ends once it is done",
    "phantom_app.waking.Waker._rests": "ends once it is due no more",
    "phantom_core.kernel.chance._seeds": "256",
    "phantom_core.live.presence.Roster._here": _HERE,
    "phantom_core.live.presence.Roster._near": "ends with the person, or their server",
    "phantom_core.live.presence.Roster._people": _HERE,
    "phantom_core.studio.arrangement.hot.HotDocuments._places": "128, those used last",
}


def growing(folder: Path) -> set[str]:
    """What below a folder can grow: caches without a size, and containers that begin empty."""
    return {
        f"{module.name}.{name}"
        for module in modules_of(folder)
        for name in _growing_in(module.tree.body)
    }


def _growing_in(body: Iterable[ast.stmt]) -> Iterator[str]:
    for node in body:
        if isinstance(node, ast.ClassDef):
            yield from (f"{node.name}.{name}" for name in _growing_in(node.body))
        elif isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            if any(_is_endless_cache(each) for each in node.decorator_list):
                yield node.name
            if node.name == "__init__":
                told = (target for each in ast.walk(node) for target in _begun_empty(each))
                yield from (target.attr for target in told if isinstance(target, ast.Attribute))
        else:
            yield from map(_name, _begun_empty(node))


def _begun_empty(node: ast.AST) -> Iterable[ast.expr]:
    """What a statement begins as an empty container, or as a cache without a size."""
    if isinstance(node, ast.Assign | ast.AnnAssign) and _begins_empty(node.value):
        return node.targets if isinstance(node, ast.Assign) else [node.target]
    return ()


def _begins_empty(value: ast.expr | None) -> bool:
    match value:
        case ast.Dict(keys=inside) | ast.List(elts=inside):
            return not inside
        case ast.Call(func=maker) if _is_endless_cache(maker):
            return True
        case ast.Call(func=maker, args=given, keywords=named):
            kind = _name(maker)
            if kind == "field":
                return any(
                    each.arg == "factory" and _name(each.value) in _GROWING for each in named
                )
            bounded = any(each.arg == "maxlen" for each in named)
            copied = given and kind in {"dict", "list", "set"}
            return kind in _GROWING and not bounded and not copied
        case _:
            return False


def _is_endless_cache(node: ast.expr) -> bool:
    if isinstance(node, ast.Call):
        sizes = [*node.args, *(each.value for each in node.keywords if each.arg == "maxsize")]
        endless = any(isinstance(each, ast.Constant) and each.value is None for each in sizes)
        return _name(node.func) == "lru_cache" and endless
    return _name(node) == "cache"


def _name(node: ast.expr) -> str:
    match node:
        case ast.Attribute(attr=name) | ast.Name(id=name):
            return name
        case ast.Subscript(value=inside):
            return _name(inside)
        case _:
            return ""


def test_whatever_can_grow_for_as_long_as_a_process_says_what_ends_it() -> None:
    lasting = {name for name in growing(SOURCES) if _LASTING.match(name)}

    assert lasting - ENDING.keys() == set()
    assert ENDING.keys() - lasting == set()


def test_a_new_container_and_a_cache_without_a_size_are_found(tmp_path: Path) -> None:
    tree = write_tree(
        tmp_path,
        {
            "grown.py": (
                "_seen: dict[str, int] = {}\n"
                "_fixed = {'a': 1}\n"
                "@cache\ndef ever(word): ...\n"
                "@lru_cache(maxsize=None)\ndef never(word): ...\n"
                "@lru_cache(64)\ndef some(word): ...\n"
                "class Hall:\n"
                "    names: set[str] = attrs.field(factory=set)\n"
                "    def __init__(self, size):\n"
                "        self.line = deque()\n"
                "        self.short = deque(maxlen=4)\n"
                "        self.mine = defaultdict(list)\n"
                "        self.read = functools.cache(_read)\n"
                "        self.told = lru_cache(None)(_tell)\n"
                "        self.copy = list(size)\n"
                "        passing = {}\n"
            )
        },
    )

    of_the_hall = {f"grown.Hall.{name}" for name in ("names", "line", "mine", "read", "told")}
    assert growing(tree) == of_the_hall | {"grown._seen", "grown.ever", "grown.never"}
