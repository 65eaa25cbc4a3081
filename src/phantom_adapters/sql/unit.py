"""The unit of work over SQL: every repository of every context, over one transaction."""

from collections.abc import Callable
from datetime import datetime
from typing import Generic, TypeVar

from phantom_adapters.neighbours import (
    CataloguedLibrary,
    ChatBans,
    ChosenTastes,
    KeptAudioOwners,
    KeptCallRooms,
    KeptDefaultTempos,
    KeptLinkedRooms,
    KeptMessageOwners,
    KeptReceiptPreferences,
    KeptRecordings,
    KeptRoomOwners,
    KeptStandings,
    KeptUsernames,
    PresentListeners,
    ProjectChatBans,
    StandingAnalysisConsents,
    TrailedAudioAudit,
    TrailedChatAudit,
)
from phantom_adapters.sql.repositories.answers import SqlAnswers
from phantom_adapters.sql.repositories.audio_annotations import SqlAnnotations
from phantom_adapters.sql.repositories.audio_files import SqlAudioFiles
from phantom_adapters.sql.repositories.audio_reports import SqlAudioReports
from phantom_adapters.sql.repositories.audio_uploads import SqlUploads
from phantom_adapters.sql.repositories.blob_ledger import SqlBlobLedger
from phantom_adapters.sql.repositories.calls import SqlCallMutes, SqlCalls, SqlParticipants
from phantom_adapters.sql.repositories.catalog_artists import SqlArtists
from phantom_adapters.sql.repositories.catalog_genres import SqlGenres
from phantom_adapters.sql.repositories.catalog_playlists import SqlPlaylists
from phantom_adapters.sql.repositories.catalog_songs import SqlSongs
from phantom_adapters.sql.repositories.catalog_tags import SqlTags
from phantom_adapters.sql.repositories.catalog_tastes import SqlTastes
from phantom_adapters.sql.repositories.chat_members import SqlChatMembers
from phantom_adapters.sql.repositories.chat_messages import SqlChatMessages
from phantom_adapters.sql.repositories.chat_rooms import SqlChatRooms
from phantom_adapters.sql.repositories.event_log import SqlEventLog
from phantom_adapters.sql.repositories.identity_abuse_reports import SqlAbuseReports
from phantom_adapters.sql.repositories.identity_audit_trail import SqlAuditTrail
from phantom_adapters.sql.repositories.identity_blocks import SqlBlocks
from phantom_adapters.sql.repositories.identity_consents import SqlConsents
from phantom_adapters.sql.repositories.identity_credentials import SqlCredentials
from phantom_adapters.sql.repositories.identity_email_tokens import SqlEmailTokens
from phantom_adapters.sql.repositories.identity_follows import SqlFollows
from phantom_adapters.sql.repositories.identity_people import SqlPeople
from phantom_adapters.sql.repositories.identity_profiles import SqlProfiles
from phantom_adapters.sql.repositories.identity_sessions import SqlSessions
from phantom_adapters.sql.repositories.identity_users import SqlUsers
from phantom_adapters.sql.repositories.jobs import SqlJobs
from phantom_adapters.sql.repositories.rooms_attachments import SqlAttachments
from phantom_adapters.sql.repositories.rooms_ballots import SqlBallots
from phantom_adapters.sql.repositories.rooms_invites import SqlInvites
from phantom_adapters.sql.repositories.rooms_members import SqlMembers
from phantom_adapters.sql.repositories.rooms_plays import SqlPlays
from phantom_adapters.sql.repositories.rooms_rooms import SqlRooms
from phantom_adapters.sql.repositories.servers import SqlServers
from phantom_adapters.sql.repositories.studio_collaborators import SqlCollaborators
from phantom_adapters.sql.repositories.studio_conflicts import SqlProjectConflicts
from phantom_adapters.sql.repositories.studio_documents import (
    SqlArrangedEntities,
    SqlDocuments,
    SqlKeptChanges,
    SqlNamedVersions,
)
from phantom_adapters.sql.repositories.studio_keeping import SqlVersionDocuments
from phantom_adapters.sql.repositories.studio_projects import SqlProjects
from phantom_adapters.sql.repositories.studio_sessions import (
    SqlCollaborationSessions,
    SqlProjectAttachments,
)
from phantom_adapters.sql.transaction import Transaction
from phantom_core.audio.ports import (
    AnalysisConsents,
    Annotations,
    AudioAudit,
    AudioFiles,
    AudioReports,
    Standings,
    Uploads,
)
from phantom_core.blobs.ledger_ports import BlobLedger
from phantom_core.calls.ports import CallMutes, CallRooms, Calls, Participants
from phantom_core.catalog.ports import Artists, Genres, Listeners, Playlists, Songs, Tags, Tastes
from phantom_core.chat.ports import (
    ChatAudit,
    ChatMembers,
    ChatMessages,
    ChatRooms,
    LinkedRooms,
    ReceiptPreferences,
    Usernames,
)
from phantom_core.identity.office_ports import AbuseReports, AuditTrail
from phantom_core.identity.ports import (
    AudioOwners,
    Blocks,
    Consents,
    Credentials,
    Follows,
    MessageOwners,
    People,
    Profiles,
    RoomOwners,
    Users,
)
from phantom_core.identity.session_ports import EmailTokens, Sessions
from phantom_core.kernel import Answers, EventLog, Invocation, Jobs, UnitOfWork
from phantom_core.live import Servers
from phantom_core.registry import Registry
from phantom_core.rooms.ports import (
    Attachments,
    Ballots,
    Bans,
    Invites,
    Library,
    Members,
    Plays,
    Rooms,
    RoomTastes,
)
from phantom_core.studio import (
    CollaborationSessions,
    Collaborators,
    DefaultTempos,
    ProjectAttachments,
    ProjectBans,
    Projects,
)
from phantom_core.studio.arrangement.hot import HotDocuments
from phantom_core.studio.document_ports import (
    ArrangedEntities,
    Documents,
    KeptChanges,
    NamedVersions,
    ProjectConflicts,
    Recordings,
)
from phantom_core.studio.keeping_ports import VersionDocuments

