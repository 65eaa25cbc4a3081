"""What must follow from what: the whole table.

A reaction turns an event into a command, which runs as the system in the same transaction. It
never refuses, and reactions to reactions go no deeper than three. What would touch more than some
twenty rows enqueues a job instead.
"""

from typing import Final

from phantom_core.audio import AudioFileId, DeleteDerived, DiscardAudioFile
from phantom_core.audio.events import AnalysisDone, AudioDeleted, AudioEvent
from phantom_core.booking import CloseBookingsFor, CloseBookingsOf, PartBookings
from phantom_core.calls import EndCalls, HangUp
from phantom_core.catalog import DropAudio
from phantom_core.catalog.events import TasteChanged
from phantom_core.chat import (
    AdmitToLinkedChat,
    ChatKind,
    ChatMemberBanned,
    CloseLinkedChat,
    DiscardMessage,
    HandOverLinkedChat,
    MessageId,
    OpenLinkedChat,
    OpenMatchedChat,
    PartFromLinkedChat,
    RenameLinkedChat,
    Role,
)
from phantom_core.identity import (
    ConsentGranted,
    ConsentRevoked,
    ContentCondemned,
    DropImage,
    DropSample,
    Purpose,
    ReportKind,
    UserStatus,
)
from phantom_core.identity.events import (
    ProfileChanged,
    UserBlocked,
    UserChanged,
    UserEvent,
    UserStatusChanged,
    UserUnblocked,
)
from phantom_core.kernel.commands import Command
from phantom_core.kernel.performing import Reactions
from phantom_core.matching import MatchMade, PartMatch, ScheduleRefresh, WithdrawFromMatching
from phantom_core.media.images import DiscardImage, ImageId, LinkedType, UnlinkImages
from phantom_core.media.images.events import ImageChanged, ImageDeleted
from phantom_core.notifying import NOTIFYING
from phantom_core.rooms import (
    DiscardRoom,
    ExpelFromRooms,
    ExpelMember,
    LeaveReason,
    PartInvites,
    RoomId,
)
from phantom_core.rooms.events import MemberJoined, MemberLeft, RoomState, StateReason
from phantom_core.studio import (
    ExpelCollaborator,
    OpenDocument,
    PartProjectInvites,
    PartReason,
    ProjectId,
)
from phantom_core.studio.events import (
    CollaboratorRemoved,
    CollaboratorUpdated,
    ProjectReason,
    ProjectState,
)

__all__ = ["REACTIONS"]


def _delete_derived(event: ConsentRevoked) -> DeleteDerived | None:
    revoked = event.consent.purpose is Purpose.AUDIO_ANALYSIS
    return DeleteDerived(user_id=event.user_id) if revoked else None


def _discard_audio(event: ContentCondemned) -> DiscardAudioFile | None:
    condemned = event.kind is ReportKind.AUDIO
    return DiscardAudioFile(audio_file_id=AudioFileId(event.target_id)) if condemned else None


def _discard_image(event: ContentCondemned) -> DiscardImage | None:
    condemned = event.kind is ReportKind.IMAGE
    return DiscardImage(image_id=ImageId(event.target_id)) if condemned else None


def _discard_message(event: ContentCondemned) -> DiscardMessage | None:
    condemned = event.kind is ReportKind.MESSAGE
    return DiscardMessage(message_id=MessageId(event.target_id)) if condemned else None


def _discard_room(event: ContentCondemned) -> DiscardRoom | None:
    condemned = event.kind is ReportKind.ROOM
    return DiscardRoom(room_id=RoomId(event.target_id)) if condemned else None


def _hang_up(event: MemberLeft) -> HangUp:
    return HangUp(room_id=event.room_id, user_id=event.person.id)


def _end_calls(event: RoomState) -> EndCalls | None:
    silenced = event.card.is_public and not event.card.allow_voice_chat
    over = silenced or event.reason is StateReason.ENDED
    begun = event.reason is StateReason.CREATED
    return EndCalls(room_id=event.room_id) if over and not begun else None


def _drop_sample(event: AudioDeleted) -> DropSample:
    return DropSample(user_id=event.owner_id, audio_id=event.audio_file_id)


