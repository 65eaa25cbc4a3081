"""Who may call an operation at all: the whole table, and each role tried on each operation.

What depends on whose a thing is, is tried where it is served: `tests.http.test_authorization`.
"""

from contextlib import nullcontext
from typing import Any, Final

import pytest

from phantom_adapters.memory import MemoryStorage
from phantom_core.kernel import (
    ANONYMOUS,
    SYSTEM,
    Access,
    Actor,
    Command,
    Forbidden,
    Id,
    Invocation,
    NotAuthenticated,
    Operation,
    PhantomError,
    UnitOfWork,
    UserId,
    admit,
    perform,
    person,
    reply,
)
from tests.architecture.operations import declared

TABLE: Final = {
    Access.ANYONE: """
        privacy: GetErasure
        identity: AskForReset RegisterUser VerifyEmail
        media: GetAvatar
    """,
    Access.PERSON: """
        privacy: EraseMe PreviewErasure
        identity: AskForVerification BlockUser ChangeEmail ChangePassword ChangeUser EndSession
        identity: FileReport FindUsers FollowUser GetMe GetPublicProfile GetUser ListBlocked
        identity: ListConsents ListFollowers ListFollowing ListSessions ReplaceProfile SetConsent
        identity: UnblockUser UnfollowUser
        audio: Annotate BeginUpload ChangeAudioFile DeleteAudioFile FinishUpload GetAnnotation
        audio: GetAudioFile GetAudioFiles GetReport ListAudioFiles ListAudioTags ListReports
        audio: OpenAudioFile PlanUpload RecallUpload RequestAnalysis
        catalog: AddTag ChangePlaylist CreatePlaylist DeletePlaylist FindArtists FindSongs
        catalog: GeneratePlaylist GetArtist GetArtists GetPlaylist GetSong GetSongAudio GetTaste
        catalog: ListArtistSongs ListGenres ListPlaylists ListPlaylistsOf ListTags
        catalog: SetFavouriteArtists
        catalog: SetFavouriteGenres SetPlaylistSongs
        chat: BeginFile CreateGroupChat DeleteFile DeleteMessage EditMessage FinishFile GetChat
        chat: GetChatMember GetChatState GetFile
        chat: GetLinkedChat ListChats ListMessages LocateMessage MarkDelivered MarkSeen
        chat: OpenDirectChat React RemoveChatMember SearchMessages SendMessage SetChatMember
        chat: Unreact
        media: AdmitImage BeginImage ChangeImage DeleteImage FinishImage GetImage ListImages
        booking: CancelBooking ChangeBooking CompleteBooking ConfirmBooking GetBooking ListBookings
        booking: RequestBooking
        calls: AnswerOffer HangUpCall JoinCall LeaveCall ListCalls MutePerson OfferMedia
        calls: SendCandidates StartCall
        composing: KeepGenerated RecallGenerated
        media: GetMusicSet ListMusicSets OpenTrack
        matching: DismissPerson GetCompatibility GetPeopleFeed LikePerson ListMatches
        matching: MakePeopleFeed RecommendArtists RecommendRooms
        live: JoinTopic
        socket: GetInside GetOneself GetProjectWhole GetRoomTopics SyncPlayback
        rooms: AcceptInvite CastVote ChangeRoom CloseRoom CreateRoom DeclineInvite GetPlayback
        rooms: GetRoom GetVoteResults InviteToRoom JoinRoom KickMember LeaveRoom ListHistory
        rooms: ListMembers ListMyInvites ListMyRooms ListRooms Pause Play Previous QueueSong
        rooms: GetOpenRooms
        rooms: RevokeInvite Seek SetModes Skip Stop WaiveVotes DeafenSelf MuteSelf
        studio: AcceptProjectInvite CreateProject DeclineProjectInvite DeleteProject GetProject
        studio: GetProjectInside GetSession InviteCollaborator LeaveProject ListCollaborators
        studio: ListProjectInvites ListProjects ListProjectsOf ListPublicProjects
        studio: RemoveCollaborator
        studio: SetCollaborator SyncProjectPlayback
        studio: AddAudioSegment BeginImport BeginMidiOver AddSegment AddStem BeginMidi ChangeProject
        studio: ChangeSegment ChangeStem DeleteSegment DeleteStem GetArrangement GetPackedSync
        studio: GetSegment GetMidi GetStem GetSync ListChanges ListConflicts ListSegments
        studio: ListStems ListVersions NameVersion PushChanges PushPacked ResolveConflict
        studio: RecallPush RollBack SinceVector
        studio: GetMaterial FinishImport FinishMidi FinishMidiOver GetExport GoOnImporting
        privacy: AskForDataExport GetDataExport ListDataExports
        notifications: GetNotification GetNotificationChoices ListDevices ListNotifications
        notifications: ReadAllNotifications ReadNotifications RegisterDevice RemoveDevice
        notifications: SetNotificationChoices
        uploads: CancelUpload GetStorageAccount GetUpload ListUploads OpenUpload ResumeUpload
    """,
    Access.ADMIN: """
        privacy: AskForRetention EraseUser FindErasure PreviewErasureOf PreviewRetention
        catalog: AddArtist AddGenre AddSong ChangeArtist ChangeGenre ChangeSong DeleteArtist
        catalog: DeleteGenre DeleteSong
        catalog: ImportTracks PreviewImport
        media: BeginTrack ChangeMusicSet ChangeTrack CreateMusicSet DeleteMusicSet DeleteTrack
        media: FinishTrack GetTrack OrderTracks PlanTrack
        identity: ActOnReport FindAccount GetPeople ListAudit ListReports SetUserStatus
        matching: GetExposure
        blobs: AskForSweep GetSweep ListSweeps
        jobs: DiscardJob ListJobs RetryJob ShowJob
    """,
    Access.SYSTEM: """
        booking: CloseBookingsFor CloseBookingsOf PartBookings
        calls: EndCalls HangUp
        chat: AbandonFile DiscardFile FetchFile
        media: AbandonImage DiscardImage SeeImage UnlinkImages
        identity: DropImage DropSample FindCredential FindReset GetBlocked
        identity: GetCircle GetCredential
        identity: GrantAdmin IdentifyActors IssueEmailToken NoteMailSent RefreshPasswordHash
        identity: ResetPassword RevokeAdmin RotateRefreshToken StartSession UsersExist
        identity: WithdrawEmailToken
        audio: AbandonUpload BeginAnalysis BeginRendition CompleteAnalysis
        audio: CompleteRendition DeleteDerived FailRendition DiscardAudioFile
        audio: FailAnalysis GiveUpAnalysis HearOriginal ProlongUpload ReviveAnalysis
        audio: TellProgress
        catalog: DropAudio
        media: FailTrack HearTrack
        chat: AdmitToLinkedChat AnnounceInLinkedChat CloseLinkedChat DiscardMessage
        chat: HandOverLinkedChat OpenLinkedChat OpenMatchedChat PartFromLinkedChat
        chat: RenameLinkedChat
        matching: GetCensus KeepStatistics ListTasteProfiles PartMatch RefreshTaste
        matching: RescoreEveryone ReviewMatches ScheduleRefresh WithdrawFromMatching
        blobs: EndSweep GiveUpSweep ReviveSweep
        blobs: FindKept FindStrays FindUnexpected FindUses ForgetBlobs ListLines ListUnkept
        blobs: ListUnused QuarantineStrays RestoreBlob TakeDoomedBlobs TellLedgerTime
        jobs: BeatJob ClaimJobs EnsurePeriodic FailJob FinishJob
        jobs: GetJob NextJobIn ReleaseJob RepeatJob RunDeferred TallyJobs
        live: BeatServer GetBlockList HeadsOf HeadsSince ListServers ReadAfter RegisterServer
        live: RetireServer
        privacy: ApplyRetention ContinueErasure
        rooms: AdvanceRoom AttachMember DetachMember DropServers DueRooms ExpelMember PartInvites
        rooms: DiscardRoom ExpelFromRooms
        studio: AttachToProject DetachFromProject DropProjectServers ExpelCollaborator
        studio: AbandonMidi CompactDocument ContinueRollback KeepCheckpoint OpenDocument
        studio: PartProjectInvites
        privacy: BeginDataExport CompleteDataExport FetchDataExport ForgetDataExports
        privacy: GiveUpDataExport NoteDataExport ReadRecords ReviveDataExport
        privacy: TellExportProgress
        notifications: DropDevice ForgetDevices GetPush KeepApart Notify
        notifications: NotifyAll ReadKey ReadSaid WithdrawMessage WithdrawPart
        uploads: DropUpload SweepUploads
    """,
}
SOMEBODY: Final = UserId(Id("01ARZ3NDEKTSV4RRFFQ69G5FAV"))
ROLES: Final = {
    "anonymous": ANONYMOUS,
    "person": person(SOMEBODY),
    "admin": person(SOMEBODY, is_admin=True),
    "system": SYSTEM,
}
REFUSALS: Final[dict[Access, dict[str, type[PhantomError]]]] = {
    Access.ANYONE: {},
    Access.PERSON: {"anonymous": NotAuthenticated},
    Access.ADMIN: {"anonymous": NotAuthenticated, "person": Forbidden},
    Access.SYSTEM: {"anonymous": Forbidden, "person": Forbidden, "admin": Forbidden},
}
OPERATIONS: Final = {
    f"{kind.__module__.split('.')[1]}.{kind.__name__}": kind for kind in declared(Operation)
}


