"""What people may do about themselves and each other, drawn by chance."""

from datetime import date, datetime, timedelta
from typing import Any, Final

import attrs
from hypothesis import strategies as st

from phantom_core import identity as i
from phantom_core.audio import AnalyseAudio, AnalysisAttempt
from phantom_core.identity.tokens import TokenHash
from phantom_core.kernel import (
    ArtistId,
    Command,
    Cursor,
    GenreId,
    Id,
    Lease,
    PageRequest,
    PlaylistId,
    Query,
    SongId,
    UserId,
    uuid7,
)
from phantom_core.kernel.quantities import EPOCH, Bpm

__all__ = ["BEGINNING", "NOBODY", "Known", "commands", "one_of", "queries"]

NOBODY: Final = uuid7(EPOCH, 7)
_HASHES: Final = st.sampled_from([TokenHash(digit * 64) for digit in "abcdef"])
_PASSWORDS: Final = st.sampled_from([i.PasswordHash("$one"), i.PasswordHash("$two")])
_NAMES: Final = st.sampled_from(["ada", "Ada", "bob", "zoe.k", "drake_b", "x", "no body"])
_WORDS: Final = st.lists(st.sampled_from(["drums", "bass", "Ünder", ""]), max_size=3).map(tuple)
_TEXTS: Final = st.sampled_from(["", "Ada Lovelace", "Beyoncé", "drake bell", "Nick Drake", "a\0"])
_LIFE: Final = st.sampled_from([timedelta(minutes=1), timedelta(days=30)])
_DAYS: Final = st.sampled_from([None, date(1990, 2, 28), date(2999, 1, 1)])


BEGINNING: Final = [
    i.RegisterUser(email=f"{name}@example.net", username=name, password_hash=i.PasswordHash("$one"))
    for name in ("ada", "bob", "cyd")
]
"""What every run begins with."""


@attrs.define
class Known:
    """The ids that have come up so far."""

    users: list[UserId] = attrs.field(factory=list)
    proofs: list[datetime] = attrs.field(factory=list)
    sessions: list[Id] = attrs.field(factory=list)
    reports: list[Id] = attrs.field(factory=list)
    recordings: list[Id] = attrs.field(factory=list)
    genres: list[GenreId] = attrs.field(factory=list)
    artists: list[ArtistId] = attrs.field(factory=list)
    songs: list[SongId] = attrs.field(factory=list)
    playlists: list[PlaylistId] = attrs.field(factory=list)
    chats: list[Id] = attrs.field(factory=list)
    messages: list[Id] = attrs.field(factory=list)
    now: datetime = EPOCH
    cursors: list[Cursor] = attrs.field(factory=list)
    leases: list[Lease] = attrs.field(factory=list)
    analyses: list[tuple[Lease, AnalyseAudio]] = attrs.field(factory=list)
    attempts: list[AnalysisAttempt] = attrs.field(factory=list)
    rooms: list[Id] = attrs.field(factory=list)
    entries: list[Id] = attrs.field(factory=list)
    invites: list[Id] = attrs.field(factory=list)
    projects: list[Id] = attrs.field(factory=list)
    bookings: list[Id] = attrs.field(factory=list)
    conflicts: list[Id] = attrs.field(factory=list)
    sets: list[Id] = attrs.field(factory=list)
    tracks: list[Id] = attrs.field(factory=list)

    def learn(self, answer: Any) -> None:
        """Take the ids out of an answer."""
        for kind, ids in (
            (i.User, self.users),
            (i.Session, self.sessions),
            (i.AbuseReport, self.reports),
        ):
            if isinstance(answer, kind) and answer.id not in ids:
                ids.append(answer.id)  # type: ignore[arg-type]
        if isinstance(answer, i.Credential):
            self.proofs.append(answer.changed_at)
        if isinstance(answer, i.Entry):
            self.learn(answer.session)
        if getattr(answer, "next", None):
            self.cursors.append(answer.next)


def one_of(ids: list[Any]) -> st.SearchStrategy[Any]:
    """One of the ids that have come up, or one that has not."""
    return st.sampled_from([*ids, NOBODY])