def _drop_audio(event: AudioDeleted) -> DropAudio:
    return DropAudio(audio_file_id=event.audio_file_id)


def _unlink_from_audio(event: AudioDeleted) -> UnlinkImages:
    return UnlinkImages(kind=LinkedType.AUDIO_FILE, linked_id=event.audio_file_id)


def _unlink_from_project(event: ProjectState) -> UnlinkImages | None:
    if event.reason is not ProjectReason.DELETED:
        return None
    return UnlinkImages(kind=LinkedType.PROJECT, linked_id=event.project_id)


def _drop_image(event: ImageDeleted) -> DropImage:
    return DropImage(user_id=event.uploader_id, image_id=event.image_id)


def _drop_unfit_image(event: ImageChanged) -> DropImage:
    return DropImage(user_id=event.image.uploader_id, image_id=event.image.id)


def _part_invites(event: UserBlocked) -> PartInvites:
    return PartInvites(one=event.user_id, other=event.blocked_id)


def _chat_follows_room(event: RoomState) -> Command[None]:
    """A room's chat is opened, called, looked after and closed with it."""
    kind, room_id, card = ChatKind.ROOM, event.room_id, event.card
    match event.reason:
        case StateReason.CREATED:
            return OpenLinkedChat(
                kind=kind, linked_id=room_id, title=card.name, owner_id=card.host.id
            )
        case StateReason.CHANGED:
            return RenameLinkedChat(kind=kind, linked_id=room_id, title=card.name)
        case StateReason.HOST:
            return HandOverLinkedChat(kind=kind, linked_id=room_id, owner_id=card.host.id)
        case StateReason.ENDED:
            return CloseLinkedChat(kind=kind, linked_id=room_id)


def _admit_to_chat(event: MemberJoined) -> AdmitToLinkedChat:
    member = event.member
    return AdmitToLinkedChat(
        kind=ChatKind.ROOM,
        linked_id=event.room_id,
        user_id=member.person.id,
        role=Role.ADMIN if member.is_host else Role.GUEST,
    )


def _part_from_chat(event: MemberLeft) -> PartFromLinkedChat:
    return PartFromLinkedChat(
        kind=ChatKind.ROOM,
        linked_id=event.room_id,
        user_id=event.person.id,
        removed=event.reason is LeaveReason.KICKED,
    )


def _expel(event: ChatMemberBanned) -> ExpelMember | None:
    if event.kind is not ChatKind.ROOM or event.linked_id is None:
        return None
    return ExpelMember(room_id=RoomId(event.linked_id), user_id=event.user_id)


def _part_project_invites(event: UserBlocked) -> PartProjectInvites:
    return PartProjectInvites(one=event.user_id, other=event.blocked_id)


def _open_document(event: ProjectState) -> OpenDocument | None:
    begun = event.reason is ProjectReason.CREATED
    return OpenDocument(project_id=event.project_id) if begun else None


def _chat_follows_project(event: ProjectState) -> Command[None]:
    """A project's chat is opened, called, looked after and closed with it."""
    kind, project_id, card = ChatKind.PROJECT, event.project_id, event.card
    match event.reason:
        case ProjectReason.CREATED:
            return OpenLinkedChat(
                kind=kind, linked_id=project_id, title=card.name, owner_id=card.owner.id
            )
        case ProjectReason.CHANGED:
            return RenameLinkedChat(kind=kind, linked_id=project_id, title=card.name)
        case ProjectReason.OWNER:
            return HandOverLinkedChat(kind=kind, linked_id=project_id, owner_id=card.owner.id)
        case ProjectReason.DELETED:
            return CloseLinkedChat(kind=kind, linked_id=project_id)


def _admit_collaborator(event: CollaboratorUpdated) -> AdmitToLinkedChat | None:
    place = event.collaborator
    if place.joined_at is None:
        return None
    return AdmitToLinkedChat(
        kind=ChatKind.PROJECT, linked_id=event.project_id, user_id=place.person.id
    )


def _part_collaborator(event: CollaboratorRemoved) -> PartFromLinkedChat | None:
    if not event.collaborated:
        return None
    return PartFromLinkedChat(
        kind=ChatKind.PROJECT,
        linked_id=event.project_id,
        user_id=event.person.id,
        removed=event.reason is PartReason.REMOVED,
    )


