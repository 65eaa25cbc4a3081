"""The kinds of records that are held about people: a file of each is in every export."""

from collections.abc import Mapping
from enum import StrEnum
from typing import Final

import attrs

__all__ = ["TOLD", "RecordKind", "Told"]


class RecordKind(StrEnum):
    """What records are of; the value names their file."""

    ACCOUNT = "account"
    PROFILE = "profile"
    PASSWORD = "password"  # noqa: S105 - a kind of record, no password
    SESSIONS = "sessions"
    MAILED_LINKS = "mailed-links"
    CONSENTS = "consents"
    FOLLOWING = "following"
    FOLLOWERS = "followers"
    BLOCKED = "blocked"
    REPORTS = "reports"
    AUDIT = "audit"
    TASTE = "taste"
    MATCHES = "matches"
    PLAYLISTS = "playlists"
    ROOMS = "rooms"
    ROOM_PLACES = "room-places"
    ROOM_INVITES = "room-invites"
    VOTES = "votes"
    CALLS = "calls"
    CALL_PLACES = "call-places"
    CALL_MUTES = "call-mutes"
    CHATS = "chats"
    CHAT_PLACES = "chat-places"
    MESSAGES = "messages"
    REACTIONS = "reactions"
    PEOPLE = "people"
    PROJECTS = "projects"
    PROJECT_PLACES = "project-places"
    BOOKINGS = "bookings"
    CONTRIBUTIONS = "contributions"
    VERSIONS = "versions"
    RECORDINGS = "recordings"
    ANALYSES = "analyses"
    ANNOTATIONS = "annotations"
    NOTIFICATIONS = "notifications"
    NOTIFICATION_CHOICES = "notification-choices"
    DEVICES = "devices"
    IMAGES = "images"
    FILES = "files"
    UPLOADS = "uploads"
    STORAGE = "storage"
    GENERATIONS = "generations"
    EXPORTS = "exports"


@attrs.frozen
class Told:
    """How a kind is told to people.

    Attributes:
        title: its heading.
        meaning: what its records are, as a sentence.
    """

    title: str
    meaning: str


TOLD: Final[Mapping[RecordKind, Told]] = {
    RecordKind.ACCOUNT: Told("Account", "Who you are to Phantom: names, address, preferences."),
    RecordKind.PROFILE: Told("Profile", "What you tell about yourself, and whom you look for."),
    RecordKind.PASSWORD: Told(
        "Password", "When it was last changed. It is kept as a hash alone, which stays here."
    ),
    RecordKind.SESSIONS: Told("Sessions", "The devices that you are signed in on."),
    RecordKind.MAILED_LINKS: Told(
        "Mailed links", "Links that were sent to you and are still good, without what opens them."
    ),
    RecordKind.CONSENTS: Told("Consents", "What you allow, and have allowed, and when."),
    RecordKind.FOLLOWING: Told("Following", "Whom you follow."),
    RecordKind.FOLLOWERS: Told("Followers", "Who follows you."),
    RecordKind.BLOCKED: Told("Blocked", "Whom you have blocked."),
    RecordKind.REPORTS: Told("Reports", "What you have reported, and what came of it."),
    RecordKind.AUDIT: Told("Audit", "What those in office did about you, and what you did there."),
    RecordKind.TASTE: Told("Taste", "The genres and artists that you like best, in order."),
    RecordKind.MATCHES: Told(
        "Matches", "Whom you like, or do not want; whether they like you too, once both do."
    ),
    RecordKind.PLAYLISTS: Told("Playlists", "The playlists that you have made."),
    RecordKind.ROOMS: Told("Rooms", "The listening rooms that you have made or host."),
    RecordKind.ROOM_PLACES: Told("Places in rooms", "The rooms that you are in, or have been in."),
    RecordKind.ROOM_INVITES: Told("Room invites", "Invites that you have sent or received."),
    RecordKind.VOTES: Told("Votes", "What you have voted for."),
    RecordKind.CALLS: Told("Calls", "Calls that you have started."),
    RecordKind.CALL_PLACES: Told("Places in calls", "Calls that you are in."),
    RecordKind.CALL_MUTES: Told("Mutes", "Whom you do not want to hear, and where."),
    RecordKind.CHATS: Told("Chats", "The chats that you are in, or have been in."),
    RecordKind.CHAT_PLACES: Told(
        "Places in chats", "What you are in each chat, and what you have received and seen."
    ),
    RecordKind.MESSAGES: Told("Messages", "The messages that you have sent."),
    RecordKind.REACTIONS: Told("Reactions", "Your emoji under messages."),
    RecordKind.PEOPLE: Told(
        "People", "The names of those whom you talk or work with, by the ids that stand elsewhere."
    ),
    RecordKind.PROJECTS: Told(
        "Projects", "Projects of your own; those that stand are in `projects/`, to be imported."
    ),
    RecordKind.PROJECT_PLACES: Told(
        "Places in projects", "The projects that you work on, or are invited to."
    ),
    RecordKind.BOOKINGS: Told(
        "Bookings", "What you were wanted for, whom you wanted, and what came of it."
    ),
    RecordKind.CONTRIBUTIONS: Told(
        "Contributions", "Projects, stems and segments whose latest change is yours."
    ),
    RecordKind.VERSIONS: Told("Versions", "Points in projects that you have named."),
    RecordKind.RECORDINGS: Told("Recordings", "Your recordings; their sound is in `media/`."),
    RecordKind.ANALYSES: Told("Analyses", "What was heard in your recordings."),
    RecordKind.ANNOTATIONS: Told("Annotations", "What you say about your recordings."),
    RecordKind.NOTIFICATIONS: Told("Notifications", "What you were told, and who did it."),
    RecordKind.NOTIFICATION_CHOICES: Told(
        "Notification choices", "What you want to be notified of, and where."
    ),
    RecordKind.DEVICES: Told("Devices", "The devices that are told of your notifications."),
    RecordKind.IMAGES: Told("Images", "Your images, in every size that is kept."),
    RecordKind.FILES: Told("Files", "The files that you have sent in chats."),
    RecordKind.UPLOADS: Told("Uploads", "Files that you have begun to send."),
    RecordKind.STORAGE: Told("Storage", "How much room your files take."),
    RecordKind.GENERATIONS: Told(
        "Generations", "Music that was made for you lately, and what you asked for."
    ),
    RecordKind.EXPORTS: Told("Exports", "Exports that you have asked for lately, this one too."),
}
"""Every kind, in the order in which an export tells them."""
