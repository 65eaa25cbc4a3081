"""A few rows of every table, by the migration that made it, as the version of then wrote them.

They are history, and stay as they are: a migration that changes a table brings them along. Values
are as databases keep them; JSON is text.
"""

from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime
from typing import Any, Final

from sqlalchemy import Connection, LargeBinary, Uuid, column, insert, inspect, table

from phantom_adapters.sql.types import Instant, Key

__all__ = [
    "ADA",
    "BOB",
    "CALL",
    "JOB",
    "LATER",
    "OLD_ROWS",
    "ROOM",
    "SONG",
    "THEN",
    "Rows",
    "insert_rows",
]

Rows = Mapping[str, Sequence[Mapping[str, Any]]]
"""Rows by table."""

ADA: Final = "01J9AD7000FRW8A3P3PMM92YTE"
"""A person, who looks after the place."""

BOB: Final = "01J9AD7000E84S112NTYTVB04R"
"""Another."""

SONG: Final = "01J9AD7000E15S2BYZEDGDT68Q"
"""A recording of Ada's."""

JOB: Final = "01J9AD7000FRW8A3P3PMM92YTF"
"""A job that waits."""

ROOM: Final = "01J9AD7000WTZ71AQ5YFXS3CDA"
"""A listening room."""

CALL: Final = "01J9AD7000Q1KQ9W4G4J4V7N3C"
"""A call in it."""

THEN: Final = datetime(2024, 10, 4, tzinfo=UTC)
"""When all of it was written."""

LATER: Final = datetime(2999, 1, 1, tzinfo=UTC)
"""When none of it has been looked at yet."""

_REPORT: Final = "01J9AD7000E6GTZBCTBRXEYXGE"
_TIMES: Final = {"created_at": THEN, "updated_at": THEN}
_RESULT: Final = """{
    "duration_ms": 100, "sample_rate": 8000, "channels": 1, "beats": [], "tags": [],
    "tempo": {"bpm": null, "confidence": 0.0, "candidates": [], "reason": "nobody counted"},
    "key": {"tonic": "C", "mode": "major", "confidence": 0.5, "reason": null},
    "loudness": {"integrated_lufs": -14.5, "range_lu": 3.0, "true_peak_dbtp": -1.0, "peak": 0.5,
        "reason": null},
    "features": {"brightness": 0.5},
    "embedding": {"scheme": "none", "vector": null, "reason": "nobody compared"},
    "truncated": false, "warnings": []
}"""


def _user(user_id: str, name: str, *, is_admin: bool) -> Mapping[str, Any]:
    return {
        "id": user_id,
        "email": f"{name}@example.org",
        "email_key": f"{name}@example.org",
        "username": name,
        "username_key": name,
        "display_name": name.title(),
        "name_key": name,
        "is_admin": is_admin,
        "status": "active",
        "preferences": '{"default_tempo": 90.0, "collaboration_notifications": true}',
        "version": 2,
        **_TIMES,
    }