def _part_bookings(event: UserBlocked) -> PartBookings:
    return PartBookings(one=event.user_id, other=event.blocked_id)


def _close_bookings_of(event: UserStatusChanged) -> CloseBookingsOf | None:
    gone = event.user.status is not UserStatus.ACTIVE
    return CloseBookingsOf(user_id=event.user_id) if gone else None


def _expel_from_rooms(event: UserStatusChanged) -> ExpelFromRooms | None:
    suspended = event.user.status is UserStatus.SUSPENDED
    return ExpelFromRooms(user_id=event.user_id) if suspended else None


def _close_bookings_for(event: ProjectState) -> CloseBookingsFor | None:
    deleted = event.reason is ProjectReason.DELETED
    return CloseBookingsFor(project_id=event.project_id) if deleted else None


def _expel_collaborator(event: ChatMemberBanned) -> ExpelCollaborator | None:
    if event.kind is not ChatKind.PROJECT or event.linked_id is None:
        return None
    return ExpelCollaborator(project_id=ProjectId(event.linked_id), user_id=event.user_id)


def _part_match(event: UserBlocked) -> PartMatch:
    return PartMatch(one=event.user_id, other=event.blocked_id)


def _withdraw_from_matching(event: ConsentRevoked) -> WithdrawFromMatching | None:
    revoked = event.consent.purpose is Purpose.MATCHING
    return WithdrawFromMatching(user_id=event.user_id) if revoked else None


def _refresh_taste(event: UserEvent) -> ScheduleRefresh:
    return ScheduleRefresh(user_id=event.user_id)


def _refresh_after_revoking(event: ConsentRevoked) -> ScheduleRefresh | None:
    """What was heard in recordings is in a taste, too."""
    heard = event.consent.purpose is Purpose.AUDIO_ANALYSIS
    return ScheduleRefresh(user_id=event.user_id) if heard else None


def _refresh_after_listening(event: AudioEvent) -> ScheduleRefresh:
    return ScheduleRefresh(user_id=event.owner_id)


def _refresh_after_choosing(event: TasteChanged) -> ScheduleRefresh:
    return ScheduleRefresh(user_id=event.taste.user_id)


def _open_matched_chat(event: MatchMade) -> OpenMatchedChat | None:
    """Both are told, and one chat is opened."""
    if event.user_id > event.other_id:
        return None
    return OpenMatchedChat(one=event.user_id, other=event.other_id)


_FOLLOWING: Final[Reactions] = {
    AudioDeleted: (_drop_sample, _drop_audio, _unlink_from_audio, _refresh_after_listening),
    ImageChanged: (_drop_unfit_image,),
    ImageDeleted: (_drop_image,),
    ConsentRevoked: (_delete_derived, _withdraw_from_matching, _refresh_after_revoking),
    ConsentGranted: (_refresh_taste,),
    ProfileChanged: (_refresh_taste,),
    UserChanged: (_refresh_taste,),
    UserUnblocked: (_refresh_taste,),
    TasteChanged: (_refresh_after_choosing,),
    AnalysisDone: (_refresh_after_listening,),
    ContentCondemned: (_discard_audio, _discard_image, _discard_message, _discard_room),
    MatchMade: (_open_matched_chat,),
    UserBlocked: (_part_invites, _part_project_invites, _part_match, _part_bookings),
    UserStatusChanged: (_close_bookings_of, _expel_from_rooms, _refresh_taste),
    RoomState: (_chat_follows_room, _end_calls),
    MemberJoined: (_admit_to_chat,),
    MemberLeft: (_part_from_chat, _hang_up),
    ChatMemberBanned: (_expel, _expel_collaborator),
    ProjectState: (
        _open_document,
        _chat_follows_project,
        _unlink_from_project,
        _close_bookings_for,
    ),
    CollaboratorUpdated: (_admit_collaborator,),
    CollaboratorRemoved: (_part_collaborator,),
}

REACTIONS: Final[Reactions] = {
    event: (*_FOLLOWING.get(event, ()), *NOTIFYING.get(event, ()))
    for event in dict.fromkeys((*_FOLLOWING, *NOTIFYING))
}
"""Event -> what follows; last of all, who is notified (`notifying`)."""
