"""The server, the worker, one command: each from its settings to its end."""

import asyncio
import socket
from collections.abc import AsyncIterator, Callable, Collection, Coroutine, Iterator, Mapping
from contextlib import asynccontextmanager, contextmanager
from datetime import timedelta
from functools import partial
from signal import SIGINT, SIGTERM, Signals
from typing import Any, Final, TypeVar

import anyio
import attrs
import uvicorn
from anyio import to_thread

from phantom_adapters.backups import clear_scratch
from phantom_app import VERSION
from phantom_app.beating import beat
from phantom_app.collecting import collecting_little
from phantom_app.composition import composed
from phantom_app.draining import Draining
from phantom_app.exit_codes import code_of
from phantom_app.http.app import create_app
from phantom_app.http.routes import ROUTES, server_of
from phantom_app.http.served import Served
from phantom_app.http.uvicorn_requests import let_go, request_protocol
from phantom_app.logs import set_up_logs
from phantom_app.measuring_server import serve_measurements
from phantom_app.open_files import (
    FEW,
    connections_within,
    expect_room,
    most_open_files,
    raise_open_files,
)
from phantom_app.running import run
from phantom_app.secret_keys import expect_unguessable, secret_keys
from phantom_app.services import Services
from phantom_app.settings import BadSetting, Settings
from phantom_app.site import await_site, keep_site, site_at
from phantom_app.socket.uvicorn_wire import KEEPALIVE, SocketProtocol
from phantom_app.supervising import Supervisor
from phantom_app.tending import tend_rooms
from phantom_app.workers import worker_of
from phantom_core.kernel import SYSTEM, Command

__all__ = [
    "Listening",
    "Tell",
    "do_once",
    "fill_demo",
    "listen",
    "listen_in_several",
    "work",
]

R = TypeVar("R")

_ANYWHERE: Final = {"0.0.0.0", "::", ""}  # noqa: S104 - what operators may ask for
_FAREWELL: Final = 5
_LARGEST_READ: Final = 16 * 1024 * 1024
"""Frames of more bytes end their connection; smaller ones that are too large are answered."""
_BACKLOG: Final = 2048
_PATIENCE: Final = timedelta(seconds=10)

_GREETING: Final = f"""\
Phantom {VERSION} listens on {{address}} ({{storage}}).
Documentation: {{address}}/schema. Stop it with Ctrl+C."""

_LINKS_STAY_HERE: Final = (
    "Links in mails lead to {site}, which others cannot reach; set PHANTOM_PUBLIC_URL for them."
)

_FEW_FILES: Final = (
    "A process may have {files} files open here, which are enough for {connections} connections; "
    "raise the limit (LimitNOFILE=65536 in the unit, or ulimit -n 65536) for more."
)

_NO_BROKER: Final = (
    "Without PHANTOM_BROKER_URL each server counts calls alone, and who is typing, where cursors "
    "are and who is there is known within one server only."
)

Tell = Callable[[str], None]
"""Says a line to the operator."""

_Life = Callable[[], Coroutine[Any, Any, None]]


@attrs.frozen(kw_only=True)
class Listening:
    """How to serve.

    Attributes:
        port: 0 takes one that is free.
        demo: whether the demo world is made first, where nobody lives yet.
        worker: whether stored jobs are done in this process too.
    """

    host: str
    port: int
    demo: bool = False
    worker: bool = True


async def listen(settings: Settings, listening: Listening, tell: Tell) -> None:
    """Serve until told to stop, by SIGINT or SIGTERM; a second signal does not wait any more.

    SIGTERM spreads the goodbyes to sockets over a time; SIGINT, from a keyboard, does not.

    Raises: BadSetting, Unavailable.
    """
    set_up_logs(settings)
    expect_unguessable(settings)
    expect_room(most_open_files())
    with _socket(listening) as bound:
        await _serve_on(bound, settings, listening, tell)