_PROFILE: Final = {
    "user_id": ADA,
    "updated_at": THEN,
    "bio": "Sings.",
    "roles": '["singer"]',
    "instruments": "[]",
    "tags": "[]",
    "samples": "[]",
    "seeking": '{"genders": [], "ages": {"lowest": 20, "highest": 30}, "roles": [], "regions": []}',
    "discoverable": True,
    "version": 1,
}
_SESSION: Final = {
    "id": "01J9AD7000FZYB1E7SEX3XKB23",
    "user_id": ADA,
    "family_hash": "a" * 64,
    "token_hash": "b" * 64,
    "device": "desk",
    "created_at": THEN,
    "last_used_at": THEN,
    "expires_at": LATER,
}
_COMPLAINT: Final = {
    "id": "01J9AD7000FVZTRV0AHWZ6QQ5W",
    "reporter_id": BOB,
    "kind": "user",
    "target_id": ADA,
    "owner_id": ADA,
    "reason": "Rude.",
    "created_at": THEN,
    "status": "open",
}
_ACT: Final = {
    "id": "01J9AD7000F3AS5VEDH2DQS5T4",
    "at": THEN,
    "action": "admin.granted",
    "target_kind": "user",
    "target_id": ADA,
    "detail": "",
}
_CONSENT: Final = {
    "id": "01J9AD7000FC89YKAC0HNACASX",
    "user_id": ADA,
    "purpose": "audio_analysis",
    "granted_at": THEN,
    "standing": "audio_analysis",
}
_MAILED: Final = {
    "user_id": BOB,
    "purpose": "verify",
    "token_hash": "c" * 64,
    "email": "bob@example.org",
    "created_at": THEN,
    "expires_at": LATER,
}
_BLOCKED: Final = {
    "topic": f"user:{ADA}",
    "seq": 1,
    "at": THEN,
    "name": "block.added",
    "data": f'{{"user_id": "{ADA}", "blocked_id": "{BOB}"}}',
}
_REGISTERED: Final = {
    **_BLOCKED,
    "seq": 2,
    "name": "user.registered",
    "data": f'{{"user_id": "{ADA}"}}',
}
_WAITING: Final = {
    "id": JOB,
    "name": "identity.send-verification",
    "deferred": f'{{"task": "identity.send-verification", "fields": {{"user_id": "{BOB}"}}}}',
    "run_at": THEN,
    "created_at": THEN,
    "state": "waiting",
    "attempts": 0,
    "begun": 0,
    "owner": "",
    "error": "",
    "due_at": THEN,
}
_RECORDING: Final = {
    "id": SONG,
    "owner_id": ADA,
    "title": "Dawn",
    "blob": f"audio/{ADA}/{SONG}.wav",
    "original_file_name": "dawn.wav",
    "format": "wav",
    "size_bytes": 1644,
    "sha256": "d" * 64,
    "duration_ms": 100,
    "sample_rate": 8000,
    "channels": 1,
    "tags": '["sea"]',
    "visibility": "private",
    "analysis_status": "done",
    "version": 1,
    **_TIMES,
}
_HEARD: Final = {
    "id": _REPORT,
    "audio_file_id": SONG,
    "analyzer": "ear",
    "analyzer_version": "1",
    "decoder_version": "wave 1",
    "created_at": THEN,
    "result": _RESULT,
    "waveform": f"audio/{ADA}/{SONG}/{_REPORT}.dat",
    "waveform_points": 1000,
    "picture": f"audio/{ADA}/{SONG}/{_REPORT}.png",
}
_WORDS: Final = {
    "audio_file_id": SONG,
    "id": "01J9AD7000ER3ABYS3MYWDPSJK",
    "user_id": ADA,
    "words": '{"description": null, "mood": "calm", "genre": null, "instruments": [], "tags": []}',
    **_TIMES,
}
_UPLOAD: Final = {
    "id": "01J9AD7000FQSBADK3C1TKAW4B",
    "owner_id": ADA,
    "file_name": "x.wav",
    "format": "wav",
    "blob": f"audio/{ADA}/01J9AD7000FQSBADK3C1TKAW4B.wav",
    "key": "k",
    "created_at": THEN,
    "expires_at": LATER,
}

_UPLOAD_IN_PARTS: Final = {
    "id": "01J9AD7000FQSBADK3C1TKAW4B",
    "owner_id": BOB,
    "purpose": "audio",
    "file_name": "x.wav",
    "content_type": "audio/wav",
    "blob": f"audio/{BOB}/01J9AD7000FQSBADK3C1TKAW4B.wav",
    "size": 8,
    "sha256": "0" * 64,
    "part_size": 8 * 1024**2,
    "multipart": "m",
    "terms": '[null, [], "private"]',
    "created_at": THEN,
    "expires_at": LATER,
}

