"""What topics are about: what a client loads on joining one, in place of its whole past."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any, Final

import attrs

from phantom_app.http.audio.payloads import AudioFilePayload, audio_file_of
from phantom_app.http.catalog.payloads import (
    PlaylistPayload,
    TastePayload,
    playlist_of,
    taste_of,
)
from phantom_app.http.identity.payloads import (
    ConsentPayload,
    DevicePayload,
    MePayload,
    consent_of,
    device_of,
    me_of,
)
from phantom_app.http.payloads import IdText, Payload
from phantom_app.socket import chat_events, rooms_topic, studio_topic
from phantom_core.audio import AudioFile, ListAudioFiles
from phantom_core.booking import BookingFilter, BookingStatus, BookingView, ListBookings
from phantom_core.calls import CallMute
from phantom_core.catalog import GetTaste, ListPlaylists, Playlist, Taste
from phantom_core.identity import (
    Account,
    Consent,
    FollowCounts,
    Followed,
    FollowEnded,
    GetBlocked,
    GetCircle,
    GetMe,
    ListBlocked,
    ListSessions,
    Person,
    Purpose,
    Session,
    UserBlocked,
    UserStatusChanged,
    UserUnblocked,
)
from phantom_core.kernel import Access, Cursor, Event, Id, Page, PageRequest, Query, UserId
from phantom_core.kernel.paging import MAX_PAGE
from phantom_core.live import TOPICS, Blocking, Circle, Topics
from phantom_core.notifications import count_unread
from phantom_core.rooms import InviteView, ListMyInvites
from phantom_core.studio import ListProjectInvites, ProjectInviteView

__all__ = [
    "BLOCKS",
    "MUTUAL_FOLLOWERS",
    "STATES",
    "TOPICS_SERVED",
    "BlockedPayload",
    "BookingsPayload",
    "CallMutePayload",
    "FollowsPayload",
    "GetOneself",
    "InvitesPayload",
    "Oneself",
    "OneselfPayload",
    "PlaylistsPayload",
    "ProjectInvitesPayload",
    "RecordingsPayload",
    "UnreadNotificationsPayload",
]


_OPEN_BOOKINGS: Final = BookingFilter(statuses=(BookingStatus.REQUESTED, BookingStatus.CONFIRMED))


@attrs.frozen(kw_only=True)
class Oneself:
    """What a person's own topic is about."""

    account: Account
    consents: Sequence[Consent]
    sessions: Sequence[Session]
    blocked: Page[Person]
    follows: FollowCounts
    recordings: Page[AudioFile]
    invites: Page[InviteView]
    project_invites: Page[ProjectInviteView]
    taste: Taste
    playlists: Page[Playlist]
    call_mutes: Sequence[CallMute]
    bookings: Page[BookingView]
    unread: int


@attrs.frozen(kw_only=True)
class GetOneself(Query[Oneself]):
    """Look at all that one's own topic tells about."""

    access = Access.PERSON

    def run(self, work: Any) -> Oneself:
        """Answer what is one's own; of long lists, the newest."""
        newest = PageRequest(limit=MAX_PAGE)
        return Oneself(
            account=GetMe().run(work),
            consents=_standing(work),
            sessions=ListSessions(page=newest).run(work).items,
            blocked=ListBlocked(page=newest).run(work),
            follows=work.follows.counts(work.actor.person),
            recordings=ListAudioFiles(page=newest).run(work),
            invites=ListMyInvites(page=newest).run(work),
            project_invites=ListProjectInvites(page=newest).run(work),
            taste=GetTaste().run(work).taste,
            playlists=ListPlaylists(page=newest).run(work),
            call_mutes=work.call_mutes.of(work.actor.person, MAX_PAGE),
            bookings=ListBookings(wanted=_OPEN_BOOKINGS, page=newest).run(work),
            unread=count_unread(work, work.actor.person),
        )


def _standing(work: Any) -> Sequence[Consent]:
    """The consents that stand, the latest first; of their long history no more is needed."""
    found = (work.consents.standing(work.actor.person, purpose) for purpose in Purpose)
    standing = [consent for consent in found if consent is not None]
    return sorted(standing, key=lambda consent: (consent.granted_at, consent.id), reverse=True)


class RecordingsPayload(Payload):
    """One's newest recordings, by descending id, as `GET /api/audio` lists them.

    That list goes on from `next`, also when later recordings have come and others have gone.
    """

    items: list[AudioFilePayload]
    next: Cursor | None


class PlaylistsPayload(Payload):
    """One's newest playlists, by descending id, as `GET /api/playlists` lists them."""

    items: list[PlaylistPayload]
    next: Cursor | None


class CallMutePayload(Payload):
    """Somebody whom one does not want to hear in the calls of a room."""

    room_id: IdText
    muted_user_id: IdText