def listen_in_several(settings: Settings, listening: Listening, count: int, tell: Tell) -> int:
    """Serve with so many processes on one port, until told to stop; answer the exit code.

    Raises: BadSetting.
    """
    if not settings.shares_store:
        needed = "several servers need PHANTOM_DATABASE_URL=postgresql://USER@HOST/NAME"
        raise BadSetting("--workers", f"a SQLite database is one server's alone; {needed}")
    expect_unguessable(settings)
    expect_room(most_open_files())
    secret_keys(settings)
    with _socket(listening) as bound:

        def serve(number: int, lifeline: int) -> int:
            mine = attrs.evolve(listening, demo=listening.demo and number == 0)
            set_up_logs(settings)
            return code_of(lambda: run(_serve_on(bound, settings, mine, _silent, lifeline)))

        _greet(settings, listening, bound, tell)
        if settings.broker_url is None:
            tell(_NO_BROKER)
        return Supervisor(count, serve, tell).run()


async def _serve_on(
    bound: socket.socket,
    settings: Settings,
    listening: Listening,
    tell: Tell,
    lifeline: int | None = None,
) -> None:
    """Serve on a socket; where there is a `lifeline`, only for as long as it holds."""
    site = site_at(settings, _address(listening.host, bound))
    async with composed(attrs.evolve(settings, app_url=site), serving=True) as services:
        keep_site(settings, site)
        await to_thread.run_sync(clear_scratch, settings.data_dir)
        life = await _demo(services, tell) if listening.demo else None
        served = server_of(services)
        server = _Server(_config(served, raise_open_files()))
        async with _beside(services, working=listening.worker, life=life):
            spread = settings.drain_spread.total_seconds()
            draining = Draining(services.readiness, served.sockets, server, spread)
            with (
                collecting_little(),
                _on_signals({SIGINT: draining.hurry, SIGTERM: draining.begin}, lifeline),
            ):
                _greet(settings, listening, bound, tell)
                await server.serve(sockets=[bound])


def _greet(settings: Settings, listening: Listening, bound: socket.socket, tell: Tell) -> None:
    address = _address(listening.host, bound)
    tell(_GREETING.format(address=address, storage=settings.storage_kind))
    if listening.host in _ANYWHERE and (site := site_at(settings, address)) == address:
        tell(_LINKS_STAY_HERE.format(site=site))
    if (files := most_open_files()) < FEW:
        tell(_FEW_FILES.format(files=files, connections=connections_within(files)))


def _silent(_: str) -> None:
    """One of several speaks for all."""


async def work(
    settings: Settings, tell: Tell, *, kinds: Collection[str] = (), slots: int | None = None
) -> None:
    """Do stored jobs until told to stop.

    Args:
        settings: where they are, and what does them.
        tell: says that it has begun.
        kinds: of which kinds they are; of all, if there are none.
        slots: how many are done at a time, of whatever kind; if neither this nor `kinds` is given,
            each kind that takes long has hands of its own.

    Raises: BadSetting, Unavailable.
    """
    set_up_logs(settings)
    await await_site(settings, _PATIENCE)
    async with composed(settings) as services, anyio.create_task_group() as tasks:
        stop = tasks.cancel_scope.cancel
        with _on_signals({SIGINT: stop, SIGTERM: stop}):
            tell(f"Phantom {VERSION} does stored jobs. Stop it with Ctrl+C.")
            tasks.start_soon(serve_measurements, settings, services.measuring)
            await worker_of(services, kinds, slots).run()


async def do_once(settings: Settings, command: Command[R]) -> R:
    """Do one command as the system. Raises: what the command refuses with."""
    async with composed(settings) as services:
        return (await services.phantom.do(command, actor=SYSTEM)).value


async def fill_demo(settings: Settings) -> None:
    """Add the demo world to what is stored; what is there already stays.

    Raises: NoDemo; as `listen`.
    """
    from phantom_app.demo import fill

    set_up_logs(settings)
    async with composed(settings) as services:
        await fill(services)


