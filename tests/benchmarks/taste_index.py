"""How well, how fast and in how much memory people alike are found, beside comparing with all.

`python -m tests.benchmarks.taste_index [--people N] [--data DIR] [--keep FILE] [--queries N]
[--only index|sqlite|postgres]`. People are made of the real listeners of `PHANTOM_TEST_DATA`
(`tasting/people.py`), by the core's own vectors; `--keep` stores them for the next run, as making a
million takes minutes. Asked is the index over arrays by itself, and then each database, filled and
opened as a server opens it, through its storage: for the 50 likest of somebody, of all or of those
who suit both sides' wishes, and after somebody has changed. Recall is the share of the true best
that is found, by true products. The peer, in the same run, multiplies SciPy's sparse matrix with
the vector: exact, and fast for what it does.

The processor's time is that of this process and of PostgreSQL's together, beside the clock's.
"""

import argparse
import asyncio
import gc
import json
import os
import random
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Final

import numpy as np
import psutil
import psycopg
from scipy.sparse import csr_matrix

from phantom_adapters.contracts.kernel_examples import read, write
from phantom_adapters.search.columns import TraitCodes
from phantom_adapters.search.inverted import InvertedIndex
from phantom_adapters.search.person import IndexedPerson
from phantom_adapters.search.segment import Segment
from phantom_adapters.sql import migrate, open_storage
from phantom_adapters.sql.opening import database_at
from phantom_adapters.sql.storage import SqlStorage
from phantom_adapters.sql.taste_rows import next_revision, store
from phantom_core.kernel import UserId
from phantom_core.kernel.ids import id_to_bytes
from phantom_core.matching import Traits, Wishes
from phantom_core.matching.index_ports import Candidate, CandidateFilter
from tests.benchmarks.tasting.crowd import Crowd, gather
from tests.benchmarks.tasting.people import TODAY, identity, number_of, read_listeners
from tests.postgres_server import PostgresServer, postgres

WANTED: Final = 50
ROUNDED: Final = 1e-6
PAGE: Final = 20_000
DATA: Final = Path(os.environ.get("PHANTOM_TEST_DATA", "../shared/data")) / "taste"
HEAD: Final = (
    f"{'engine':<13}{'who':<12}{'recall@50':>10}{'worst':>7}{'CPU ms':>9}{'ms':>9}{'/ peer':>9}"
)

Asking = SqlStorage | InvertedIndex
Asked = tuple[int, CandidateFilter]
"""Whose likest, and among whom."""


class Truth:
    """All products at once, by SciPy."""

    def __init__(self, crowd: Crowd) -> None:
        shape = (len(crowd.starts) - 1, len(crowd.names))
        self._crowd = crowd
        self._matrix = csr_matrix((crowd.weights, crowd.terms, crowd.starts), shape=shape)
        codes, people = TraitCodes(), range(shape[0])
        parts = [
            codes.columns([crowd.traits_of(each) for each in people[first : first + PAGE]])
            for first in range(0, shape[0], PAGE)
        ]
        self._codes, self._columns = codes, parts[0].joined(parts)

    def products(self, number: int) -> Any:
        """Everybody's with one."""
        span = slice(self._crowd.starts[number], self._crowd.starts[number + 1])
        vector = np.zeros(self._matrix.shape[1], np.float32)
        vector[self._crowd.terms[span]] = self._crowd.weights[span]
        return self._matrix @ vector

    def suiting(self, seeker: Traits) -> Any:
        """The numbers of those who suit."""
        admission = self._codes.admission(seeker, TODAY)
        everybody = np.arange(self._matrix.shape[0], dtype=np.uint32)
        return everybody if admission is None else admission.passing(self._columns, everybody)

    def recall(self, asked: Asked, found: Sequence[Candidate]) -> float:
        """The share of the best that was found."""
        number, among = asked
        products = self.products(number)
        products[number] = 0
        if among.seeker is not None:
            products = products[self.suiting(among.seeker)]
        best = np.sort(products)[-WANTED:]
        best = best[best > 0]
        least = float(best[0]) - ROUNDED
        true = self.products(number)[[number_of(each.user_id) for each in found]]
        return float((true >= least).sum()) / len(best)


def questions(crowd: Crowd, truth: Truth, count: int) -> dict[str, list[Asked]]:
    """The same people, asking among all and among the twentieth or so who suit."""
    chance = random.Random(6)
    numbers = chance.sample(range(len(crowd.starts) - 1), count)
    among_all = [(each, CandidateFilter(without=(identity(each),))) for each in numbers]
    among_some, share = [], 0.0
    for number in numbers:
        lowest = chance.randint(18, 24)
        wishes = Wishes(genders=(chance.choice(["female", "male"]),), ages=(lowest, lowest + 5))
        seeker = Traits(gender="female", birth_date=TODAY.replace(year=2000), wishes=wishes)
        among = CandidateFilter(seeker=seeker, today=TODAY, without=(identity(number),))
        among_some.append((number, among))
        share += len(truth.suiting(seeker)) / (len(crowd.starts) - 1) / count
    return {"all": among_all, f"{share:.1%} suit": among_some}


