"""The tables of calls: calls, who is in them, how far pairs are, who is muted for whom."""

from typing import Final

from sqlalchemy import Column, ForeignKey, Table, UniqueConstraint

from phantom_adapters.sql.tables.metadata import METADATA
from phantom_adapters.sql.types import Choice, Instant, Key, Words
from phantom_core.calls.call import CallKind

__all__ = ["call_mutes", "call_negotiations", "call_participants", "calls"]

_CALL: Final = "calls.id"

calls: Final = Table(
    "calls",
    METADATA,
    Column("id", Key, primary_key=True),
    Column("room_id", Key, nullable=False),
    Column("kind", Choice(CallKind), nullable=False),
    Column("webrtc_session_id", Words, nullable=False),
    Column("started_by", Key, nullable=False),
    Column("started_at", Instant, nullable=False),
    Column("ended_at", Instant),
    Column("lasting", Choice(CallKind)),
    UniqueConstraint("room_id", "lasting"),
)
"""Calls; `lasting` is the kind until the call is over."""

call_participants: Final = Table(
    "call_participants",
    METADATA,
    Column("call_id", Key, ForeignKey(_CALL), primary_key=True),
    Column("user_id", Key, primary_key=True),
    Column("party", Key, nullable=False),
    Column("joined_at", Instant, nullable=False),
)
"""Who is in a call."""

call_negotiations: Final = Table(
    "call_negotiations",
    METADATA,
    Column("call_id", Key, ForeignKey(_CALL), primary_key=True),
    Column("lesser", Key, primary_key=True),
    Column("greater", Key, primary_key=True),
    Column("offered_by", Key),
    Column("offered_at", Instant),
)
"""How far two participants are with agreeing."""

call_mutes: Final = Table(
    "call_mutes",
    METADATA,
    Column("user_id", Key, primary_key=True),
    Column("room_id", Key, primary_key=True),
    Column("muted_user_id", Key, primary_key=True),
)
"""Who does not want to hear whom, in the order in which it is listed."""