OLD_ROWS: Final[Mapping[str, Rows]] = {
    "0001_kernel": {
        "meta": [{"name": "epoch", "value": "01M8G3ZYXSFS5SYJJK1Q6B5FAQ"}],
        "topics": [{"topic": f"user:{ADA}", "seq": 2, "last_at": THEN}],
        "events": [_BLOCKED, _REGISTERED],
        "jobs": [_WAITING],
        "answers": [{"user_id": ADA, "key": "k", "fingerprint": "f", "at": THEN}],
    },
    "0002_identity": {
        "users": [_user(ADA, "ada", is_admin=True), _user(BOB, "bob", is_admin=False)],
        "profiles": [_PROFILE, {**_PROFILE, "user_id": BOB}],
        "credentials": [{"user_id": ADA, "password_hash": "$one", "changed_at": THEN}],
        "search_terms": [{"user_id": ADA, "term": "ada", "whole": True}],
        "sessions": [_SESSION],
        "follows": [{"follower_id": BOB, "followee_id": ADA, "created_at": THEN}],
        "blocks": [{"blocker_id": ADA, "blocked_id": BOB, "created_at": THEN}],
        "consents": [_CONSENT],
        "email_tokens": [_MAILED],
        "abuse_reports": [_COMPLAINT],
        "audit_records": [_ACT],
    },
    "0003_audio": {
        "audio_files": [_RECORDING],
        "blob_ledger": [{"key": f"audio/{ADA}/{SONG}.wav", "state": "kept"}],
        "audio_reports": [_HEARD],
        "music_annotations": [_WORDS],
        "uploads": [_UPLOAD],
    },
    "0023_uploads": {
        "uploads": [_UPLOAD_IN_PARTS],
        "storage_accounts": [{"user_id": BOB, "stored": 7, "pending": 8, "uploads": 1}],
    },
    "0025_profile_words": {
        "profile_words": [{"user_id": BOB, "word": "role:drummer"}],
    },
    "0027_feeds": {
        "daily_feeds": [
            {
                "user_id": ADA,
                "day": date(2024, 9, 29),
                "basis": "1 2",
                "shown": f'["{BOB}"]',
                "explored": "[]",
                "before": "[]",
            }
        ],
        "feed_exposures": [{"user_id": BOB, "day": date(2024, 9, 29), "feeds": 3}],
    },
    "0012_servers": {
        "servers": [{"id": JOB, "started_at": THEN, "beaten_at": THEN, "retired_at": THEN}],
    },
    "0013_calls": {
        "calls": [
            {
                "id": CALL,
                "room_id": ROOM,
                "kind": "voice",
                "webrtc_session_id": CALL,
                "started_by": ADA,
                "started_at": THEN,
                "lasting": "voice",
            }
        ],
        "call_participants": [{"call_id": CALL, "user_id": ADA, "party": JOB, "joined_at": THEN}],
        "call_negotiations": [{"call_id": CALL, "lesser": BOB, "greater": ADA}],
        "call_mutes": [{"user_id": ADA, "room_id": ROOM, "muted_user_id": BOB}],
    },
    "0017_audio_search": {
        "audio_tags": [{"audio_file_id": SONG, "key": "sky", "owner_id": ADA, "tag": "Sky"}],
    },
}
"""Rows by migration and table."""


def insert_rows(connection: Connection, rows: Rows) -> None:
    """Put rows into a database that stands at their migration."""
    for name, each in rows.items():
        kinds = {found["name"]: found["type"] for found in inspect(connection).get_columns(name)}
        for row in each:
            columns = [column(field, _type_of(row[field], kinds[field])) for field in row]
            connection.execute(insert(table(name, *columns)).values(**row))


def _type_of(value: object, kind: Any) -> Any:
    """How to hand a value to a column; most are handed over as they stand."""
    if isinstance(value, datetime):
        return Instant()
    is_id = isinstance(value, str) and isinstance(kind, LargeBinary | Uuid)
    return Key() if is_id else None