@contextmanager
def taking(what: str) -> Iterator[None]:
    """Tell how long something takes."""
    cpu, clock = time.process_time(), time.perf_counter()
    yield
    spent = time.process_time() - cpu
    print(f"  {what}: {spent:.1f} s of CPU, {time.perf_counter() - clock:.1f} s")


async def candidates(index: Asking, person: IndexedPerson, among: CandidateFilter) -> Any:
    """Ask a storage, or an index by itself."""
    if isinstance(index, InvertedIndex):
        return index.candidates(person.vector, WANTED, among)

    def body(work: Any) -> Any:
        return work.taste_index.candidates(person.vector, WANTED, among)

    return await read(index, body)


def cpu_time(server: PostgresServer | None = None) -> float:
    """Seconds of the processor that this process has taken, and a server."""
    if server is None:
        return time.process_time()
    pid = int((server.folder / "data" / "postmaster.pid").read_text().split()[0])
    spent = [each.cpu_times() for each in psutil.Process(pid).children()]
    return time.process_time() + float(sum(each.user + each.system for each in spent))


async def ask(
    index: Asking,
    crowd: Crowd,
    truth: Truth,
    asked: dict[str, list[Asked]],
    server: PostgresServer | None = None,
) -> None:
    """Ask everything, and print a line for each kind of question."""
    alone = "index alone" if isinstance(index, InvertedIndex) else "over SQLite"
    engine = "PostgreSQL" if server else alone
    for name, each in asked.items():
        people = [crowd.person(number) for number, _ in each]
        for person, (_, among) in zip(people[:5], each, strict=False):
            await candidates(index, person, among)
        cpu, clock = cpu_time(server), time.perf_counter()
        found = [
            await candidates(index, person, among)
            for person, (_, among) in zip(people, each, strict=True)
        ]
        spent = 1e3 * (cpu_time(server) - cpu) / len(each)
        passed = 1e3 * (time.perf_counter() - clock) / len(each)
        recalls = [truth.recall(*pair) for pair in zip(each, found, strict=True)]
        cpu = time.process_time()
        for number, _ in each:
            np.argpartition(truth.products(number), -WANTED)
        peer = 1e3 * (time.process_time() - cpu) / len(each)
        line = f"{np.mean(recalls):>10.4f}{min(recalls):>7.2f}{spent:>9.2f}{passed:>9.2f}"
        print(f"{engine:<13}{name:<12}{line}{spent / peer:>9.3f}", flush=True)