def _listed() -> dict[str, Access]:
    """The access that the table gives each operation, by context and name."""
    lines = [(access, line) for access, lines in TABLE.items() for line in lines.split("\n")]
    told = [
        (f"{context.strip()}.{name}", access)
        for access, line in lines
        for context, _, names in [line.partition(":")]
        for name in names.split()
    ]
    assert len(told) == len(dict(told)), "an operation is listed twice"
    return dict(told)


async def _call(kind: type[Operation[Any]], actor: Actor) -> None:
    """Call an operation, as somebody who has not even filled in its fields.

    Only its hot topic, which `Phantom` asks for first, is left alone: that is made of a field.
    """
    blank: Any = object.__new__(kind)

    def body(work: UnitOfWork) -> Any:
        return perform(blank, work, {}) if issubclass(kind, Command) else reply(blank, work)

    await MemoryStorage().write(Invocation(actor, 0), body)


def test_the_table_lists_every_operation_with_its_access() -> None:
    assert {name: kind.access for name, kind in OPERATIONS.items()} == _listed()


@pytest.mark.parametrize("role", ROLES)
@pytest.mark.parametrize("access", Access)
def test_a_role_is_admitted_or_refused_by_access(access: Access, role: str) -> None:
    refusal = REFUSALS[access].get(role)
    with nullcontext() if refusal is None else pytest.raises(refusal):
        admit(ROLES[role], access)


@pytest.mark.parametrize("name", OPERATIONS)
async def test_an_operation_refuses_a_role_before_it_looks_at_anything(name: str) -> None:
    kind = OPERATIONS[name]
    for role, refusal in REFUSALS[kind.access].items():
        with pytest.raises(refusal):
            await _call(kind, ROLES[role])
