"""What happens between people, and between them and those in office: who is told of it."""

from typing import Final

from phantom_core.chat import (
    ChatMemberModerated,
    NoticeKind,
)
from phantom_core.identity import ReportKind
from phantom_core.identity.events import (
    ContentCondemned,
    Followed,
    FollowEnded,
    ReportResolved,
    SessionsEnded,
    UserBlocked,
)
from phantom_core.kernel import UserId
from phantom_core.kernel.performing import Reactions
from phantom_core.matching import MatchMade, MatchStatus
from phantom_core.matching.events import MatchChanged
from phantom_core.notifications import (
    ForgetDevices,
    KeepApart,
    NotificationKind,
    Notify,
    Payload,
    Subject,
    SubjectKind,
    WithdrawPart,
)
from phantom_core.rooms import LeaveReason
from phantom_core.rooms.events import (
    MemberLeft,
)

__all__ = ["PEOPLE"]

_FOLLOWERS: Final = "follower"


def _follower(event: Followed) -> Notify | None:
    if event.user_id != event.followee_id:
        return None
    return Notify(
        user_id=event.user_id,
        kind=NotificationKind.FOLLOWER,
        key=_FOLLOWERS,
        part=event.follower_id,
        actor_id=event.follower_id,
        payload=Payload(subject=Subject(kind=SubjectKind.USER, id=event.follower_id)),
    )


def _no_follower(event: FollowEnded) -> WithdrawPart | None:
    if event.user_id != event.followee_id:
        return None
    return WithdrawPart(user_id=event.user_id, key=_FOLLOWERS, part=event.follower_id)


def _match(event: MatchMade) -> Notify:
    return Notify(
        user_id=event.user_id,
        kind=NotificationKind.MATCH,
        key=f"match:{event.other_id}",
        part=event.other_id,
        actor_id=event.other_id,
        payload=Payload(subject=Subject(kind=SubjectKind.USER, id=event.other_id)),
    )


def _no_match(event: MatchChanged) -> WithdrawPart | None:
    if event.status is MatchStatus.MATCHED:
        return None
    return WithdrawPart(user_id=event.user_id, key=f"match:{event.other_id}", part=event.other_id)


def _keep_apart(event: UserBlocked) -> KeepApart:
    return KeepApart(one=event.user_id, other=event.blocked_id)


def _forget_devices(event: SessionsEnded) -> ForgetDevices:
    return ForgetDevices(session_ids=event.session_ids)


def _report(event: ReportResolved) -> Notify:
    return Notify(
        user_id=event.user_id,
        kind=NotificationKind.REPORT,
        key=f"report:{event.report_id}",
        part=event.report_id,
        payload=Payload(
            move=event.status.value,
            subject=Subject(kind=SubjectKind.REPORT, id=event.report_id),
        ),
    )


_CONDEMNED: Final = {
    ReportKind.AUDIO: SubjectKind.AUDIO,
    ReportKind.IMAGE: SubjectKind.IMAGE,
    ReportKind.MESSAGE: SubjectKind.MESSAGE,
    ReportKind.ROOM: SubjectKind.ROOM,
    ReportKind.USER: SubjectKind.USER,
}


def _condemned(event: ContentCondemned) -> Notify:
    subject = Subject(kind=_CONDEMNED[event.kind], id=event.target_id)
    return _moderation(event.user_id, event.kind.value, subject)


def _kicked(event: MemberLeft) -> Notify | None:
    if event.reason is not LeaveReason.KICKED:
        return None
    subject = Subject(kind=SubjectKind.ROOM, id=event.room_id)
    return _moderation(event.person.id, "kicked", subject)


_MODERATED: Final = {NoticeKind.MUTED: "muted", NoticeKind.BANNED: "banned"}


def _moderated(event: ChatMemberModerated) -> Notify | None:
    move = _MODERATED.get(event.act)
    if move is None:
        return None
    subject = Subject(kind=SubjectKind.CHAT, id=event.chat_room_id)
    return _moderation(event.member.person.id, move, subject)


def _moderation(user_id: UserId, move: str, subject: Subject) -> Notify:
    """What is done in office, by whom it was is nobody's to know."""
    return Notify(
        user_id=user_id,
        kind=NotificationKind.MODERATION,
        key=f"moderation:{move}:{subject.id}",
        part=subject.id,
        payload=Payload(move=move, subject=subject),
    )


PEOPLE: Final[Reactions] = {
    Followed: (_follower,),
    FollowEnded: (_no_follower,),
    MatchMade: (_match,),
    MatchChanged: (_no_match,),
    UserBlocked: (_keep_apart,),
    SessionsEnded: (_forget_devices,),
    ReportResolved: (_report,),
    ContentCondemned: (_condemned,),
    MemberLeft: (_kicked,),
    ChatMemberModerated: (_moderated,),
}
"""Event -> who is notified."""