class BlockedPayload(Payload):
    """The ids of whom one has blocked last, as `GET /api/users/me/blocked` lists those people."""

    items: list[IdText]
    next: Cursor | None


class InvitesPayload(Payload):
    """The ids of the newest invites one has not answered, as `GET /api/rooms/invites` has them."""

    items: list[IdText]
    next: Cursor | None


class ProjectInvitesPayload(Payload):
    """The ids of the projects to which one was invited last, as `GET /api/projects/invites`."""

    items: list[IdText]
    next: Cursor | None


class BookingsPayload(Payload):
    """The ids of one's newest bookings that are requested or confirmed."""

    items: list[IdText]
    next: Cursor | None


class UnreadNotificationsPayload(Payload):
    """How many of one's notifications are not read, as `GET /api/notifications` lists them."""

    unread: int


class FollowsPayload(Payload):
    """How many follow one, and how many one follows."""

    followers: int
    following: int


class OneselfPayload(Payload):
    """The state of the topic `user:<one's own id>`, which the topic's events carry on.

    Of consents it has those that stand; of sessions those that have not run out, the one used last
    first. Of recordings, playlists, invites, open bookings and whom one has blocked it has the
    newest 200.
    """

    user: MePayload
    consents: list[ConsentPayload]
    sessions: list[DevicePayload]
    blocked: BlockedPayload
    follows: FollowsPayload
    audio: RecordingsPayload
    invites: InvitesPayload
    project_invites: ProjectInvitesPayload
    taste: TastePayload
    playlists: PlaylistsPayload
    call_mutes: list[CallMutePayload]
    bookings: BookingsPayload
    notifications: UnreadNotificationsPayload


def _oneself_of(oneself: Oneself) -> OneselfPayload:
    blocked, follows, page = oneself.blocked, oneself.follows, oneself.recordings
    invites, projects = oneself.invites, oneself.project_invites
    playlists, bookings = oneself.playlists, oneself.bookings
    return OneselfPayload(
        user=me_of(oneself.account),
        consents=[consent_of(consent) for consent in oneself.consents],
        sessions=[device_of(session.shown) for session in oneself.sessions],
        blocked=BlockedPayload(items=[each.id for each in blocked.items], next=blocked.next),
        follows=FollowsPayload(followers=follows.followers, following=follows.following),
        audio=RecordingsPayload(items=[audio_file_of(file) for file in page.items], next=page.next),
        invites=InvitesPayload(items=[each.id for each in invites.items], next=invites.next),
        project_invites=ProjectInvitesPayload(
            items=[each.project.id for each in projects.items], next=projects.next
        ),
        taste=taste_of(oneself.taste),
        playlists=PlaylistsPayload(
            items=[playlist_of(each) for each in playlists.items], next=playlists.next
        ),
        call_mutes=[
            CallMutePayload(room_id=each.room_id, muted_user_id=each.muted_user_id)
            for each in oneself.call_mutes
        ],
        bookings=BookingsPayload(items=[each.id for each in bookings.items], next=bookings.next),
        notifications=UnreadNotificationsPayload(unread=oneself.unread),
    )


def _oneself(_: Id) -> GetOneself:
    return GetOneself()


def _close_to(user_id: UserId) -> GetCircle:
    return GetCircle(user_id=user_id)


MUTUAL_FOLLOWERS: Final = Circle(
    of=_close_to,
    changes=(Followed, FollowEnded, UserBlocked, UserUnblocked, UserStatusChanged),
)
"""Whose presence one sees in one's own topic."""


def _blocked_by(user_id: UserId) -> GetBlocked:
    return GetBlocked(user_id=user_id)


def _blocked(event: Event) -> UserId | None:
    return event.blocked_id if isinstance(event, UserBlocked) else None


def _unblocked(event: Event) -> UserId | None:
    return event.blocked_id if isinstance(event, UserUnblocked) else None


BLOCKS: Final = Blocking(of=_blocked_by, begun=_blocked, ended=_unblocked)
"""Of whom one hears nothing."""

TOPICS_SERVED: Final[Topics] = {
    "user": attrs.evolve(TOPICS["user"], state=_oneself, circle=MUTUAL_FOLLOWERS, blocking=BLOCKS),
    "room": rooms_topic.TOPIC,
    "chat": chat_events.CHAT_TOPIC,
    "project": studio_topic.TOPIC,
}
"""The kinds of topics that the server has, with their states."""

STATES: Final[Mapping[type[Any], Callable[[Any], Payload]]] = {
    Oneself: _oneself_of,
    **rooms_topic.STATES,
    **chat_events.STATES,
    **studio_topic.STATES,
}
"""How each state is told, by the type of what its query answers."""