def commands(known: Known) -> st.SearchStrategy[Command[Any]]:
    """Any command of identity."""
    users = one_of(known.users)
    proofs = st.sampled_from([*known.proofs, EPOCH])
    versions = st.sampled_from([None, None, 1, 2])
    return st.one_of(
        st.builds(
            i.RegisterUser,
            email=_NAMES.map(lambda name: f"{name}@example.org"),
            username=_NAMES,
            password_hash=_PASSWORDS,
            display_name=st.none() | _TEXTS,
        ),
        st.builds(
            i.ChangeUser,
            username=st.just(i.UNCHANGED) | _NAMES,
            display_name=st.just(i.UNCHANGED) | _TEXTS,
            gender=st.sampled_from([i.UNCHANGED, None, *i.Gender]),
            birth_date=_DAYS,
            default_tempo=st.sampled_from([i.UNCHANGED, Bpm(90), Bpm(1000)]),
            private_receipts=st.sampled_from([i.UNCHANGED, True, False]),
            version=versions,
        ),
        st.builds(
            i.ChangeEmail,
            proven_at=proofs,
            email=_NAMES.map(lambda name: f"{name}@example.com"),
        ),
        st.builds(
            i.ReplaceProfile,
            bio=_TEXTS,
            roles=_WORDS,
            tags=_WORDS,
            region=st.none() | _TEXTS,
            discoverable=st.booleans(),
            version=versions,
        ),
        *[
            st.builds(kind, user_id=users)
            for kind in (i.FollowUser, i.UnfollowUser, i.BlockUser, i.UnblockUser)
        ],
        st.builds(i.SetConsent, purpose=st.sampled_from(i.Purpose), granted=st.booleans()),
        st.builds(
            i.StartSession,
            user_id=users,
            proven_at=proofs,
            family_hash=_HASHES,
            token_hash=_HASHES,
            device=st.just("desk"),
            life=_LIFE,
        ),
        st.builds(i.RotateRefreshToken, family_hash=_HASHES, used_hash=_HASHES, next_hash=_HASHES),
        st.builds(i.EndSession, session_id=one_of(known.sessions)),
        st.builds(i.ChangePassword, proven_at=proofs, password_hash=_PASSWORDS),
        st.builds(
            i.IssueEmailToken,
            user_id=users,
            purpose=st.sampled_from(i.EmailPurpose),
            token_hash=_HASHES,
            life=_LIFE,
        ),
        st.builds(i.NoteMailSent, token_hash=_HASHES),
        st.builds(i.VerifyEmail, token_hash=_HASHES),
        st.builds(i.ResetPassword, token_hash=_HASHES, password_hash=_PASSWORDS),
        st.builds(
            i.FileReport,
            kind=st.sampled_from(i.ReportKind),
            target_id=users | one_of(known.messages),
            reason=_TEXTS,
        ),
        st.builds(
            i.ActOnReport,
            report_id=one_of(known.reports),
            action=st.sampled_from(i.ReportAction),
        ),
        st.builds(i.SetUserStatus, user_id=users, status=st.sampled_from(i.UserStatus)),
        st.builds(i.GrantAdmin, username=_NAMES),
        st.builds(i.RevokeAdmin, username=_NAMES),
    )


def queries(known: Known) -> st.SearchStrategy[Query[Any]]:
    """Any query of identity, a page at a time."""
    users = one_of(known.users)
    cursors = st.none() | st.sampled_from([*known.cursors, Cursor("bm8")])
    pages = st.builds(PageRequest, limit=st.integers(1, 3), cursor=cursors)
    return st.one_of(
        st.just(i.GetMe()),
        st.just(i.GetUser()),
        st.just(i.UsersExist()),
        st.builds(i.ListSessions, page=pages),
        st.builds(i.GetCredential, user_id=users),
        st.builds(i.ListConsents, page=pages),
        st.builds(
            i.FindUsers,
            query=_NAMES | st.sampled_from(["", "BEYONCE", "nick"]),
            role=st.none() | st.sampled_from(["Drums", "under"]),
            tag=st.none() | st.just("bass"),
            page=pages,
        ),
        st.builds(i.GetPublicProfile, user_id=users),
        st.builds(i.ListFollowers, user_id=users, page=pages),
        st.builds(i.ListFollowing, user_id=users, page=pages),
        st.builds(i.ListBlocked, page=pages),
        st.builds(i.ListReports, status=st.none() | st.sampled_from(i.ReportStatus), page=pages),
        st.builds(i.ListAudit, page=pages),
        st.builds(i.FindAccount, login=st.sampled_from(["ada", "ADA@b.example", "nobody"])),
        st.builds(
            i.IdentifyActors, session_ids=st.lists(one_of(known.sessions), max_size=3).map(tuple)
        ),
    )
