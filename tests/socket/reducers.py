"""What a client does with the events of its own topic: one function for each event's name.

A picture is the state that the answer to a join has, as JSON. Nothing but an event, the picture
before it and the clock is looked at.
"""

from collections.abc import Callable, Mapping
from typing import Any, Final

__all__ = ["REDUCERS", "reduced"]

Picture = dict[str, Any]
Data = dict[str, Any]

_NEW: Final[Picture] = {
    "consents": [],
    "sessions": [],
    "blocked": {"items": [], "next": None},
    "follows": {"followers": 0, "following": 0},
    "audio": {"items": [], "next": None},
    "taste": {"genreIds": [], "artistIds": []},
    "playlists": {"items": [], "next": None},
    "invites": {"items": [], "next": None},
    "projectInvites": {"items": [], "next": None},
    "callMutes": [],
    "bookings": {"items": [], "next": None},
    "notifications": {"unread": 0},
}


def reduced(picture: Picture, event: Mapping[str, Any]) -> Picture:
    """The picture after an event. Raises: KeyError, for an event that clients do not know."""
    return REDUCERS[event["type"]](picture, {"me": event["topic"][5:], **event["data"]})


def _same(picture: Picture, _: Data) -> Picture:
    return picture


def _begun(_: Picture, data: Data) -> Picture:
    return {"user": data["account"], **_NEW}


def _user(picture: Picture, data: Data) -> Picture:
    return {**picture, "user": {**data["user"], "profile": picture["user"]["profile"]}}


def _profile(picture: Picture, data: Data) -> Picture:
    return {**picture, "user": {**picture["user"], "profile": data["profile"]}}


def _session(picture: Picture, data: Data) -> Picture:
    session = data["session"]
    others = [each for each in picture["sessions"] if each["id"] != session["id"]]
    latest = sorted(
        [session, *others], key=lambda each: (each["lastUsedAt"], each["id"]), reverse=True
    )
    return {**picture, "sessions": latest}


def _sessions_ended(picture: Picture, data: Data) -> Picture:
    rest = [each for each in picture["sessions"] if each["id"] not in data["sessionIds"]]
    return {**picture, "sessions": rest}


def _follow(by: int) -> Callable[[Picture, Data], Picture]:
    def apply(picture: Picture, data: Data) -> Picture:
        side = "following" if data["followerId"] == data["me"] else "followers"
        follows = picture["follows"]
        return {**picture, "follows": {**follows, side: follows[side] + by}}

    return apply


def _blocked(picture: Picture, data: Data) -> Picture:
    blocked = picture["blocked"]
    items = [data["blockedId"], *blocked["items"]]
    return {**picture, "blocked": {**blocked, "items": items}}


def _unblocked(picture: Picture, data: Data) -> Picture:
    blocked = picture["blocked"]
    items = [each for each in blocked["items"] if each != data["blockedId"]]
    return {**picture, "blocked": {**blocked, "items": items}}


def _consented(picture: Picture, data: Data) -> Picture:
    return {**picture, "consents": [data["consent"], *picture["consents"]]}


def _revoked(picture: Picture, data: Data) -> Picture:
    purpose = data["consent"]["purpose"]
    rest = [each for each in picture["consents"] if each["purpose"] != purpose]
    return {**picture, "consents": rest}


def _audio(picture: Picture, items: list[Data]) -> Picture:
    return {**picture, "audio": {**picture["audio"], "items": items}}


def _audio_added(picture: Picture, data: Data) -> Picture:
    items = [data["file"], *picture["audio"]["items"]]
    return _audio(picture, sorted(items, key=lambda file: file["id"], reverse=True))


def _audio_changed(picture: Picture, data: Data) -> Picture:
    file = data["file"]
    items = picture["audio"]["items"]
    return _audio(picture, [file if each["id"] == file["id"] else each for each in items])


def _audio_deleted(picture: Picture, data: Data) -> Picture:
    items = picture["audio"]["items"]
    return _audio(picture, [each for each in items if each["id"] != data["audioFileId"]])


def _analysis(status: str) -> Callable[[Picture, Data], Picture]:
    def apply(picture: Picture, data: Data) -> Picture:
        reason = {"analysisReason": data["reason"]} if "reason" in data else {}

        def marked(file: Data) -> Data:
            if file["id"] != data["audioFileId"]:
                return file
            bare = {name: value for name, value in file.items() if name != "analysisReason"}
            return {**bare, "analysisStatus": status, **reason}

        return _audio(picture, [marked(file) for file in picture["audio"]["items"]])

    return apply


def _taste(picture: Picture, data: Data) -> Picture:
    return {**picture, "taste": data["taste"]}


def _playlist(picture: Picture, data: Data) -> Picture:
    playlist = data["playlist"]
    others = [each for each in picture["playlists"]["items"] if each["id"] != playlist["id"]]
    items = sorted([playlist, *others], key=lambda each: each["id"], reverse=True)
    return {**picture, "playlists": {**picture["playlists"], "items": items}}


def _unread(picture: Picture, data: Data) -> Picture:
    return {**picture, "notifications": {"unread": data["unread"]}}


def _playlist_deleted(picture: Picture, data: Data) -> Picture:
    items = [each for each in picture["playlists"]["items"] if each["id"] != data["playlistId"]]
    return {**picture, "playlists": {**picture["playlists"], "items": items}}


def _booking(picture: Picture, data: Data) -> Picture:
    booking, is_open = data["booking"], data["booking"]["status"] in {"requested", "confirmed"}
    others = [each for each in picture["bookings"]["items"] if each != booking["id"]]
    items = sorted([*([booking["id"]] if is_open else []), *others], reverse=True)
    return {**picture, "bookings": {**picture["bookings"], "items": items}}


REDUCERS: Final[Mapping[str, Callable[[Picture, Data], Picture]]] = {
    "conflict.detected": _same,
    "conflict.resolved": _same,
    "user.registered": _begun,
    "user.changed": _user,
    "user.status": _user,
    "profile.changed": _profile,
    "email.verified": _same,
    "password.changed": _same,
    "session.started": _session,
    "session.refreshed": _session,
    "session.ended": _sessions_ended,
    "follow.started": _follow(+1),
    "follow.ended": _follow(-1),
    "block.added": _blocked,
    "block.removed": _unblocked,
    "consent.granted": _consented,
    "consent.revoked": _revoked,
    "report.resolved": _same,
    "chat.entered": _same,
    "chat.parted": _same,
    "chat.receipt": _same,
    "content.condemned": _same,
    "match.made": _same,
    "match.changed": _same,
    "audio.added": _audio_added,
    "audio.changed": _audio_changed,
    "audio.annotated": _same,
    "audio.deleted": _audio_deleted,
    "image.added": _same,
    "image.changed": _same,
    "image.unlinked": _same,
    "image.deleted": _same,
    "export.progress": _same,
    "export.done": _same,
    "export.failed": _same,
    "analysis.queued": _analysis("queued"),
    "analysis.progress": _analysis("running"),
    "analysis.done": _analysis("done"),
    "analysis.failed": _analysis("failed"),
    "taste.changed": _taste,
    "playlist.added": _playlist,
    "playlist.changed": _playlist,
    "playlist.deleted": _playlist_deleted,
    "booking.requested": _booking,
    "booking.changed": _booking,
    "booking.confirmed": _booking,
    "booking.cancelled": _booking,
    "booking.completed": _booking,
    "notification": _unread,
    "notification.changed": _unread,
    "notification.read": _unread,
    "notification.withdrawn": _unread,
    "notification.preferences": _same,
}
"""What each event does to a picture."""
