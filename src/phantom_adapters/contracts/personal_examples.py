"""A world in which several people have something of every kind that is held about people."""

from datetime import timedelta
from typing import Any, Final

import attrs

from phantom_adapters.contracts import call_examples as calls
from phantom_adapters.contracts import catalog_examples as catalog
from phantom_adapters.contracts import chat_examples as chat
from phantom_adapters.contracts import rooms_examples as rooms
from phantom_adapters.contracts import studio_examples as studio
from phantom_adapters.contracts.booking_examples import booking
from phantom_adapters.contracts.composing_examples import kept
from phantom_adapters.contracts.identity_examples import MOMENT, user, user_id
from phantom_adapters.contracts.image_examples import image
from phantom_adapters.contracts.notification_examples import device, notification
from phantom_adapters.contracts.recording_examples import annotation, audio_file, report, upload
from phantom_core.chat import MessageType, Reaction
from phantom_core.identity import AuditId, AuditRecord, Block, Consent, Credential, Follow, Purpose
from phantom_core.identity.abuse_report import AbuseReport, ReportId, ReportKind
from phantom_core.identity.email_token import EmailPurpose, EmailToken
from phantom_core.identity.password import PasswordHash
from phantom_core.identity.profile import Profile
from phantom_core.identity.session import Session, SessionId
from phantom_core.identity.tokens import TokenHash
from phantom_core.kernel import ByteCount, Id, UserId, uuid7
from phantom_core.matching import Verdict
from phantom_core.notifications import NotificationKind, Payload, Subject, SubjectKind
from phantom_core.privacy.data_export import DataExport, DataExportId
from phantom_core.studio.arrangement.fields import Kind
from phantom_core.studio.arrangement.keeping import (
    ArrangedEntity,
    DocumentHead,
    NamedVersion,
    NamedVersionId,
)
from phantom_core.studio.arrangement.target import EntityId

__all__ = ["ANN", "BEN", "CAT", "SECRET", "plant"]

ANN, BEN, CAT = (user_id(number) for number in (1, 2, 3))
"""Three people, who all have something of every kind; Cat has blocked Ann."""

SECRET: Final = "a-hash-that-stays-here"  # noqa: S105 - what is looked for
"""Stands in every field that is a secret."""

_WEEK: Final = MOMENT + timedelta(days=7)


def _id(number: int) -> Id:
    return Id(uuid7(MOMENT, 900_000 + number))


def plant(work: Any) -> None:
    """Give all three something of every kind, and of most kinds two."""
    for number in (1, 2, 3):
        work.users.add(user(number, display_name=f"Person {number}"))
        work.profiles.add(Profile(user_id=user_id(number), updated_at=MOMENT, bio="Sings."))
    work.genres.add(catalog.genre(1))
    work.artists.add(catalog.artist(1))
    for number in (1, 2):
        _share(work, number)
    for number, me in enumerate((ANN, BEN, CAT), start=1):
        _add_identity(work, number, me)
        _add_media(work, number, me)
        _add_notifications(work, number, me)
        _add_music(work, number, me)
        _add_being_together(work, number, me)
        _add_studio(work, number, me)
    for one, other, verdict in ((ANN, BEN, Verdict.LIKED), (ANN, CAT, Verdict.DISMISSED)):
        match = work.matches.hold(one, other, MOMENT)
        work.matches.put(attrs.evolve(match, low=verdict, suggested=True))
    work.blocks.add(Block(blocker_id=CAT, blocked_id=ANN, created_at=MOMENT))


def _share(work: Any, number: int) -> None:
    """What everybody is in."""
    work.rooms.add(rooms.room(number, created_by=BEN, host_user_id=BEN))
    work.chat_rooms.add(chat.chat_room(number))
    work.projects.add(studio.project(number, owner_id=BEN))
    work.documents.put(DocumentHead(project_id=studio.project_id(number), chain="", changes=0))


def _add_identity(work: Any, number: int, me: UserId) -> None:
    other = BEN if me != BEN else ANN
    work.credentials.add(
        Credential(user_id=me, password_hash=PasswordHash(SECRET), changed_at=MOMENT)
    )
    work.follows.add(Follow(follower_id=me, followee_id=other, created_at=MOMENT))
    work.consents.add(
        Consent(id=_id(number), user_id=me, purpose=Purpose.MATCHING, granted_at=MOMENT)
    )
    for each in (10 * number, 10 * number + 1):
        session = Session(
            id=SessionId(_id(each)),
            user_id=me,
            family_hash=TokenHash(f"{SECRET}{each}"),
            token_hash=TokenHash(f"{SECRET}{each}"),
            device="Desk",
            created_at=MOMENT,
            last_used_at=MOMENT,
            expires_at=_WEEK,
        )
        work.sessions.add(session)
        work.abuse_reports.add(
            AbuseReport(
                id=ReportId(_id(each)),
                reporter_id=me,
                kind=ReportKind.USER,
                target_id=other,
                owner_id=other,
                reason="Rude.",
                created_at=MOMENT,
            )
        )
        work.audit_trail.add(
            AuditRecord(
                id=AuditId(_id(each)),
                at=MOMENT,
                actor_id=other,
                action="audio.deleted" if each % 2 else "user.suspended",
                target_kind="audio" if each % 2 else "user",
                target_id=_id(each) if each % 2 else me,
                detail=f"of user {me}" if each % 2 else "",
            )
        )
    for purpose in EmailPurpose:
        work.email_tokens.replace(
            EmailToken(
                user_id=me,
                purpose=purpose,
                token_hash=TokenHash(f"{SECRET}{number}{purpose.value}"),
                email="a@example.org",
                created_at=MOMENT,
                expires_at=_WEEK,
            )
        )
    work.data_exports.add(DataExport(id=DataExportId(_id(number)), user_id=me, asked_at=MOMENT))