__all__ = ["SqlUnit"]

P = TypeVar("P")


class _Made(Generic[P]):
    """A repository that is made when it is first asked for, and then is a plain attribute."""

    def __init__(self, make: Callable[[Transaction], P]) -> None:
        self._make = make

    def __set_name__(self, owner: type, name: str) -> None:
        """Remember under which name it is kept."""
        self._name = name

    def __get__(self, unit: "SqlUnit", owner: type) -> P:
        """Make it; from then on the unit's own attribute is found first."""
        made = vars(unit)[self._name] = self._make(unit._tx)  # noqa: SLF001 - they are one
        return made


class SqlUnit(UnitOfWork):
    """One transaction's view of the database, each repository as its port.

    A new repository is one line here. It is made when a command first asks for it: of many, most
    ask for two or three.
    """

    servers = _Made[Servers](SqlServers)

    users = _Made[Users](SqlUsers)
    people = _Made[People](SqlPeople)
    credentials = _Made[Credentials](SqlCredentials)
    profiles = _Made[Profiles](SqlProfiles)
    follows = _Made[Follows](SqlFollows)
    blocks = _Made[Blocks](SqlBlocks)
    consents = _Made[Consents](SqlConsents)
    sessions = _Made[Sessions](SqlSessions)
    email_tokens = _Made[EmailTokens](SqlEmailTokens)
    abuse_reports = _Made[AbuseReports](SqlAbuseReports)
    audit_trail = _Made[AuditTrail](SqlAuditTrail)
    audio_owners = _Made[AudioOwners](lambda tx: KeptAudioOwners(SqlAudioFiles(tx)))
    blob_ledger = _Made[BlobLedger](SqlBlobLedger)
    audio_files = _Made[AudioFiles](SqlAudioFiles)
    uploads = _Made[Uploads](SqlUploads)
    audio_reports = _Made[AudioReports](SqlAudioReports)
    annotations = _Made[Annotations](SqlAnnotations)
    audio_audit = _Made[AudioAudit](lambda tx: TrailedAudioAudit(SqlAuditTrail(tx)))
    analysis_consents = _Made[AnalysisConsents](
        lambda tx: StandingAnalysisConsents(SqlConsents(tx))
    )
    standings = _Made[Standings](lambda tx: KeptStandings(SqlUsers(tx)))
    calls = _Made[Calls](SqlCalls)
    call_participants = _Made[Participants](SqlParticipants)
    call_mutes = _Made[CallMutes](SqlCallMutes)
    call_rooms = _Made[CallRooms](lambda tx: KeptCallRooms(SqlRooms(tx), SqlMembers(tx)))
    chat_rooms = _Made[ChatRooms](SqlChatRooms)
    chat_members = _Made[ChatMembers](SqlChatMembers)
    chat_messages = _Made[ChatMessages](SqlChatMessages)
    linked_rooms = _Made[LinkedRooms](lambda tx: KeptLinkedRooms(SqlRooms(tx), SqlProjects(tx)))
    chat_audit = _Made[ChatAudit](lambda tx: TrailedChatAudit(SqlAuditTrail(tx)))
    usernames = _Made[Usernames](lambda tx: KeptUsernames(SqlUsers(tx)))
    receipt_preferences = _Made[ReceiptPreferences](lambda tx: KeptReceiptPreferences(SqlUsers(tx)))
    message_owners = _Made[MessageOwners](
        lambda tx: KeptMessageOwners(SqlChatMessages(tx), SqlChatMembers(tx))
    )

    room_owners = _Made[RoomOwners](lambda tx: KeptRoomOwners(SqlRooms(tx), SqlMembers(tx)))

    genres = _Made[Genres](SqlGenres)
    artists = _Made[Artists](SqlArtists)
    songs = _Made[Songs](SqlSongs)
    playlists = _Made[Playlists](SqlPlaylists)
    tags = _Made[Tags](SqlTags)
    tastes = _Made[Tastes](SqlTastes)
    listeners = _Made[Listeners](lambda tx: PresentListeners(SqlMembers(tx)))
    rooms = _Made[Rooms](SqlRooms)
    room_members = _Made[Members](SqlMembers)
    room_attachments = _Made[Attachments](SqlAttachments)
    room_ballots = _Made[Ballots](SqlBallots)
    room_plays = _Made[Plays](SqlPlays)
    room_invites = _Made[Invites](SqlInvites)
    room_library = _Made[Library](
        lambda tx: CataloguedLibrary(SqlSongs(tx), SqlArtists(tx), SqlPlaylists(tx))
    )
    room_tastes = _Made[RoomTastes](lambda tx: ChosenTastes(SqlTastes(tx)))
    room_bans = _Made[Bans](lambda tx: ChatBans(SqlChatMembers(tx)))

    projects = _Made[Projects](SqlProjects)
    project_collaborators = _Made[Collaborators](SqlCollaborators)
    project_attachments = _Made[ProjectAttachments](SqlProjectAttachments)
    collaboration_sessions = _Made[CollaborationSessions](SqlCollaborationSessions)
    default_tempos = _Made[DefaultTempos](lambda tx: KeptDefaultTempos(SqlUsers(tx)))
    project_bans = _Made[ProjectBans](lambda tx: ProjectChatBans(SqlChatMembers(tx)))

    documents = _Made[Documents](SqlDocuments)
    arranged_entities = _Made[ArrangedEntities](SqlArrangedEntities)
    kept_changes = _Made[KeptChanges](SqlKeptChanges)
    project_conflicts = _Made[ProjectConflicts](SqlProjectConflicts)
    named_versions = _Made[NamedVersions](SqlNamedVersions)

    version_documents = _Made[VersionDocuments](SqlVersionDocuments)
    recordings = _Made[Recordings](
        lambda tx: KeptRecordings(SqlAudioFiles(tx), SqlBlocks(tx), SqlPeople(tx))
    )

    def __init__(
        self,
        invocation: Invocation,
        now: datetime,
        tx: Transaction,
        registry: Registry,
        hot_documents: HotDocuments,
    ) -> None:
        super().__init__(invocation, now)
        self._tx = tx
        self.hot_documents = hot_documents
        self.log: EventLog = SqlEventLog(tx, registry)
        self.jobs: Jobs = SqlJobs(tx, registry)
        self.answers: Answers = SqlAnswers(tx)
