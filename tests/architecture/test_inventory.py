"""The inventory of what is kept about people knows every table, and every column with words.

A new table fails here until it stands in `phantom_core.privacy.holdings`: what it keeps of people,
how that goes when somebody is erased, and what of it is exported.
"""

from collections import Counter
from typing import Any

from sqlalchemy import BigInteger, Boolean, Column, Date

from phantom_adapters.sql.personal_sources import SOURCES
from phantom_adapters.sql.tables import METADATA
from phantom_adapters.sql.types import Instant, Real
from phantom_core.privacy import INVENTORY, RULES, Fate
from phantom_core.privacy.record_kinds import TOLD, RecordKind
from phantom_core.privacy.record_shapes import SHAPES

_ENDS = ("_by", "user_id", "owner_id", "sender_id", "uploader_id", "actor_id")
_RULES_OF_THEIR_OWN = {"servers", "sweep_runs", "uploads"}
"""Contexts that let go of what is theirs: there is more to it than rows."""
_BY_STEPS = {
    "abuse_reports",
    "audio_files",
    "audio_reports",
    "bookings",
    "call_negotiations",
    "call_participants",
    "chat_files",
    "chat_messages",
    "data_exports",
    "events",
    "images",
    "jobs",
    "playlist_songs",
    "playlists",
    "profiles",
    "project_attachments",
    "project_collaborators",
    "room_attachments",
    "uploads",
    "users",
}
"""What `phantom_core.privacy.use_cases.steps` sees to itself, and `erase_account`."""
_WORDLESS = (BigInteger, Boolean, Instant, Real)


def _of_a_person(column: Column[Any]) -> bool:
    to_users = any(key.column.table.name == "users" for key in column.foreign_keys)
    return to_users or column.name.endswith(_ENDS)


def test_every_table_stands_in_the_inventory_once() -> None:
    assert Counter(row.table for row in INVENTORY) == Counter(METADATA.tables.keys())


def test_every_column_that_can_hold_words_is_accounted_for_once() -> None:
    expected = {
        (name, column.name)
        for name, table in METADATA.tables.items()
        for column in table.columns
        if not isinstance(column.type, _WORDLESS)
    }
    named = Counter(
        (row.table, name) for row in INVENTORY for name in (*row.people, *row.words, *row.plain)
    )

    assert set(named) == expected
    assert not [place for place, times in named.items() if times > 1]


def test_no_column_with_a_persons_id_or_birthday_passes_for_plain() -> None:
    plain = [METADATA.tables[row.table].columns[name] for row in INVENTORY for name in row.plain]

    assert not [str(each) for each in plain if _of_a_person(each) or isinstance(each.type, Date)]


def test_storage_drops_rows_by_nothing_but_the_ids_of_people() -> None:
    assert not [row.table for row in INVENTORY if not set(row.dropped_by) <= set(row.people)]
    assert not [row.table for row in INVENTORY if row.dropped_by and row.fate is not Fate.GONE]


def test_whatever_goes_is_dropped_by_storage_or_by_a_step_of_its_own() -> None:
    going = {row.table for row in INVENTORY if row.fate is not Fate.KEPT and not row.dropped_by}

    assert going == _BY_STEPS


def test_whatever_is_kept_of_people_says_why() -> None:
    stays = (Fate.KEPT, Fate.REWORDED)

    assert not [row.table for row in INVENTORY if row.people and row.fate in stays and not row.why]


def test_whatever_is_kept_of_people_is_exported_or_says_why_not() -> None:
    assert not [row.table for row in INVENTORY if row.personal and not row.export + row.withheld]
    assert not [row.table for row in INVENTORY if row.export and row.withheld]


def test_every_kind_of_record_comes_from_a_table_and_is_told() -> None:
    # These are read from tables that another kind is named for.
    beside = {RecordKind.FOLLOWERS, RecordKind.REACTIONS, RecordKind.PEOPLE}

    assert {row.export for row in INVENTORY if row.export} | beside == set(RecordKind)
    assert list(TOLD) == list(RecordKind)
    assert set(SHAPES) == set(SOURCES) == set(RecordKind)


def test_every_rule_named_is_one_of_the_table_or_of_its_own_context() -> None:
    named = {row.rule for row in INVENTORY if row.rule}

    assert named - {rule.kind for rule in RULES} == _RULES_OF_THEIR_OWN