class _Server(uvicorn.Server):
    """Uvicorn, whose signals are handled here: cleaning up comes after it, not before."""

    async def let_go(self) -> None:
        """Have connections go that are kept for requests."""
        await let_go(self.server_state.connections)

    def stop(self) -> None:
        """Finish what runs; asked a second time, do not wait for it."""
        self.force_exit = self.should_exit
        self.should_exit = True

    @contextmanager
    def capture_signals(self) -> Iterator[None]:
        """Leave signals alone."""
        yield


def _config(served: Served, files: int) -> uvicorn.Config:
    return uvicorn.Config(
        create_app(served, routes=ROUTES),
        http=request_protocol(
            connections_within(files), files, lambda: served.services.readiness.draining
        ),
        ws=SocketProtocol,
        ws_ping_interval=KEEPALIVE,
        ws_ping_timeout=KEEPALIVE,
        ws_per_message_deflate=False,
        ws_max_size=_LARGEST_READ,
        lifespan="off",
        log_config=None,
        access_log=False,
        server_header=False,
        proxy_headers=True,
        forwarded_allow_ips=served.services.settings.trusted_proxies,
        timeout_graceful_shutdown=_FAREWELL,
    )


@asynccontextmanager
async def _beside(
    services: Services, *, working: bool, life: _Life | None = None
) -> AsyncIterator[None]:
    """Deliver what is live meanwhile, and do stored jobs, if that is wanted; and let there be life.

    Other servers are told that this one runs, and of whom it has here; a SQLite database has no
    other server.
    """
    attending = services.attending
    register = partial(
        beat,
        services.phantom,
        services.server_id,
        alone=not services.settings.shares_store,
        revived=attending.tell_again,
    )
    async with services.hub, anyio.create_task_group() as tasks:
        await tasks.start(register)
        tasks.start_soon(attending.run)
        tasks.start_soon(tend_rooms, services)
        tasks.start_soon(serve_measurements, services.settings, services.measuring)
        if working:
            tasks.start_soon(worker_of(services).run)
        if life is not None:
            tasks.start_soon(life)
        yield
        tasks.cancel_scope.cancel()


@contextmanager
def _on_signals(
    stops: Mapping[Signals, Callable[[], None]], lifeline: int | None = None
) -> Iterator[None]:
    """Do something about signals; a lifeline that ends is a SIGTERM."""
    loop = asyncio.get_running_loop()
    for number, stop in stops.items():
        loop.add_signal_handler(number, stop)
    if lifeline is not None:

        def end() -> None:
            loop.remove_reader(lifeline)
            stops[SIGTERM]()

        loop.add_reader(lifeline, end)
    try:
        yield
    finally:
        for number in stops:
            loop.remove_signal_handler(number)
        if lifeline is not None:
            loop.remove_reader(lifeline)


def _socket(listening: Listening) -> socket.socket:
    family = socket.AF_INET6 if ":" in listening.host else socket.AF_INET
    try:
        return socket.create_server(
            (listening.host, listening.port), family=family, backlog=_BACKLOG
        )
    except OSError as error:
        place = f"{listening.host}:{listening.port}"
        raise BadSetting("--host and --port", f"{place} cannot be listened on: {error}") from error


def _address(host: str, bound: socket.socket) -> str:
    """The URL by which this server is reached from its own machine."""
    name = "localhost" if host in _ANYWHERE else host
    return f"http://{f'[{name}]' if ':' in name else name}:{bound.getsockname()[1]}"


async def _demo(services: Services, tell: Tell) -> _Life | None:
    """Make the demo world, or go on where that was interrupted, and answer what lives in it.

    Where others live it is not begun; that is said.
    """
    from phantom_app.demo import NoDemo, fill_alone, live

    try:
        rooms = await fill_alone(services)
    except NoDemo as refusal:
        tell(refusal.detail)
        return None
    return partial(live, services.phantom, rooms)
