"""A few rows of every table of rooms, as the version that made them wrote them."""

from typing import Final

from tests.unit.sql.old_rows import ADA, BOB, CALL, JOB, LATER, ROOM, SONG, THEN, Rows

__all__ = ["OLD_ROOMS"]

_ROOM_SONG: Final = f"""{{
    "id": "{SONG}", "title": "Dawn", "artist_id": "{BOB}", "artist_name": "Bob",
    "duration_ms": 180000, "album_name": null, "album_cover_url": null, "preview_url": null,
    "streamable": true
}}"""
_LISTENING: Final = {
    "id": ROOM,
    "name": "Dawn chorus",
    "is_public": True,
    "created_by": ADA,
    "host_user_id": ADA,
    "artist_id": BOB,
    "genre_id": JOB,
    "playlist_id": CALL,
    "allow_voice_chat": True,
    "is_active": True,
    "people_present": 1,
    "crowd": 1,
    "secret": "e" * 64,
    "playback": f"""{{
        "status": "playing", "anchored_at": "2024-10-04T00:00:00.000Z", "position_ms": 5,
        "place": 2, "repeat": "off", "shuffle_seed": null, "shuffle_first": null,
        "frozen_at": null,
        "queue": [{{"id": "{JOB}", "song": {_ROOM_SONG}, "added_by": "{ADA}"}}],
        "entry": {{
            "id": "{CALL}", "number": 7, "song": {_ROOM_SONG}, "reason": "vote",
            "started_at": "2024-10-04T00:00:00.000Z", "sounded_at": "2024-10-04T00:00:00.000Z",
            "polled": true
        }}
    }}""",
    "vote": f"""{{
        "id": "{JOB}", "entry_id": "{CALL}", "song_id": "{SONG}",
        "candidates": [{_ROOM_SONG}],
        "opens_at": "2024-10-04T00:00:00.000Z", "closes_at": "2024-10-04T00:00:30.000Z",
        "seed_hash": "f", "seed": null, "winner": null,
        "told_at": "2024-10-04T00:00:00.000Z", "tally_due": null
    }}""",
    "next_deadline": LATER,
    "created_at": THEN,
    "version": 9,
}
_LISTENER: Final = {
    "room_id": ROOM,
    "user_id": ADA,
    "joined_at": THEN,
    "votes_waived": False,
    "is_muted": True,
    "is_deafened": False,
    "expelled": False,
}
_BALLOT: Final = {
    "room_id": ROOM,
    "session_id": JOB,
    "user_id": ADA,
    "song_id": SONG,
    "created_at": THEN,
}
_PLAYED: Final = {
    "room_id": ROOM,
    "number": 6,
    "entry_id": JOB,
    "song": _ROOM_SONG,
    "reason": "playlist",
    "started_at": THEN,
    "ended_at": THEN,
}
_INVITE: Final = {
    "id": CALL,
    "room_id": ROOM,
    "invited_by": ADA,
    "invited_user_id": BOB,
    "created_at": THEN,
    "status": "pending",
    "awaited_user_id": BOB,
}

OLD_ROOMS: Final[Rows] = {
    "rooms": [_LISTENING],
    "room_words": [{"room_id": ROOM, "word": "dawn"}],
    "room_members": [_LISTENER],
    "room_attachments": [{"room_id": ROOM, "user_id": ADA, "server_id": JOB}],
    "room_ballots": [_BALLOT],
    "room_plays": [_PLAYED],
    "room_last_plays": [{"room_id": ROOM, "song_id": SONG, "number": 6}],
    "room_invites": [_INVITE],
}
"""Rows by table."""