def _add_media(work: Any, number: int, me: UserId) -> None:
    for each in (10 * number, 10 * number + 1):
        file = audio_file(each, owner_id=me)
        work.audio_files.add(file)
        work.audio_reports.add(report(each, audio_file_id=file.id))
        work.annotations.put(attrs.evolve(annotation(each, mood="calm"), user_id=me))
        work.images.add(image(each, uploader_id=me))
        work.uploads.add(upload(100 + each, owner_id=me, multipart=None))
        work.generated_music.keep(kept(me, f"wish {each}"), MOMENT)
    account = work.storage_accounts.hold(me)
    work.storage_accounts.put(attrs.evolve(account, stored=ByteCount(2**40)))


def _add_notifications(work: Any, number: int, me: UserId) -> None:
    work.notification_inboxes.hold(me)
    payload = Payload(subject=Subject(kind=SubjectKind.AUDIO, id=_id(number)))
    kind = NotificationKind.ANALYSIS
    work.notifications.add(notification(number, user_id=me, kind=kind, payload=payload))
    work.notification_devices.put(device(number, me, token=f"{SECRET}-{number}"))


def _add_music(work: Any, number: int, me: UserId) -> None:
    for each in (10 * number, 10 * number + 1):
        made = catalog.playlist(each, created_by=me, song_count=1)
        work.playlists.add(made, [catalog.song_id(1)])
    taste = work.tastes.hold(me)
    work.tastes.put(attrs.evolve(taste, artist_ids=(catalog.artist_id(1),), version=1))


def _add_being_together(work: Any, number: int, me: UserId) -> None:
    other = CAT if me != CAT else ANN
    for each in (1, 2):
        work.rooms.add(rooms.room(10 * number + each, created_by=me, host_user_id=BEN))
        work.room_members.put(rooms.member(each, 1, user_id=me))
        work.room_ballots.cast(rooms.room_id(each), me, rooms.vote_id(1), rooms.song_id(1), MOMENT)
        by, whom = (me, other) if each == 1 else (BEN, me)
        asked = rooms.invite(10 * number + each, 10 * number + each, 1, invited_by=by)
        work.room_invites.add(attrs.evolve(asked, invited_user_id=whom))
        made = calls.call(10 * number + each, started_by=me, room_id=_id(10 * number + each))
        work.calls.add(made)
        joined = calls.participant(1, of=made)
        work.call_participants.put(attrs.evolve(joined, user_id=me))
        muted = calls.mute(1, 2, each)
        work.call_mutes.add(attrs.evolve(muted, user_id=me, muted_user_id=other))
        work.chat_members.add(chat.chat_member(each, 1, user_id=me))
        work.chat_files.add(chat.chat_file(10 * number + each, owner_id=me))
        booked = booking(10 * number + each, role="drummer")
        wanted, by = (me, other) if each == 1 else (BEN, me)
        work.bookings.add(attrs.evolve(booked, user_id=wanted, requested_by=by))
    mine = Reaction(emoji="👍", user_ids=(me, BEN) if me != BEN else (BEN,))
    for each in (1, 2):
        work.chat_messages.add(
            chat.chat_message(
                10 * number + each,
                sender_id=me,
                reactions=(mine,),
                mentions=(other, BEN),
            )
        )
    work.chat_messages.add(
        chat.chat_message(10 * number + 3, sender_id=me, type=MessageType.SYSTEM)
    )


def _add_studio(work: Any, number: int, me: UserId) -> None:
    for each in (1, 2):
        mine = studio.project(10 * number + each, owner_id=me)
        work.projects.add(mine)
        if me != BEN:
            place = studio.collaborator(each, 1, user_id=me)
            work.project_collaborators.add(place)
        work.project_collaborators.add(studio.collaborator(10 * number + each, 1, user_id=me))
        entity = ArrangedEntity(
            id=EntityId(_id(100 + 10 * number + each)),
            project_id=studio.project_id(each),
            kind=Kind.STEM,
            version=1,
            vector={},
            created_at=MOMENT,
            updated_at=MOMENT,
            last_modified_by=me,
        )
        work.arranged_entities.put(entity)
        version = NamedVersion(
            id=NamedVersionId(_id(200 + 10 * number + each)),
            project_id=studio.project_id(each),
            name=f"Version of {number}",
            seq=1,
            created_by=me,
            created_at=MOMENT,
        )
        work.named_versions.add(version)