async def change(
    index: Asking, crowd: Crowd, asked: Sequence[Asked], server: PostgresServer | None = None
) -> None:
    """Change people one after the other, and ask for each one's likest at once."""
    writing = asking = 0.0
    for number, among in asked:
        person, other = crowd.person(number), crowd.person(number // 2)

        def body(work: Any, person: IndexedPerson = person, new: Any = other.vector) -> None:
            work.taste_index.upsert(person.user_id, new, person.traits)

        begun = cpu_time(server)
        if isinstance(index, InvertedIndex):
            index.upsert(person.user_id, other.vector, person.traits)
        else:
            await write(index, body)
        written = cpu_time(server)
        await candidates(index, other, among)
        writing, asking = writing + written - begun, asking + cpu_time(server) - written
    each = 1e3 / len(asked)
    print(f"  a change: {writing * each:.2f} ms of CPU to write, {asking * each:.2f} to ask then")


def fill_sqlite(url: str, crowd: Crowd) -> None:
    """Store everybody by the adapter's own statements, many in one transaction."""
    session = database_at(url).session(writing=True)
    for first in range(0, len(crowd.starts) - 1, PAGE):
        session.begin(writing=True, shared=False)
        tx = session.transaction(writing=True)
        for person in crowd.people(first, min(first + PAGE, len(crowd.starts) - 1)):
            store(tx, person, next_revision(tx))
        session.commit()
    session.close()


def fill_postgres(url: str, crowd: Crowd) -> None:
    """Copy everybody in, and have the index by weight made afterwards."""
    index = "ix_taste_postings_term_weight_user_id"
    with psycopg.connect(url, autocommit=True) as connection, connection.cursor() as cursor:
        cursor.execute(f"DROP INDEX {index}")
        with cursor.copy("COPY taste_people FROM STDIN") as copy:
            for person in crowd.people(0, len(crowd.starts) - 1):
                copy.write_row(_row(person))
        with cursor.copy("COPY taste_postings FROM STDIN") as copy:
            for person in crowd.people(0, len(crowd.starts) - 1):
                raw = _raw(person.user_id)
                for term, weight in person.vector:
                    copy.write_row((raw, term, weight))
        cursor.execute(f"CREATE INDEX {index} ON taste_postings (term, weight, user_id)")
        cursor.execute("VACUUM ANALYZE taste_postings, taste_people")
        cursor.execute("SELECT pg_size_pretty(pg_database_size(current_database()))")
        print(f"  the database is {(cursor.fetchone() or ('?',))[0]}")


def _row(person: IndexedPerson) -> tuple[Any, ...]:
    traits, wishes = person.traits, person.traits.wishes
    youngest, oldest = wishes.ages or (None, None)
    wished = json.dumps(wishes.genders), youngest, oldest, json.dumps(wishes.regions)
    told = traits.gender, traits.birth_date, traits.region
    return _raw(person.user_id), 0, "[]", *told, *wished


def _raw(user_id: UserId) -> str:
    return id_to_bytes(user_id).hex()


async def alone(crowd: Crowd, truth: Truth, asked: dict[str, list[Asked]]) -> None:
    """The index over arrays by itself."""
    gc.collect()
    before, index = psutil.Process().memory_info().rss, InvertedIndex()
    spent = 0.0
    for first in range(0, len(crowd.starts) - 1, 16_384):
        people = list(crowd.people(first, min(first + 16_384, len(crowd.starts) - 1)))
        cpu = time.process_time()
        index.load(people)
        await asyncio.to_thread(index.close)
        spent += time.process_time() - cpu
    gc.collect()
    grown = (psutil.Process().memory_info().rss - before) / 1e6
    print(f"  building the index: {spent:.1f} s of CPU; memory: {grown:.0f} MB more")
    print(f"  of that, arrays: {sum(map(_size, index._segments)) / 1e6:.0f} MB")
    await ask(index, crowd, truth, asked)
    await change(index, crowd, asked["all"])


def _size(segment: Segment) -> int:
    """What the arrays of a segment take."""
    arrays = (*vars(segment).values(), *segment.columns)
    return sum(each.nbytes for each in arrays if isinstance(each, np.ndarray))


async def embedded(folder: Path, crowd: Crowd, truth: Truth, asked: dict[str, list[Asked]]) -> None:
    """The index in memory over SQLite."""
    url = f"sqlite:///{folder / 'phantom.db'}?synchronous=NORMAL"
    migrate(url)
    with taking("filling SQLite"):
        fill_sqlite(url, crowd)
    gc.collect()
    before = psutil.Process().memory_info().rss
    storage = open_storage(url)
    with taking("building the index from its rows, beside"):
        await candidates(storage, crowd.person(0), CandidateFilter())
        await asyncio.to_thread(storage._kept.tastes.settle)
    gc.collect()
    print(f"  memory: {(psutil.Process().memory_info().rss - before) / 1e6:.0f} MB more")
    await ask(storage, crowd, truth, asked)
    await change(storage, crowd, asked["all"])
    await storage.close()


async def on_postgres(
    server: PostgresServer, crowd: Crowd, truth: Truth, asked: dict[str, list[Asked]]
) -> None:
    """Plain SQL on PostgreSQL."""
    url = server.url(server.create_database())
    migrate(url)
    with taking("filling PostgreSQL"):
        fill_postgres(url, crowd)
    storage = open_storage(url)
    await ask(storage, crowd, truth, asked, server)
    await change(storage, crowd, asked["all"], server)
    await storage.close()


def main() -> None:
    """Run the benchmark."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--people", type=int, default=50_000)
    parser.add_argument("--queries", type=int, default=100)
    parser.add_argument("--data", type=Path, default=DATA)
    parser.add_argument("--keep", type=Path)
    parser.add_argument("--only", choices=["index", "sqlite", "postgres"])
    options = parser.parse_args()
    with taking(f"making {options.people:,} people"):
        crowd = gather(read_listeners(options.data), options.people, options.keep)
    print(f"  {len(crowd.terms) / options.people:.1f} terms each, of {len(crowd.names):,}")
    truth = Truth(crowd)
    asked = questions(crowd, truth, options.queries)
    print(HEAD)
    only = options.only
    if only in {None, "index"}:
        asyncio.run(alone(crowd, truth, asked))
    if only in {None, "sqlite"}:
        with tempfile.TemporaryDirectory() as folder:
            asyncio.run(embedded(Path(folder), crowd, truth, asked))
    if only in {None, "postgres"}:
        with postgres() as server:
            asyncio.run(on_postgres(server, crowd, truth, asked))


if __name__ == "__main__":
    main()
