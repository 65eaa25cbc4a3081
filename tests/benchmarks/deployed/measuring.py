"""What is measured at a site, with one server or with two, part after part."""

import random
import statistics
from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import Final

import attrs

from tests.benchmarks.deployed.asking import ask_a_few, ask_on
from tests.benchmarks.deployed.constant_server import Constant
from tests.benchmarks.deployed.errands import Errand, Mixed, errands
from tests.benchmarks.deployed.hearing import Ear, hang_up, listen, port_of
from tests.benchmarks.deployed.people import CALLERS, People, hand_in
from tests.benchmarks.deployed.site import Site, programs
from tests.benchmarks.deployed.soaking import Soak, soak
from tests.benchmarks.deployed.usage import Programs
from tests.crash.server import Server

__all__ = ["RAW", "Bench", "Cost", "Workplace", "open_bench"]

RAW: Final = "uvicorn, a constant"
_ROUND: Final = 2.0


@attrs.frozen
class Cost:
    """What requests took: how many a second of the clock, and seconds of processor time of each.

    Attributes:
        broker: what Valkey took.
    """

    rate: float
    servers: float
    database: float
    broker: float

    @property
    def share(self) -> float:
        """Which share of all of it PostgreSQL took."""
        return self.database / (self.servers + self.database + self.broker)


@attrs.frozen
class Workplace:
    """Those whose processor time is counted; no programs take none."""

    servers: Programs
    database: Programs
    broker: Programs

    def now(self) -> tuple[float, float, float]:
        """Seconds so far."""
        return self.servers.processor(), self.database.processor(), self.broker.processor()


@attrs.frozen(kw_only=True)
class Bench:
    """A site whose servers run."""

    people: People
    servers: Sequence[Server]
    workplace: Workplace
    errands: Mapping[str, Sequence[Errand]]

    @property
    def ports(self) -> Sequence[int]:
        """Where the servers listen."""
        return [port_of(server) for server in self.servers]

    async def routes(self, constant: Constant, seconds: float) -> Mapping[str, Cost]:
        """Ask each route for so long, in rounds in which all take turns; medians.

        A bare uvicorn that answers a constant takes its turn too. What is asked first in a round
        does not count: code is loaded then, and songs have changed.
        """
        bare = Workplace(constant.programs, Programs(()), Programs(()))
        asked = [(RAW, [constant.port], bare)]
        asked += [(name, [*self.ports], self.workplace) for name in self.errands]
        idle = next(iter(self.errands.values()))
        found: dict[str, list[Cost]] = defaultdict(list)
        for _ in range(max(1, round(seconds / _ROUND))):
            for name, ports, workplace in asked:
                sent = self.errands.get(name, idle)
                await ask_a_few(sent, ports)
                found[name].append(await _cost(sent, ports, workplace, min(_ROUND, seconds)))
        return {name: _median(costs) for name, costs in found.items()}

    async def mixture(self, seconds: float) -> Cost:
        """Ask everything, as often as each is asked, as fast as it is answered."""
        return await _cost(self.mixed(), self.ports, self.workplace, seconds)

    async def soak(self, rate: float, minutes: float) -> Soak:
        """Ask everything so many times a second, while the callers hear their rooms and chats."""
        people = self.people
        topics = list(zip(people.rooms, people.chats, strict=True))
        ears = [
            Ear(each, f"room:{topics[at % len(topics)][0]}", f"chat:{topics[at % len(topics)][1]}")
            for at, each in enumerate(people.callers)
        ]
        await listen(ears, self.servers)
        found = await soak(self.mixed(), self.ports, self.servers, rate=rate, minutes=minutes)
        hang_up(ears)
        return found

    def mixed(self) -> Sequence[Errand]:
        """What each caller asks of everything."""
        return [
            Mixed(
                [],
                kinds={name: each[number] for name, each in self.errands.items()},
                chance=random.Random(number),
            )
            for number in range(CALLERS)
        ]


async def open_bench(site: Site, people: People, count: int) -> Bench:
    """Have so many servers of a site run, and prepare what is asked of them."""
    servers = await site.start(count)
    recording = await hand_in(servers[0].url, people.callers[0])
    return Bench(
        people=people,
        servers=servers,
        workplace=Workplace(
            programs(servers),
            Programs((site.database.pid,) if site.database else ()),
            Programs((site.broker.pid,) if site.broker else ()),
        ),
        errands=errands(people, recording),
    )


async def _cost(
    sent: Sequence[Errand], ports: Sequence[int], workplace: Workplace, seconds: float
) -> Cost:
    before = workplace.now()
    answers = await ask_on(sent, ports, seconds)
    taken = [now - then for now, then in zip(workplace.now(), before, strict=True)]
    return Cost(answers.count / seconds, *(each / answers.count for each in taken))


def _median(costs: Sequence[Cost]) -> Cost:
    columns = zip(*(attrs.astuple(cost) for cost in costs), strict=True)
    return Cost(*map(statistics.median, columns))
