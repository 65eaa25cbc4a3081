"""An attrs class in a table: added, put, found, removed, and what the database refuses."""

from collections.abc import Iterator

import attrs
import pytest
from sqlalchemy import Column, ForeignKey, MetaData, Table, UniqueConstraint, bindparam

from phantom_adapters.sql import sqlite, types
from phantom_adapters.sql.errors import Dangling, Taken
from phantom_adapters.sql.rows import Rows
from phantom_adapters.sql.session import Database, Session
from phantom_adapters.sql.statement import Statement
from phantom_adapters.sql.tables import METADATA
from phantom_adapters.sql.transaction import Transaction
from phantom_core.kernel import Checked, Conflict, Invalid, NotFound
from phantom_core.kernel.rules import line, ruled

METADATA_HERE = MetaData(naming_convention=METADATA.naming_convention)
BANDS = Table("bands", METADATA_HERE, Column("name", types.Words, primary_key=True))
PLAYERS = Table(
    "players",
    METADATA_HERE,
    Column("band", types.Words, ForeignKey("bands.name"), primary_key=True),
    Column("number", types.Whole, primary_key=True),
    Column("name", types.Words, nullable=False),
    Column("name_key", types.Words, nullable=False),
    UniqueConstraint("name_key"),
)


class NameTaken(Conflict):
    rule = "name-taken"


@attrs.frozen
class Band:
    name: str


@attrs.frozen(kw_only=True)
class Player(Checked):
    band: str
    number: int
    name: str = ruled(line(1, 10))


ROWS = Rows(
    PLAYERS,
    Player,
    noun="player",
    taken={"uq_players_name_key": lambda player: NameTaken(f"{player.name} is taken.")},
    computed={"name_key": lambda player: player.name.casefold()},
)
ONE_COLUMN = Rows(BANDS, Band, noun="band")
NAMED = Statement(ROWS.select.where(PLAYERS.c.name_key == bindparam("key")))
ADA = Player(band="duo", number=1, name="Ada")
BOB = Player(band="duo", number=2, name="Bob")


@pytest.fixture
def tx(
    database: Database, session: Session, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Transaction]:
    monkeypatch.setattr(sqlite, "METADATA", METADATA_HERE)
    engine = database.engine()
    METADATA_HERE.create_all(engine)
    engine.dispose()
    session.begin(writing=True, shared=False)
    tx = session.transaction(writing=True)
    ONE_COLUMN.add(tx, Band("duo"))
    ROWS.add(tx, ADA)
    ROWS.add(tx, BOB)
    yield tx
    session.roll_back()


def test_a_value_is_found_by_its_key_and_by_statements(tx: Transaction) -> None:
    assert ROWS.get(tx, "duo", 1) == ADA
    assert ROWS.find(tx, "duo", 2) == BOB
    assert ROWS.find(tx, "trio", 2) is None
    assert ROWS.one(tx, NAMED, key="ada") == ADA
    assert ROWS.all(tx, NAMED, key="eve") == []
    assert ONE_COLUMN.get(tx, "duo") == Band("duo")


def test_a_value_is_replaced_with_what_is_computed_from_it(tx: Transaction) -> None:
    eve = attrs.evolve(ADA, name="Eve")
    ROWS.put(tx, eve)

    assert ROWS.get(tx, "duo", 1) == eve
    assert ROWS.one(tx, NAMED, key="eve") == eve
    assert ROWS.one(tx, NAMED, key="ada") is None


def test_a_value_is_set_whether_or_not_there_is_one_with_its_key(tx: Transaction) -> None:
    eve = attrs.evolve(ADA, name="Eve")
    dan = Player(band="duo", number=3, name="Dan")
    for player in (eve, dan):
        ROWS.set(tx, player)
    for band in ("duo", "trio"):
        ONE_COLUMN.set(tx, Band(band))

    assert [ROWS.get(tx, "duo", number) for number in (1, 2, 3)] == [eve, BOB, dan]
    assert ROWS.one(tx, NAMED, key="eve") == eve
    assert ONE_COLUMN.get(tx, "trio") == Band("trio")


def test_a_unique_constraint_keeps_its_meaning_when_a_value_is_set(tx: Transaction) -> None:
    with pytest.raises(NameTaken, match="bob is taken"):
        ROWS.set(tx, Player(band="duo", number=3, name="bob"))


def test_a_column_can_be_filled_otherwise(tx: Transaction) -> None:
    ROWS.put(tx, ADA, name_key="the first")

    assert ROWS.one(tx, NAMED, key="the first") == ADA


def test_what_is_not_there_is_not_found(tx: Transaction) -> None:
    absent = Player(band="duo", number=3, name="Eve")

    with pytest.raises(NotFound, match="There is no player duo 3"):
        ROWS.get(tx, "duo", 3)
    with pytest.raises(NotFound, match="There is no player duo 3"):
        ROWS.put(tx, absent)


def test_what_is_removed_is_gone(tx: Transaction) -> None:
    assert [ROWS.remove(tx, "duo", 1) for _ in range(2)] == [True, False]
    assert ROWS.find(tx, "duo", 1) is None


def test_a_unique_constraint_means_what_the_repository_says(tx: Transaction) -> None:
    with pytest.raises(NameTaken, match="ADA is taken"):
        ROWS.add(tx, Player(band="duo", number=3, name="ADA"))


def test_a_unique_constraint_keeps_its_meaning_when_a_row_is_replaced(tx: Transaction) -> None:
    with pytest.raises(NameTaken, match="ADA is taken"):
        ROWS.put(tx, attrs.evolve(BOB, name="ADA"))


def test_a_unique_constraint_that_means_nothing_else_is_a_conflict(tx: Transaction) -> None:
    with pytest.raises(Conflict, match="This player is there already"):
        ROWS.add(tx, Player(band="duo", number=1, name="Eve"))


def test_a_unique_constraint_is_known_by_its_name(tx: Transaction) -> None:
    with pytest.raises(Taken) as caught:
        tx.run(Statement(BANDS.insert().values(name="duo")))

    assert caught.value.constraint == "pk_bands"


def test_what_refers_to_nothing_is_dangling(tx: Transaction) -> None:
    with pytest.raises(Dangling):
        ROWS.add(tx, Player(band="trio", number=1, name="Eve"))


def test_what_is_referred_to_cannot_be_removed(tx: Transaction) -> None:
    with pytest.raises(Dangling):
        ONE_COLUMN.remove(tx, "duo")


def test_a_rule_that_has_become_stricter_does_not_make_old_rows_unreadable(
    tx: Transaction,
) -> None:
    with pytest.raises(Invalid):
        Player(band="duo", number=3, name="x" * 11)
    insert = PLAYERS.insert().values(band="duo", number=3, name="x" * 11, name_key="x")
    tx.run(Statement(insert))

    assert ROWS.get(tx, "duo", 3).name == "x" * 11


def test_a_table_that_does_not_fit_its_class_is_refused_when_the_program_starts() -> None:
    with pytest.raises(TypeError, match=r"table players and its class differ in \['name_key'\]"):
        Rows(PLAYERS, Player, noun="player")
    with pytest.raises(TypeError, match=r"table bands has no constraints \['uq_bands_name'\]"):
        Rows(BANDS, Band, noun="band", taken={"uq_bands_name": lambda _: Conflict("x")})
